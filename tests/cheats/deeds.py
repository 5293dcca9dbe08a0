"""Deeds to compose behaviours of: edits of the work tree, git, and other programs."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from tests.cheats.behaviour import Deed


def write(path: str, text: str) -> Deed:
    def deed(root: Path) -> None:
        place = root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")

    return deed


def append(path: str, text: str) -> Deed:
    def deed(root: Path) -> None:
        with (root / path).open("a", encoding="utf-8") as file:
            file.write(text)

    return deed


def prepend(path: str, text: str) -> Deed:
    def deed(root: Path) -> None:
        write(path, text + _read(root / path))(root)

    return deed


def replace(path: str, old: str, new: str) -> Deed:
    def deed(root: Path) -> None:
        before = _read(root / path)
        assert old in before, f"{old!r} is not in {path}"
        write(path, before.replace(old, new))(root)

    return deed


def substitute(path: str, pattern: str, new: str) -> Deed:
    """Replace by a regular expression, in which `.` matches line ends and `^` begins a line."""

    def deed(root: Path) -> None:
        text, count = re.subn(pattern, new, _read(root / path), flags=re.MULTILINE | re.DOTALL)
        assert count, f"{pattern!r} does not match in {path}"
        write(path, text)(root)

    return deed


def delete(path: str) -> Deed:
    return lambda root: (root / path).unlink()


def rename(path: str, new: str) -> Deed:
    def deed(root: Path) -> None:
        (root / new).parent.mkdir(parents=True, exist_ok=True)
        (root / path).rename(root / new)

    return deed


def copy(path: str, new: str) -> Deed:
    return lambda root: write(new, _read(root / path))(root)


def link(path: str, target: str) -> Deed:
    """Replace a file by a symbolic link."""

    def deed(root: Path) -> None:
        (root / path).unlink(missing_ok=True)
        (root / path).symlink_to(target)

    return deed


def mode(path: str, bits: int) -> Deed:
    return lambda root: (root / path).chmod(bits)


def git(*words: str) -> Deed:
    return run("git", *words)


def unseen(*words: str) -> Deed:
    """Git, without the variable that makes it write down which refs it moves."""
    return run("env", "-u", "GIT_TRACE_REFS", "git", *words)


def run(*argv: str) -> Deed:
    def deed(root: Path) -> None:
        subprocess.run(argv, cwd=root, check=True, capture_output=True)

    return deed


def at_home(*deeds: Deed) -> Deed:
    """Done in the checkout, wherever the agent itself is at work."""

    def deed(root: Path) -> None:
        words = ["git", "rev-parse", "--path-format=absolute", "--git-common-dir"]
        shared = subprocess.run(words, cwd=root, check=True, capture_output=True, text=True).stdout
        for one in deeds:
            one(Path(shared.strip()).parent)

    return deed


def say(text: str) -> Deed:
    def deed(root: Path) -> None:
        sys.stdout.write(text)

    return deed


def background(seconds: float, script: str) -> Deed:
    """A shell script that begins later, in a session of its own and without our environment."""

    def deed(root: Path) -> None:
        subprocess.Popen(
            ["setsid", "sh", "-c", f"sleep {seconds}; {script}"],
            cwd=root,
            env={"PATH": os.environ["PATH"]},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    return deed


def content(path: str, part: str) -> Callable[[Path], bool]:
    """A trace: the file holds this text."""
    return lambda root: (root / path).exists() and part in _read(root / path)


def there(path: str) -> Callable[[Path], bool]:
    """A trace: the file exists."""
    return lambda root: (root / path).exists()


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")
