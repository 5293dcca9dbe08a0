"""Making a work tree ready to work in: what git does not hold is brought, or set up by commands."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterable
from pathlib import Path
from pathlib import PurePosixPath

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


def make_ready(place: Place, root: Path, outfit: Outfit, tree: Repository) -> None:
    """Bring to `place` what it shares with the checkout `root`, and run its set-up commands.

    What was done is noted where git keeps this work tree, and goes with it. Nothing is written that
    all trees have in common: an agent's guard may be watching it.
    """
    notes = tree.own_git_dir / "sddtasks.json"
    known = _noted(notes)
    now: dict[str, str] = {}
    wanted = dict.fromkeys((*outfit.share, *sharing.installed(root)))
    tracked = _tracked(place, tree, wanted)
    for path in wanted:
        if path in tracked:
            continue
        if not _is_below(root, path):
            raise WorkspaceError(f"share: {path} is not in the project", "name a path below it")
        now[path] = sharing.bring(
            root / path, place.root / path, outfit.share_by, known.get(path, "")
        )
    if outfit.setup:
        now["setup"] = _wanted(place.root, outfit)
        if now["setup"] != known.get("setup"):
            _set_up(place, outfit)
    if now != known:
        files.write_atomic(notes, json.dumps(now))


def exclude(repo: Repository, outfit: Outfit) -> None:
    """Keep shared files out of git, for this clone: in a work tree the rule that does so in the
    checkout may be missing. To be called before anybody is at work."""
    for path in outfit.share:
        if not (repo.root / path).is_dir():
            ignoring.exclude(repo, path)


def _tracked(place: Place, tree: Repository, paths: Iterable[str]) -> frozenset[str]:
    """Those of `paths` that git has something at or below.

    What we brought there before git had goes: its ignore file would hide new files.
    """
    prefix = place.root.relative_to(tree.root)
    names = {path: (prefix / path).as_posix() for path in paths}
    held = tree.run("ls-files", "-z", "--", *names.values()).split("\0") if names else []
    found = frozenset(
        path
        for path, name in names.items()
        if any(PurePosixPath(file).is_relative_to(name) for file in held)
    )
    for path in found:
        if sharing.is_brought(place.root / path):
            tree.run("clean", "-fdxq", "--", names[path])
    return found


def _is_below(root: Path, path: str) -> bool:
    """Does the path lie in the project? Where it leads, if it is a link, is the user's choice."""
    above = PurePosixPath(path).parent.as_posix()
    is_name = PurePosixPath(path).name not in ("", "..")
    return is_name and files.inside(root, above) is not None


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
