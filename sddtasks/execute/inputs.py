"""The inputs of the engine are the person's: what an agent does to them is refused and put back.

A run goes on with the settings and with the dodo.py that it began with in any case; the next one
would read what is there then.
"""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Iterator
from pathlib import Path
from pathlib import PurePosixPath

from sddtasks.execute.site import Site
from sddtasks.model.config import Settings
from sddtasks.model.inputs import SETTINGS
from sddtasks.model.inputs import SETTINGS_FILES
from sddtasks.model.inputs import SHARED
from sddtasks.model.inputs import TABLES
from sddtasks.model.job import Job
from sddtasks.system import inputs
from sddtasks.system.inputs import Held
from sddtasks.system.inputs import Inputs

# What no plan may leave to an agent: what its work has to show, and what is run without asking.
_JUDGING = frozenset({"tests", "scope", "toolchains", "toolchain", "rules", "prompts"})
_RUNNING = frozenset({"commands_from_documents", "allowed_commands", "agent", "agents", "setup"})


def restored(site: Site, before: Inputs) -> Iterator[str]:
    """What was done to the inputs in the job's own tree and may not be, which is put back."""
    inputs.drop_bytecode(site.root)
    now = inputs.take(site.root)
    for name in inputs.changed(before, now):
        fault = _fault(site.job, name, before, now)
        if fault:
            yield fault + _put_back(site, site.root, name, before.get(name))


def restored_in_checkout(
    site: Site, before: Inputs, committed: Callable[[str], bytes | None]
) -> Iterator[str]:
    """The same in the checkout, where the agent has nothing to do; what has landed there stays.

    `committed(name)`: what the checkout has of a file when it is as committed. `before` may hold
    already what the agent of a task beside this one has done.
    """
    own = site.commons.uncommitted or {}
    root = site.job.feature.root
    inputs.drop_bytecode(root)
    now = inputs.take(root)
    for name in inputs.changed(before, now):
        right = own[name] if name in own else _as_committed(name, committed)
        if inputs.changed(_only(name, right), _only(name, now.get(name))):
            did = _did(name, before, now)
            yield f"{did} in the checkout{_put_back(site, root, name, right)}"


def uncommitted(now: Inputs, committed: Callable[[str], bytes | None]) -> Inputs:
    """Those that are not as committed, or that git does not have."""
    return {name: about for name, about in now.items() if about != _as_committed(name, committed)}


def notes(paths: Iterable[str]) -> list[str]:
    """What the report has to say of a completed task that was to write an input."""
    return [
        f"{path} was written: doit and sddtasks read it from the next command on"
        for path in sorted(paths)
        if path in inputs.READ
    ]


def _fault(job: Job, name: str, before: Inputs, now: Inputs) -> str:
    """Why a changed input is not the agent's to change; empty if the task is there to write it."""
    did = _did(name, before, now)
    if name in job.waived:
        return ""
    if _is_unreadable(name, now) or not _is_named(job, name):
        return did
    if name not in SETTINGS_FILES:
        return ""
    decided = sorted(_decided(before, now))
    if decided:
        return f"{did}: {', '.join(decided)} is for a person to decide"
    given = inputs.tables(before.get(name)) or {}, inputs.tables(now.get(name)) or {}
    if name == SHARED and given[0].get("doit") != given[1].get("doit"):
        return f"{did}: what doit loads is for a person to decide"
    return ""


def _is_unreadable(name: str, now: Inputs) -> bool:
    if name == SHARED:
        return inputs.tables(now.get(name)) is None
    return name == SETTINGS and inputs.settings(now) is None


def _decided(before: Inputs, now: Inputs) -> Iterator[str]:
    """The settings that differ and that no agent decides."""
    old, new = inputs.settings(before) or {}, inputs.settings(now) or {}
    for name in _JUDGING | _RUNNING:
        default = Settings.model_fields[name].get_default(call_default_factory=True)
        usual = list(default) if isinstance(default, tuple) else default
        if old.get(name, usual) != new.get(name, usual):
            yield name


def _is_named(job: Job, name: str) -> bool:
    paths = (*job.task.paths, *job.task.removes) if job.task else ()
    return any(PurePosixPath(name).is_relative_to(path.rstrip("/")) for path in paths)


def _did(name: str, before: Inputs, now: Inputs) -> str:
    if _is_unreadable(name, now):
        return f"{name} was changed, and is not valid TOML: no doit command could read it"
    if name == SHARED:
        return f"{_tables(before, now)} in {name} was changed"
    return f"{name} was {'made' if name not in before else 'changed' if name in now else 'deleted'}"


def _tables(before: Inputs, now: Inputs) -> str:
    old = inputs.tables(before.get(SHARED)) or {}
    new = inputs.tables(now.get(SHARED)) or {}
    names = [name for name in TABLES if old.get(name) != new.get(name)]
    return " and ".join(f"[tool.{name}]" for name in names) or "[tool]"


def _put_back(site: Site, root: Path, name: str, right: Held | None) -> str:
    aside = site.scratch / "found" / name
    found = inputs.put_back(root, name, right, aside)
    return f"; what it held: {site.relative(aside)}" if found else ""


def _as_committed(name: str, committed: Callable[[str], bytes | None]) -> Held | None:
    content = committed(name)
    return None if content is None else Held("", content)


def _only(name: str, about: Held | None) -> Inputs:
    return {name: about} if about else {}
