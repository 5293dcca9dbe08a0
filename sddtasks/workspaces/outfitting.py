"""Making a work tree ready to work in: what git does not hold is brought, or set up by commands."""

from __future__ import annotations

import json
import shlex
from contextlib import AbstractContextManager
from pathlib import Path

from sddtasks.model.errors import WorkspaceError
from sddtasks.model.ports import Outfit
from sddtasks.model.ports import Place
from sddtasks.model.process import Request
from sddtasks.system import files
from sddtasks.system import ignoring
from sddtasks.system import nested
from sddtasks.system import process
from sddtasks.system.repo import Repository
from sddtasks.workspaces import sharing

_MANIFESTS = (
    *("package.json", "package-lock.json", "pnpm-lock.yaml", "yarn.lock", "bun.lock"),
    *("pyproject.toml", "poetry.lock", "uv.lock", "requirements.txt", "go.sum", "Cargo.lock"),
    *("pom.xml", "build.gradle", "build.gradle.kts", "Gemfile.lock", "composer.lock"),
)


def make_ready(
    place: Place,
    root: Path,
    outfit: Outfit,
    tree: Repository,
    turn: AbstractContextManager[object],
) -> None:
    """Bring to `place` what it shares with the checkout `root`, and run its set-up commands.

    What was done is noted where git keeps this work tree, and goes with it. git's settings, which
    all trees have in common, are only written in `turn`.
    """
    notes = tree.own_git_dir / "sddtasks.json"
    known = _noted(notes)
    now: dict[str, str] = {}
    for path in dict.fromkeys((*outfit.share, *sharing.installed(root))):
        if files.inside(root, path) is None:
            raise WorkspaceError(f"share: {path} is not in the project", "name a path below it")
        stamp = sharing.bring(root / path, place.root / path, outfit.share_by, known.get(path, ""))
        if stamp and known.get(path) != stamp:
            with turn:  # `node_modules/` in .gitignore does not match a link of that name
                ignoring.exclude(Repository(root), path)
        now[path] = stamp
    if outfit.setup:
        now["setup"] = _wanted(place.root, outfit)
        if now["setup"] != known.get("setup"):
            _set_up(place, outfit)
    if now != known:
        files.write_atomic(notes, json.dumps(now))


def _set_up(place: Place, outfit: Outfit) -> None:
    for line in outfit.setup:
        outcome = process.run(
            Request(tuple(shlex.split(line)), place.root, place.env, pass_env=outfit.pass_env)
        )
        if not outcome.ok:
            said = f"{outcome.output}\n{outcome.errors}\n{outcome.trouble}".strip().splitlines()
            raise WorkspaceError(
                f"setup: `{line}` failed in the work tree {place.root}: {' / '.join(said[-3:])}",
                "mend the command in the configuration, or what it needs",
            )


def _wanted(root: Path, outfit: Outfit) -> str:
    """What the set-up depends on: its commands, and what they install."""
    digests = (files.file_digest(root / name) for name in _MANIFESTS)
    return files.digest("\n".join((*outfit.setup, *digests)))


def _noted(notes: Path) -> dict[str, str]:
    try:
        found = nested.read_json(notes.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
