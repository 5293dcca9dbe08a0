"""A coding agent for tests, used through the `command` agent: copies recorded edits into the root.

The task comes from SDD_TASK, the root is the current directory. Further variables:

    SDD_TEST_SLEEP      seconds to wait before anything is written
    SDD_TEST_CALLS      file to which each call appends one line: task and attempt
    SDD_TEST_MISBEHAVE  words such as `T012=nothing` or `T012=fail@1` (in the first attempt only)

Only the standard library is used, and nothing of the project under test is imported.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

EDITS = Path(__file__).resolve().parent / "edits"


def work(task: str) -> None:
    """What was recorded for the task."""
    if not (EDITS / task).is_dir():
        sys.exit(f"no edits are recorded for {task}")
    shutil.copytree(EDITS / task, Path.cwd(), dirs_exist_ok=True)


def fail(_task: str) -> None:
    """Give up without writing anything."""
    sys.exit("the model is overloaded")


def nothing(_task: str) -> None:
    """Report success without writing anything."""


def half(task: str) -> None:
    """Write everything, then fail."""
    work(task)
    sys.exit("the connection was lost")


def hang(_task: str) -> None:
    """Neither write nor end."""
    time.sleep(3600)


def broken(task: str) -> None:
    """Write files that do not compile."""
    for path in rewritten(task):
        path.write_text(path.read_text(encoding="utf-8") + "\nfunc {\n", encoding="utf-8")


def empty(task: str) -> None:
    """Write files without content."""
    for path in rewritten(task):
        path.write_text("", encoding="utf-8")


def vacuous(task: str) -> None:
    """Write tests that pass whatever the product does."""
    for path in rewritten(task):
        body = 'import "testing"\n\nfunc TestNothing(t *testing.T) {}\n'
        path.write_text(f"package {path.parent.name}_test\n\n{body}", encoding="utf-8")


def skipped(task: str) -> None:
    """Write tests that are skipped."""
    for path in rewritten(task):
        body = 'import "testing"\n\nfunc TestLater(t *testing.T) { t.Skip("not ready") }\n'
        path.write_text(f"package {path.parent.name}_test\n\n{body}", encoding="utf-8")


def weaken(task: str) -> None:
    """Do the work, and skip every test that an earlier task wrote."""
    work(task)
    for path in Path("test").rglob("*_test.go"):
        text = path.read_text(encoding="utf-8")
        text = text.replace("(t *testing.T) {\n", '(t *testing.T) {\n\tt.Skip("flaky")\n')
        path.write_text(text, encoding="utf-8")


def tick(task: str) -> None:
    """Do the work, and tick every box of tasks.md."""
    work(task)
    plan = Path(os.environ["SDD_FEATURE_DIR"]) / "tasks.md"
    plan.write_text(plan.read_text(encoding="utf-8").replace("- [ ]", "- [x]"), encoding="utf-8")


def commit(task: str) -> None:
    """Do the work, and commit it."""
    work(task)
    subprocess.run(["git", "add", "--all"], check=True)  # noqa: S607
    subprocess.run(["git", "commit", "--quiet", "--message", "done"], check=True)  # noqa: S607


def stray(task: str) -> None:
    """Do the work, and leave a file that no task names."""
    work(task)
    Path("notes.txt").write_text(f"thoughts about {task}\n", encoding="utf-8")


BEHAVIOURS: dict[str, Callable[[str], None]] = {
    function.__name__: function
    for function in (
        work, fail, nothing, half, hang, broken, empty, vacuous, skipped, weaken, tick, commit,
        stray,
    )
}  # fmt: skip


def rewritten(task: str) -> list[Path]:
    """The files of the task, written as recorded, for the caller to spoil."""
    work(task)
    files = (path for path in (EDITS / task).rglob("*") if path.is_file())
    return [Path.cwd() / path.relative_to(EDITS / task) for path in files]


def behaviour(task: str, attempt: str) -> Callable[[str], None]:
    """What SDD_TEST_MISBEHAVE says about this call; otherwise the recorded work."""
    for word in os.environ.get("SDD_TEST_MISBEHAVE", "").split():
        name, _, wanted = word.partition("=")
        wanted, _, only = wanted.partition("@")
        if name == task and only in ("", attempt):
            return BEHAVIOURS[wanted]
    return work


def main() -> None:
    task, attempt = os.environ["SDD_TASK"], os.environ["SDD_ATTEMPT"]
    if calls := os.environ.get("SDD_TEST_CALLS"):
        with Path(calls).open("a", encoding="utf-8") as file:
            file.write(f"{task} {attempt}\n")
    print(f"working on {task}", flush=True)
    time.sleep(float(os.environ.get("SDD_TEST_SLEEP", "0")))
    behaviour(task, attempt)(task)


if __name__ == "__main__":
    main()
