"""Taking commits back, each with a revert commit, all of them or none. Never a reset.

The commits are made beside the checkout, which then moves forward to the last of them at once:
neither a conflict nor the end of this process leaves anything half done.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sddtasks.model.errors import RevertConflict
from sddtasks.system import worktrees
from sddtasks.system.gitprogram import Refused
from sddtasks.system.repo import Repository

MARK = "This reverts commit "
"""As git's own revert writes it; the commit follows."""


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A file that every commit changes a line of, so that reverts of it would only get in each
    other's way: `edit(text, commit)` takes back what the commit did to it."""

    path: str
    edit: Callable[[bytes, str], bytes]


def revert(
    repo: Repository,
    commits: Sequence[str],
    rewritten: Rewritten | None,
    trailers: Sequence[str] = (),
) -> None:
    """Undo commits, newest first; raises RevertConflict where later changes are in the way."""
    tip = head = repo.head() or ""
    for commit in commits:
        tree = _without(repo, commit, tip, rewritten)
        if rewritten:
            tree = _edited(repo, tree, rewritten, commit)
        subject = repo.run("log", "-1", "--format=%s", commit).strip()
        said = (f'Revert "{subject}"', f"{MARK}{commit}.", "\n".join(trailers))
        message = "\n\n".join(filter(None, said))
        tip = repo.run("commit-tree", tree, "-p", tip, "-m", message).strip()
    if tip != head:
        worktrees.advance(repo, tip, repo.branch())


def _without(repo: Repository, commit: str, tip: str, rewritten: Rewritten | None) -> str:
    """The tree of `tip` less what `commit` changed, but for the file that is rewritten.

    A merge of the tip with the commit's parent, and the commit as what they have in common.
    """
    parent = f"{commit}^^{{tree}}"
    if rewritten:
        blob = _blob(repo, commit, rewritten.path)
        parent = _with_blob(repo, parent, blob, rewritten.path) if blob else parent
    common = _commit(repo, f"{commit}^{{tree}}")
    ours = _commit(repo, f"{tip}^{{tree}}", "-p", common)
    theirs = _commit(repo, parent, "-p", common)
    words = ("merge-tree", "--write-tree", "--name-only", "--no-messages", ours, theirs)
    try:
        return repo.run("-c", "core.quotePath=false", *words).split()[0]
    except Refused as error:
        _, *paths = error.output.splitlines()
        raise RevertConflict(commit, tuple(path for path in paths if path)) from None


def _edited(repo: Repository, tree: str, rewritten: Rewritten, commit: str) -> str:
    blob = _blob(repo, tree, rewritten.path)
    if not blob:
        return tree
    text = repo.run("cat-file", "blob", blob).encode("utf-8", "surrogateescape")
    edited = rewritten.edit(text, commit)
    if edited == text:
        return tree
    with tempfile.TemporaryDirectory() as scratch:
        file = Path(scratch, "edited")
        file.write_bytes(edited)
        made = repo.run("hash-object", "-w", "--no-filters", "--", str(file)).strip()
    return _with_blob(repo, tree, made, rewritten.path)


def _blob(repo: Repository, tree: str, path: str) -> str:
    """The file's content in a tree or commit; empty where it has none."""
    listed = repo.run("ls-tree", "--full-tree", "-z", tree, "--", f"{repo.prefix}{path}")
    return listed.partition("\t")[0].split(" ")[-1]


def _with_blob(repo: Repository, tree: str, blob: str, path: str) -> str:
    """The tree with another content for a file."""
    with tempfile.TemporaryDirectory() as scratch:
        index = {"GIT_INDEX_FILE": os.path.join(scratch, "index")}
        repo.run("read-tree", tree, env=index)
        entry = f"100644,{blob},{repo.prefix}{path}"
        repo.run("update-index", "--add", "--cacheinfo", entry, env=index)
        return repo.run("write-tree", env=index).strip()


def _commit(repo: Repository, tree: str, *words: str) -> str:
    return repo.run("commit-tree", tree, *words, "-m", "revert").strip()
