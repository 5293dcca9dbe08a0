"""A work tree of ours in which a job's tests are run on another state than the user's tree."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterable
from collections.abc import Iterator
from pathlib import Path

from sddtasks.execute.site import Site
from sddtasks.system import worktrees
from sddtasks.workspaces import WORKSPACES

_INSTALLED = ("node_modules", ".venv", "venv", "vendor")


@contextlib.contextmanager
def tree(site: Site, commit: str, overlay: Iterable[str]) -> Iterator[Site]:
    """The site at `commit`, with these files as they are in the site's own tree laid over it."""
    pool = WORKSPACES["worktree"]
    with pool.open(site.job.feature.root, f"{site.job.name}-scratch", ()) as root:
        other = site.at(root)
        worktrees.reset(other.repo, commit)
        for path in (*site.job.terms.share, *_installed(site.root)):
            _link(site.job.feature.root / path, root / path)
        for path in overlay:
            _lay(site.root / path, root / path)
        yield other


def _installed(root: Path) -> Iterator[str]:
    """Dependencies that git does not hold and that no test runs without."""
    for name in _INSTALLED:
        for shape in (name, f"*/{name}", f"*/*/{name}"):
            for place in root.glob(shape):
                if "node_modules" not in place.relative_to(root).parent.parts:
                    yield place.relative_to(root).as_posix()


def _link(source: Path, target: Path) -> None:
    if source.is_dir() and not target.exists() and target.parent.is_dir():
        target.unlink(missing_ok=True)
        target.symlink_to(source, target_is_directory=True)


def _lay(source: Path, target: Path) -> None:
    if source.is_file():
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(source, target)
    else:
        target.unlink(missing_ok=True)
