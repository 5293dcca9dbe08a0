"""doit in a terminal of its own: what it writes there, and what is typed."""

from __future__ import annotations

import os
import pty
import subprocess

from tests.helpers.project import DOIT
from tests.helpers.project import Project


def in_terminal(project: Project, *words: str, typed: str = "") -> tuple[int, str]:
    """Exit code and everything that was written, colours and all."""
    leader, follower = pty.openpty()
    environment = {**project._environment(None), "TERM": "xterm-256color", "COLUMNS": "100"}
    running = subprocess.Popen(
        [DOIT, *words],
        cwd=project.root,
        env=environment,
        stdin=follower,
        stdout=follower,
        stderr=follower,
        start_new_session=True,
    )
    os.close(follower)
    os.write(leader, typed.encode())
    written = b""
    while chunk := _read(leader):
        written += chunk
    os.close(leader)
    return running.wait(timeout=60), written.decode(errors="replace")


def _read(descriptor: int) -> bytes:
    """Nothing more once the last process has closed its end."""
    try:
        return os.read(descriptor, 4096)
    except OSError:
        return b""
