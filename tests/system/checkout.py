"""A small repository to try things in."""

from __future__ import annotations

import subprocess
from pathlib import Path

from sddtasks.system.repo import Repository


class Checkout:
    """`root` is the directory that the Repository under test is seen from."""

    def __init__(self, top: Path, below: str = "") -> None:
        self.top = top
        self.root = top / below
        self.root.mkdir(parents=True, exist_ok=True)
        self.git("init", "--quiet", "--initial-branch", "work")

    @property
    def repo(self) -> Repository:
        return Repository(self.root)

    def git(self, *words: str) -> str:
        done = subprocess.run(
            ["git", *words], cwd=self.top, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def write(self, *paths: str, text: str = "text\n") -> None:
        for path in paths:
            place = self.root / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(text, encoding="utf-8")

    def begin(self, *paths: str) -> Repository:
        self.write(*(paths or ("README.md",)))
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", "Start")
        return self.repo

    def in_commit(self, commit: str = "HEAD") -> list[str]:
        text = self.git("diff-tree", "-r", "-z", "--root", "--no-commit-id", "--name-only", commit)
        return sorted(path for path in text.split("\0") if path)

    def status(self) -> dict[str, str]:
        """Two letters for each path that is not as in HEAD, as `git status` has them."""
        text = self.git("status", "--porcelain", "-z", "--untracked-files=all")
        return {entry[3:]: entry[:2] for entry in text.split("\0") if entry}
