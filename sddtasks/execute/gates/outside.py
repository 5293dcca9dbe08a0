"""What a task names or has made that would be in no commit, or not as it was judged."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from collections.abc import Sequence
from pathlib import Path
from pathlib import PurePosixPath

from sddtasks.execute.gates.attempt import Attempt
from sddtasks.execute.gates.attempt import refused
from sddtasks.execute.site import Site
from sddtasks.model.verdict import FailureClass
from sddtasks.model.verdict import GateName
from sddtasks.model.verdict import Verdict
from sddtasks.system import commits
from sddtasks.system import files
from sddtasks.system import ignoring

_MOST_BYTES = 1 << 30
_FLAGGED = (
    "differs from the last commit, and a flag hides that from git"
    " (git update-index --no-skip-worktree --no-assume-unchanged, git sparse-checkout)"
)


def look(site: Site, attempt: Attempt) -> Verdict | None:
    """None where the commit can hold all of it; a person can waive what is to stay out."""
    visible = attempt.changed - attempt.hidden
    nested = [path for path in sorted(visible) if path.endswith("/")]
    if nested:
        rows = [f"{path}  is a repository of its own: rm -r {path}.git" for path in nested]
        return refused(GateName.PATHS, FailureClass.PATHS, "git takes no files of these", rows)
    big = list(_too_big(site, visible))
    if big:
        reason = "files of more than 1 GB are not committed without a filter (git lfs track)"
        return refused(GateName.PATHS, FailureClass.PATHS, reason, big)
    unseen = _unseen(site, visible)
    rules = ignoring.rules(site.repo, [path for _, path in unseen]) if unseen else {}
    out = {name: rules[path] for name, path in unseen if path in rules}
    if out:
        first = next(iter(out))
        return refused(
            GateName.PATHS,
            FailureClass.IGNORED,
            f"git ignores {len(out)} named paths: no commit would hold them",
            [f"{name}  ignored by {rule}" for name, rule in out.items()],
            {"ignored": first, "named": first},
        )
    hidden = [path for _, path in unseen if path not in rules]
    rows = [f"{path}  {why}" for path, why in _not_as_committed(site, hidden)]
    if rows:
        reason = f"{len(rows)} named paths would not be in the commit as they are"
        return refused(GateName.PATHS, FailureClass.PATHS, reason, rows)
    return None


def _unseen(site: Site, visible: frozenset[str]) -> list[tuple[str, str]]:
    """Named paths that are there and that git does not show as changed, each with a file that
    tells why: of a directory the first one in it, where git knows none."""
    task = site.job.task
    found = []
    for name in task.paths if task else ():
        place = files.inside(site.root, name)
        if place is None or name in visible or name in {*site.job.waived, *site.job.kept_out}:
            continue
        if place.is_dir() and not place.is_symlink():
            inner = f"{name.rstrip('/')}/"
            file = _first_file(place) if not any(one.startswith(inner) for one in visible) else None
            if file and not ignoring.is_made(inner) and not site.repo.has_files(name):
                found.append((name, file.relative_to(site.root).as_posix()))
        elif place.is_file():
            found.append((name, name))
    return found


def _first_file(directory: Path) -> Path | None:
    return next((path for path in sorted(directory.rglob("*")) if path.is_file()), None)


def _not_as_committed(site: Site, paths: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Those that the last commit does not hold as they are, and why git does not see that."""
    own = [path for path in paths if not (site.root / path).is_symlink()]
    stored = commits.unlike_head(site.repo, own) if own else {}
    for path, is_there in stored.items():
        above = [str(parent) for parent in PurePosixPath(path).parents][:-1]
        inner = next((name for name in above if (site.root / name / ".git").exists()), None)
        if inner:
            yield path, f"lies in {inner}, which is a repository of its own: rm -r {inner}/.git"
        else:
            yield path, _FLAGGED if is_there else "is in no commit, and git does not show it"


def _too_big(site: Site, paths: frozenset[str]) -> Iterator[str]:
    sizes = ((path, _size(site.root / path)) for path in sorted(paths))
    for path, size in sizes:
        if size > _MOST_BYTES and not site.repo.has_filter(path):
            yield f"{path}  {size / _MOST_BYTES:.1f} GB"


def _size(path: Path) -> int:
    try:
        about = os.lstat(path)
    except OSError:
        return 0
    return about.st_size if stat.S_ISREG(about.st_mode) else 0
