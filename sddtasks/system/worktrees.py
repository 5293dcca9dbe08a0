"""git work trees that belong to us: made, reset, and their commits brought onto a newer tip."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from pathlib import Path

from sddtasks.model.errors import WorkspaceError
from sddtasks.system.gitprogram import Refused
from sddtasks.system.gitprogram import said
from sddtasks.system.repo import Repository

SLOT = "slot-"
_NOTE = "sddtasks-work"
_ON_A_BRANCH = ("for-each-ref", "refs/heads", "--contains")


def ensure(repo: Repository, slot: Path) -> None:
    """A work tree of `repo` at `slot`; what is there of an older repository gives way."""
    if _belongs(repo, slot):
        return
    if slot.exists():
        shutil.rmtree(slot)
    _forget(repo, slot)
    repo.run("worktree", "add", "--quiet", "--detach", "--no-checkout", str(slot), "HEAD")


def forget_half_made(repo: Repository, pool: Path) -> None:
    """Trees in `pool` whose making was cut short; git would keep them, and their places, for ever.

    Nobody was at work in them yet. Only while nobody makes one.
    """
    for mark in (repo.git_dir / "worktrees").glob("*/locked"):
        pointer = mark.with_name("gitdir")
        slot = Path(pointer.read_text(encoding="utf-8")).parent if pointer.is_file() else None
        is_ours = slot.parent == pool.resolve() if slot else mark.parent.name.startswith(SLOT)
        if is_ours and mark.read_text(encoding="utf-8").strip() == "initializing":
            if slot:
                shutil.rmtree(slot, ignore_errors=True)
                _forget(repo, slot)
            else:
                shutil.rmtree(mark.parent)


def _forget(repo: Repository, slot: Path) -> None:
    """What git knows of a tree that is not there. `git worktree prune` would forget a person's tree
    as well, when its disk is not there at the moment."""
    with contextlib.suppress(Refused):
        repo.run("worktree", "remove", "--force", "--force", str(slot))


def reset(tree: Repository, commit: str) -> None:
    """The tree at `commit`, without leftovers; ignored files stay. Only ever for our own trees."""
    _unlock(tree)
    tree.run("checkout", "--quiet", "--detach", "--force", commit)
    tree.run("reset", "--quiet", "--hard", commit)
    tree.run("clean", "-fdq")


def transplant(tree: Repository, commit: str, tip: str, without: str) -> list[str]:
    """Lay what `commit` changed, less the file `without`, over `tip`; returns what conflicts.

    The tree is at `tip` afterwards, with the changes uncommitted, or without any after a conflict.
    """
    parent = tree.run("rev-parse", f"{commit}^").strip()
    bare = _less(tree, commit, parent, without)
    reset(tree, tip)
    try:
        tree.run("cherry-pick", "--no-commit", "--allow-empty", bare)
    except Refused as error:
        text = tree.run("diff", "--name-only", "--diff-filter=U", "-z")
        conflicts = [path for path in text.split("\0") if path]
        reset(tree, tip)
        if not conflicts:
            raise WorkspaceError(f"cannot merge {commit[:10]}:\n{said(error)}") from None
        return conflicts
    tree.run("reset", "--quiet")
    return []


def lay_over(tree: Repository, commit: str, without: str) -> bool:
    """Make the changes of `commit`, less the file `without`, in the tree: all of them or none."""
    paths = [path for path in tree.paths_of(commit) if path != without]
    whole = Repository(tree.top)
    with tempfile.NamedTemporaryFile(suffix=".patch") as patch:
        span = (f"{commit}^", commit)
        named = (f"{tree.prefix}{path}" for path in paths)
        whole.run("diff", "--binary", f"--output={patch.name}", *span, "--", *named)
        try:
            whole.run("apply", "--whitespace=nowarn", patch.name)
        except Refused:
            return False
    return True


def occupy(tree: Repository, whose: str) -> None:
    """Note in a tree of ours under which ref its work is to be kept, should its user be killed."""
    (tree.own_git_dir / _NOTE).write_text(f"{whose} {tree.head()}", encoding="utf-8")


def vacate(tree: Repository) -> None:
    """What was done in the tree has found its place."""
    (tree.own_git_dir / _NOTE).unlink(missing_ok=True)


def rescue(tree: Repository) -> str:
    """Keep the work that a killed user has left in a tree of ours; its ref, or an empty text."""
    _unlock(tree)
    try:
        ref, base = (tree.own_git_dir / _NOTE).read_text(encoding="utf-8").split()
    except (OSError, ValueError):
        return ""
    changes = tree.changes()
    has_landed = not changes and tree.run(*_ON_A_BRANCH, tree.head() or base)
    if has_landed or tree.run("for-each-ref", ref):
        ref = ""
    elif changes:
        tree.put_aside(changes, ref, "Work in flight")
    else:
        tree.run("update-ref", ref, "HEAD")
    vacate(tree)
    return ref


def advance(checkout: Repository, commit: str, branch: str | None) -> None:
    """Move the branch and the user's checkout forward to `commit`; it must descend from HEAD."""
    if checkout.branch() != branch:
        raise WorkspaceError(
            f"{branch or 'a detached HEAD'} is no longer checked out; {commit[:10]} belongs there",
            f"git switch {branch or '--detach'}, then run it again",
        )
    try:
        checkout.run("merge", "--quiet", "--ff-only", commit)
    except Refused as error:
        raise WorkspaceError(
            f"cannot bring {commit[:10]} into the checkout:\n{said(error)}",
            "commit or stash what is in the way, then run it again",
        ) from None


def authors_of(checkout: Repository, base: str, tip: str, paths: list[str]) -> list[str]:
    """The subjects of the commits from `base` to `tip` that touched these paths."""
    text = checkout.run("log", "--format=%s", f"{base}..{tip}", "--", *paths)
    return text.splitlines()


def _unlock(tree: Repository) -> None:
    """Nobody but us is at work in a tree of ours: a lock in it is a dead git's."""
    for lock in tree.own_git_dir.glob("*.lock"):
        lock.unlink(missing_ok=True)


def _belongs(repo: Repository, slot: Path) -> bool:
    """Is `slot` a work tree that this repository knows?"""
    text = repo.run("worktree", "list", "--porcelain", "-z")
    return f"worktree {slot}" in text.split("\0") and (slot / ".git").is_file()


def _less(tree: Repository, commit: str, parent: str, path: str) -> str:
    """The same commit, but with one file as its parent has it."""
    tree.run("reset", "--quiet", "--hard", commit)
    tracked = tree.run("ls-tree", "-z", "--name-only", parent, "--", path)
    if tracked:
        tree.run("checkout", "--quiet", parent, "--", path)
    written = tree.run("write-tree").strip()
    return tree.run("commit-tree", written, "-p", parent, "-m", "work").strip()
