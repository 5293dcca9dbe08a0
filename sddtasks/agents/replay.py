"""Plays back recorded edits: for samples, tests and demonstrations. No model is called.

A recording has one tree of files per task, written over the project as it is: `T005/src/a.py`.
`T005/attempt-2/src/a.py` is used instead from the second attempt on. A file `.deleted` at the top
of a tree lists paths to delete, one per line.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from sddtasks.agents import base
from sddtasks.model.ports import AgentOrder
from sddtasks.model.ports import AgentOutcome
from sddtasks.model.ports import AgentReport
from sddtasks.model.ports import Lines
from sddtasks.model.ports import Options
from sddtasks.system.clock import monotonic
from sddtasks.system.files import inside

NAME = "replay"
DELETED = ".deleted"


class ReplayOptions(base.AgentOptions):
    recording: Path
    """the directory of the recorded edits, absolute or relative to the root"""


@dataclass(frozen=True, slots=True)
class Edits:
    """What one recorded tree does to the project; all paths are relative to both roots."""

    tree: Path
    written: tuple[str, ...]
    deleted: tuple[str, ...]


def missing(options: Options) -> str | None:
    if sentence := base.problem(ReplayOptions, options):
        return sentence
    recording = base.read(NAME, ReplayOptions, options).recording
    if recording.is_absolute() and not recording.is_dir():
        return f"the recording {recording} is not a directory"
    return None


def run(order: AgentOrder, on_line: Lines) -> AgentReport:
    began = monotonic()
    recording = order.root / base.read(NAME, ReplayOptions, order.options).recording
    task = recording / order.task
    if not task.is_dir():
        return _refusal(f"nothing is recorded for {order.task} in {recording}")
    edits = _edits(_tree(task, order.attempt))
    if trouble := _trouble(edits, order.root):
        return _refusal(f"{trouble}, so the recording {edits.tree} does not fit")
    for line in _apply(edits, order.root):
        base.note(line, order, on_line)
    message = (
        f"replayed a recording, no model was called: {len(edits.written)} files written, "
        f"{len(edits.deleted)} deleted, from {edits.tree}"
    )
    return AgentReport(NAME, AgentOutcome.ENDED, message, duration=monotonic() - began)


def _refusal(reason: str) -> AgentReport:
    return AgentReport(NAME, AgentOutcome.FAILED, reason)


def _tree(task: Path, attempt: int) -> Path:
    """The tree of the latest recorded attempt that is not after this one."""
    recorded = (task / f"attempt-{number}" for number in range(attempt, 0, -1))
    return next((tree for tree in recorded if tree.is_dir()), task)


def _edits(tree: Path) -> Edits:
    files = (path.relative_to(tree) for path in sorted(tree.rglob("*")) if path.is_file())
    written = (file for file in files if not file.parts[0].startswith("attempt-"))
    control = tree / DELETED
    lines = control.read_text(encoding="utf-8").splitlines() if control.is_file() else []
    return Edits(
        tree=tree,
        written=tuple(file.as_posix() for file in written if file.as_posix() != DELETED),
        deleted=tuple(line.strip() for line in lines if line.strip()),
    )


def _trouble(edits: Edits, root: Path) -> str:
    outside = [path for path in (*edits.written, *edits.deleted) if inside(root, path) is None]
    if outside:
        return f"{outside[0]} lies outside {root}"
    absent = [path for path in edits.deleted if not (root / path).exists()]
    return f"{absent[0]} is to be deleted but does not exist" if absent else ""


def _apply(edits: Edits, root: Path) -> tuple[str, ...]:
    for path in edits.deleted:
        target = root / path
        shutil.rmtree(target) if target.is_dir() else target.unlink()
    for path in edits.written:
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(edits.tree / path, target)
    return (
        *(f"replay: deleted {path}" for path in edits.deleted),
        *(f"replay: wrote {path}" for path in edits.written),
    )
