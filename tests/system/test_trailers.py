"""Trailers are what git takes for trailers."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from sddtasks.system import trailers

OURS = "Sdd-Task: T001\nSdd-Feature: 001-a"
MESSAGES = (
    f"feat: x\n\n{OURS}\n",
    OURS,
    f"feat: x\n{OURS}",
    f"feat: x\n\n{OURS}\n\nand some prose behind it",
    f"feat: x\n\nbody\n{OURS}\n\nChange-Id: I1\n",
    f"feat: x\n\n{OURS}\nChange-Id: I1\n  goes on\n\n\n",
    f"feat: x\n\nprose\n{OURS}\n",
    f"feat: x\n\nprose\nmore\n{OURS}\nSigned-off-by: A <a@b>\n",
    "feat: x\n\nprose\nmore\nand\nmore\nand more\nthan\nSigned-off-by: A <a@b>\n",
    f"feat: x\n\n{OURS}\n(cherry picked from commit 0123456789)\n",
    "feat: x\n\nSdd-Because: a\u2028Sdd-Task: T002\x0bSdd-Task: T003\x85Sdd-Task: T004\n",
    "feat: x\n\nSdd-Because: a\x1eb\x1fc\n",
    "feat: x\n \t\nSdd-Task : T001\n",
    "",
)


@pytest.mark.parametrize("message", MESSAGES)
def test_as_git_reads_them(message: str, tmp_path: Path) -> None:
    done = subprocess.run(
        ["git", "interpret-trailers", "--parse"],
        input=message.encode(),
        cwd=tmp_path,
        capture_output=True,
        check=True,
    )
    theirs = [line for line in done.stdout.decode().split("\n") if line]
    ours = [f"{key}: {value}" for key, value in trailers.read(message)]
    assert ours == theirs
