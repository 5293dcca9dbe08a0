"""The git repository: what changed, commits, and work put aside. Never a reset."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import git

from sddtasks.model.errors import ToolMissing
from sddtasks.model.errors import WorkspaceError
from sddtasks.system import environment
from sddtasks.system import gitplace
from sddtasks.system import refs
from sddtasks.system import snapshot
from sddtasks.system.gitprogram import GitProgram
from sddtasks.system.gitprogram import Refused
from sddtasks.system.gitprogram import last_line
from sddtasks.system.snapshot import Stamp

_NAMED = ("--pathspec-from-file=-", "--pathspec-file-nul")


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit as far as we read it. `at` is the author date, ISO 8601."""

    sha: str
    at: str
    message: str


class Repository:
    """A checkout, seen from one directory: every path is relative to `root`."""

    def __init__(self, root: Path) -> None:
        self.root = root
        left_out = environment.forget_repository()
        try:
            place = gitplace.find(root.resolve(strict=True))
            if place is None:
                raise gitplace.missing(root, left_out)
            self._repo = git.Repo(place.top)
        except git.InvalidGitRepositoryError:
            raise gitplace.missing(root, left_out) from None
        except FileNotFoundError:
            raise WorkspaceError(f"{root} does not exist") from None
        except git.GitCommandNotFound:
            raise ToolMissing("git is not installed", "install git and try again") from None
        if self._repo.bare:
            raise WorkspaceError(f"{root} is a bare repository", "work in a clone of it")
        self.place = place
        self._git = GitProgram(self._repo.git, root, place)
        if gitplace.is_of_another(place) and not self._git.is_found():
            raise gitplace.dubious(place)
        self._clean_index: dict[str, Stamp] = {}
        self.ignored_there: list[str] = []

    @property
    def git_dir(self) -> Path:
        return self.place.shared

    @property
    def own_git_dir(self) -> Path:
        """Of this work tree alone: index, HEAD, locks."""
        return self.place.own

    @cached_property
    def hooks(self) -> Path:
        """The directory, as `core.hooksPath` says."""
        return self.root / self.run("rev-parse", "--git-path", "hooks").strip()

    def head(self) -> str | None:
        """The commit that is checked out; None before the first commit."""
        return refs.head(self.own_git_dir, self.git_dir)

    def branch(self) -> str | None:
        """The branch that is checked out; None for a detached HEAD."""
        return refs.branch(self.own_git_dir)

    def unfinished(self) -> str | None:
        """The operation that a person has begun and not ended: merge, rebase, …"""
        marks = {
            "MERGE_HEAD": "merge",
            "rebase-merge": "rebase",
            "rebase-apply": "rebase",
            "CHERRY_PICK_HEAD": "cherry-pick",
            "REVERT_HEAD": "revert",
            "BISECT_LOG": "bisect",
        }
        places = ((self.own_git_dir / mark, name) for mark, name in marks.items())
        return next((name for place, name in places if place.exists()), None)

    def identity_problem(self) -> str | None:
        """Why git would refuse to commit for want of a name or an address."""
        try:
            self.run("var", "GIT_COMMITTER_IDENT")
        except Refused as error:
            return last_line(error)
        return None

    def changes(self) -> tuple[str, ...]:
        """Every path below the root that differs from HEAD or is untracked and not ignored.

        What is there and ignored is in `ignored_there` afterwards, as git names it.
        """
        return self.look()()

    def look(self) -> Callable[[], tuple[str, ...]]:
        """Git begins to look for `changes`; the call waits for what it found."""
        index = self._index()
        words = ("--porcelain", "-z", "--no-renames", "--untracked-files=all", "--ignored=matching")
        printed = self._git.begin("status", *words, "--", ".")

        def found() -> tuple[str, ...]:
            try:
                text = printed()
            except Refused:
                if self._index() == index:
                    raise
                return self.changes()  # an index that git could not read has been put back
            return self._shown(index, text) if self._index() == index else self.changes()

        return found

    def _shown(self, index: dict[str, Stamp], text: str) -> tuple[str, ...]:
        found = [entry for entry in text.split("\0") if entry]
        self.ignored_there = [entry[3:] for entry in found if entry.startswith("!!")]
        entries = [entry for entry in found if not entry.startswith("!!")]
        is_clean = not self.prefix and all(entry[0] in " ?" for entry in entries)
        self._clean_index = index if is_clean else {}
        return tuple(sorted(entry[3:].removeprefix(self.prefix) for entry in entries))

    def lost(self) -> tuple[str, ...]:
        """Every tracked path below the root that is not there, or is empty and should not be."""
        words = ("--porcelain", "-z", "--no-renames", "--untracked-files=no", "--", ".")
        entries = [entry for entry in self.run("status", *words).split("\0") if entry]
        rows = ((entry[1], entry[3:].removeprefix(self.prefix)) for entry in entries)
        return tuple(
            path
            for state, path in rows
            if state == "D" or (state == "M" and os.path.getsize(self.root / path) == 0)
        )

    def files(self) -> tuple[str, ...]:
        """Every path below the root that is tracked, or new and not ignored."""
        text = self.run("ls-files", "-z", "--cached", "--others", "--exclude-standard")
        return tuple(sorted({path for path in text.split("\0") if path}))

    def has_files(self, directory: str) -> bool:
        """Is there a file of it that is tracked, or new and not ignored?"""
        words = ("--cached", "--others", "--exclude-standard")
        return bool(self.run("ls-files", *words, "--", directory))

    def has_filter(self, path: str) -> bool:
        """Does another program make of it what git stores? Git LFS does."""
        return not self.run("check-attr", "-z", "filter", "--", path).endswith("\0unspecified\0")

    def ignored(self, paths: Iterable[str]) -> frozenset[str]:
        """Those of `paths` that exist and that git leaves out by its ignore rules."""
        names = [path for path in paths if path]
        if not names:
            return frozenset()
        rules = ("--others", "--ignored", "--exclude-standard", "--directory")
        text = self.run("ls-files", "-z", *rules, "--", *names)
        left_out = tuple(f"{entry.rstrip('/')}/" for entry in text.split("\0") if entry)
        return frozenset(name for name in names if f"{name}/".startswith(left_out))

    def committed(self, path: str) -> bytes | None:
        """A file as it stands in HEAD; None where HEAD has none."""
        try:
            blob = self._repo.head.commit.tree / f"{self.prefix}{path}"
        except (KeyError, ValueError):
            return None
        data: bytes = blob.data_stream.read()
        return data

    def log(self, containing: Sequence[str], since: str = "") -> tuple[Commit, ...]:
        """The commits of HEAD whose message contains one of these texts, oldest first.

        With `since`, only those that are not reachable from that commit.
        """
        if self.head() is None:
            return ()
        text = self.run(
            "log",
            "-z",
            "--reverse",
            "--no-show-signature",
            "--no-patch",
            "--encoding=UTF-8",
            "--fixed-strings",
            *(f"--grep={part}" for part in containing),
            "--format=%H%x00%aI%x00%B",
            f"{since}..HEAD" if since else "HEAD",
            "--",  # a file may be named HEAD
        )
        parts = iter(text.split("\0"))  # which is the one character that no message holds
        return tuple(Commit(*fields) for fields in zip(parts, parts, parts, strict=False))

    def message_of(self, commit: str) -> str:
        message = self._repo.commit(commit).message
        return message if isinstance(message, str) else message.decode(errors="surrogateescape")

    def parent_of(self, commit: str) -> str:
        """The first parent; an empty text where there is none."""
        return next((parent.hexsha for parent in self._repo.commit(commit).parents), "")

    def paths_of(self, commit: str) -> tuple[str, ...]:
        """What a commit changed, relative to the root."""
        text = self.run(
            "diff-tree", "--no-commit-id", "--name-only", "--relative", "-r", "-z", "--root", commit
        )
        return tuple(path for path in text.split("\0") if path)

    def put_aside(self, paths: Sequence[str], ref: str, message: str) -> None:
        """Keep the state of `paths` as a commit under `ref`, then restore them from HEAD."""
        with tempfile.TemporaryDirectory() as scratch:
            index = {"GIT_INDEX_FILE": os.path.join(scratch, "index")}
            self.run("read-tree", "HEAD", env=index)
            self.run_on(paths, "add", "-A", env=index)
            tree = self.run("write-tree", env=index).strip()
        commit = self.run("commit-tree", tree, "-p", "HEAD", "-m", message).strip()
        self.run("update-ref", ref, commit)
        self.run_on(paths, "add", "-A")
        self.run_on(paths, "restore", "--source=HEAD", "--staged", "--worktree")

    def tidy(self) -> None:
        """The housekeeping that git does after a commit, if there is enough of it to do."""
        with contextlib.suppress(Refused):
            self.run("maintenance", "run", "--auto", "--quiet")

    @property
    def top(self) -> Path:
        """Where the checkout begins, which may be above `root`."""
        return self.place.top

    @cached_property
    def prefix(self) -> str:
        """From `top` to `root`: empty, or a path with a slash at its end."""
        relative = self.root.resolve().relative_to(self.top).as_posix()
        return "" if relative == "." else f"{relative}/"

    def _index(self) -> dict[str, Stamp]:
        return snapshot.stamps([self.own_git_dir / "index"])

    @property
    def is_nothing_staged(self) -> bool:
        """Certainly so: the index is the one in which `changes` has found nothing."""
        return self._index() == self._clean_index != {} and not self.unfinished()

    def run(
        self, command: str, *words: str, env: dict[str, str] | None = None, given: str = ""
    ) -> str:
        """Start git where our paths begin; returns what it printed, raises what it refused."""
        return self._git.run(command, *words, env=env, given=given)

    def run_on(self, paths: Sequence[str], *words: str, env: dict[str, str] | None = None) -> None:
        """Start git on these paths, however many they are; without any it is not started."""
        if paths:
            self.run(*words, *_NAMED, env=env, given="\0".join(paths))
