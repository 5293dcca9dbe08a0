"""A work tree of ours in which a job's tests are run on another state than the user's tree."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterable
from collections.abc import Iterator
from pathlib import Path

from sddtasks.execute.site import Site
from sddtasks.workspaces import WORKSPACES


@contextlib.contextmanager
def tree(site: Site, commit: str, overlay: Iterable[str]) -> Iterator[Site]:
    """The site at `commit`, with these files as they are in the site's own tree laid over it."""
    pool = WORKSPACES["worktree"]
    with pool.open(site.job.feature.root, commit, site.job.terms.outfit) as place:
        for path in overlay:
            _lay(site.root / path, place.root / path)
        yield site.at(place)


def _lay(source: Path, target: Path) -> None:
    if source.is_file():
        if target.exists() and target.samefile(source):  # shared with every tree
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(source, target)
    else:
        target.unlink(missing_ok=True)
