"""Commits as git's hooks leave them: what was asked for, what the commit holds, and taking it back.

A hook may format files and stage them, add files, rewrite the message, or commit once more.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass

from sddtasks.model.errors import WorkspaceError
from sddtasks.system import gitprogram
from sddtasks.system import trailers
from sddtasks.system.gitprogram import Refused
from sddtasks.system.gitprogram import said
from sddtasks.system.repo import Repository

Entries = Mapping[str, str]
"""By path, from the top of the checkout, mode and blob as git stores the file; see `_ABSENT`."""

_RAW = ("-r", "-z", "--raw", "--no-abbrev", "--no-renames", "--no-relative")
_ABSENT = "000000 "
_NAMED = ("--pathspec-from-file=-", "--pathspec-file-nul")
_HOOKS = ("pre-commit", "prepare-commit-msg", "commit-msg", "post-commit")
_MOST = 20


class CommitRefused(WorkspaceError):
    """Git made no commit of what it had taken: most often a hook was against it."""


@dataclass(frozen=True, slots=True)
class _Staged:
    """What is to be committed; `is_all`: nothing else is staged."""

    paths: tuple[str, ...]
    is_all: bool


@dataclass(frozen=True, slots=True)
class Made:
    """A commit. `asked`: what was staged for it; `differing`: where it, or what a hook committed
    after it, holds something else; `lost`: trailers of the message that are not in it; `head`: what
    is checked out now."""

    commit: str
    head: str
    asked: Entries
    differing: frozenset[str]
    lost: tuple[str, ...]


def commit(repo: Repository, paths: Sequence[str], message: str) -> str:
    """Commit exactly these paths as they are now, whatever else is staged; the new commit."""
    return _committed(repo, _staged(repo, paths), message)


def make(repo: Repository, paths: Sequence[str], message: str) -> Made:
    """The same, looked at afterwards."""
    base = repo.head() or ""
    staged = _staged(repo, paths)
    own = {f"{repo.prefix}{path}" for path in staged.paths}
    in_index = _entries(repo.run("diff-index", "--cached", *_RAW, base))
    asked = {path: entry for path, entry in in_index.items() if path in own}
    head = _committed(repo, staged, message)
    commit = _first_since(repo, base, head)
    if not commit:
        unstage(repo, staged.paths)
        raise CommitRefused(
            f"a hook of git moved HEAD from {base[:10]} to {head[:10]} during the commit",
            "look at git reflog, and at the hooks: git config core.hooksPath, .git/hooks",
        )
    held = _entries(repo.run("diff-tree", *_RAW, base, commit))
    differing = {path for path in asked.keys() | held.keys() if asked.get(path) != held.get(path)}
    if head != commit:
        differing |= asked.keys() & _entries(repo.run("diff-tree", *_RAW, commit, head)).keys()
    said = trailers.read(repo.message_of(commit))
    lost = [f"{key}: {value}" for key, value in trailers.read(message) if (key, value) not in said]
    return Made(commit, head, asked, frozenset(differing), tuple(lost))


def take_back(repo: Repository, base: str, made: Made) -> None:
    """HEAD is at `base` again, and what the commit held is in the tree, uncommitted."""
    paths = sorted({*made.asked, *made.differing})
    repo.run("update-ref", "-m", "sddtasks: judged again", "HEAD", base, made.head)
    lay_out(repo, _in_tree(repo, made.head, sorted(made.differing)))
    unstage(repo, [_from_root(repo, path) for path in paths])


def unstage(repo: Repository, paths: Sequence[str]) -> None:
    """The index has these paths as HEAD has them."""
    repo.run_on(paths, "reset", "--quiet")


def lay_out(repo: Repository, entries: Entries) -> None:
    """Write files as git stores them into the tree, with its filters; absent ones are deleted."""
    there = [path for path, entry in entries.items() if not entry.startswith(_ABSENT)]
    rows = "".join(f"{entries[path]}\t{path}\0" for path in there)
    if rows:
        repo.run("update-index", "-z", "--index-info", given=rows)
        names = "".join(f"{_from_root(repo, path)}\0" for path in there)
        repo.run("checkout-index", "--force", "-z", "--stdin", given=names)
        unstage(repo, [_from_root(repo, path) for path in there])
    for path in entries.keys() - set(there):
        place = repo.top / path
        if place.is_symlink() or place.is_file():
            place.unlink()


def unlike_head(repo: Repository, paths: Sequence[str]) -> dict[str, bool]:
    """Those files that HEAD does not hold as they are, and whether it has a file of that name."""
    full = {f"{repo.prefix}{path}": path for path in paths}
    held = _in_tree(repo, "HEAD", list(full))
    blobs = repo.run("hash-object", "--", *paths).split()
    pairs = zip(full, blobs, strict=True)
    return {
        full[name]: held[name] != _ABSENT
        for name, blob in pairs
        if held[name].rpartition(" ")[2] != blob
    }


def hooks(repo: Repository) -> tuple[str, ...]:
    """The hooks that have a say in a commit here."""
    return tuple(name for name in _HOOKS if os.access(repo.hooks / name, os.X_OK))


def _staged(repo: Repository, paths: Sequence[str]) -> _Staged:
    """Those of `paths` that git takes, now in the index: all but what it ignores."""
    is_clean, taken = repo.is_nothing_staged, sorted(set(paths))
    try:
        taken = _added(repo, taken)
    except Refused as error:
        raise WorkspaceError(
            "git does not take the work:\n" + said(error),
            "mend what it says; the work is still in the tree",
        ) from None
    return _Staged(tuple(taken), is_all=is_clean and bool(taken))


def _added(repo: Repository, paths: list[str]) -> list[str]:
    try:
        repo.run_on(paths, "add", "-A")
    except Refused:  # also because of a tracked file in a directory that is ignored
        tracked = frozenset(repo.run("ls-files", "-z").split("\0")) & {*paths}
        ignored = repo.ignored(paths)
        if not tracked and not ignored:
            raise
        repo.run_on(sorted(tracked), "add", "-u")
        rest = [path for path in paths if path not in tracked | ignored]
        return sorted({*tracked, *_added(repo, rest)})
    return paths


def _committed(repo: Repository, staged: _Staged, message: str) -> str:
    """What is HEAD afterwards. A commit without a change is made as well: its message may be what
    matters. With `--only` git builds another index, as long as all the rest takes: not where
    nothing else is staged."""
    named = () if staged.is_all else staged.paths
    only = (*_NAMED, "--only") if named else () if staged.is_all else ("--only",)
    given = "\0".join(f":(literal){path}" for path in named)
    words = ("commit", "--quiet", "--allow-empty", "-m", message, *only)
    try:
        repo.run(*words, env=gitprogram.for_hooks(), given=given)
    except Refused as error:
        unstage(repo, staged.paths)
        raise CommitRefused(
            "git refused the commit, perhaps by a hook:\n" + said(error),
            "mend what it says; the work is still in the tree",
        ) from None
    head = repo.head()
    assert head is not None
    return head


def _first_since(repo: Repository, base: str, head: str) -> str:
    """The one that was asked for: a hook may have committed after it. An empty text where it has
    gone elsewhere."""
    at, steps = head, 0
    while at and steps < _MOST:
        parent = repo.parent_of(at)
        if parent == base:
            return at
        at, steps = parent, steps + 1
    return ""


def _in_tree(repo: Repository, commit: str, paths: Sequence[str]) -> Entries:
    """These files in a commit; those that it does not have are absent."""
    if not paths:
        return {}
    text = repo.run("ls-tree", "-r", "-z", "--full-tree", commit, "--", *paths)
    found = {}
    for row in filter(None, text.split("\0")):
        about, _, path = row.partition("\t")
        mode, _, blob = about.split()
        found[path] = f"{mode} {blob}"
    return {path: found.get(path, _ABSENT) for path in paths}


def _entries(text: str) -> Entries:
    """What `--raw -z` prints: a row of modes, blobs and a letter, then the path."""
    fields = text.split("\0")
    rows = zip(fields[0::2], fields[1::2], strict=False)
    return {path: f"{row.split()[1]} {row.split()[3]}" for row, path in rows}


def _from_root(repo: Repository, path: str) -> str:
    return os.path.relpath(path, repo.prefix) if repo.prefix else path
