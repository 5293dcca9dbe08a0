"""A coding agent for tests, for the `command` agent: what it does for each task is written down.

The test side (`ScriptedAgent`) writes a script; the program (this file, run by the agent) plays the
part of SDD_TASK. Script, call log and prompts lie in a directory outside of the repository.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from collections.abc import Sequence
from pathlib import Path

import psutil

HOME = "SCRIPTED_AGENT_HOME"
Step = tuple[str, ...]


def write(path: str, text: str) -> Step:
    return ("write", path, text)


def append(path: str, text: str) -> Step:
    return ("append", path, text)


def delete(path: str) -> Step:
    return ("delete", path)


def run(*argv: str) -> Step:
    return ("run", *argv)


def say(text: str) -> Step:
    return ("say", text)


def fail(message: str = "the model is overloaded") -> Step:
    return ("fail", message)


def sleep(seconds: float) -> Step:
    return ("sleep", str(seconds))


def hold() -> Step:
    """Say in the call log that this point is reached, then wait for a signal."""
    return ("hold",)


def meet(*tasks: str) -> Step:
    """Go on when all of these tasks are being done at this moment."""
    return ("meet", *tasks)


def murder() -> Step:
    """Kill the process that called the agent, as a power cut would."""
    return ("murder",)


class ScriptedAgent:
    """The script's author. A task has one part, or one per attempt; the last is repeated."""

    def __init__(self, home: Path) -> None:
        self.home = home
        home.mkdir(parents=True, exist_ok=True)

    @property
    def configuration(self) -> str:
        argv = json.dumps([sys.executable, str(Path(__file__).resolve())])
        return f'agent = "command"\nparallel = 1\n\n[agents.command]\nargv = {argv}\n'

    def plays(self, task: str, *steps: Step) -> None:
        """What happens whenever the task is asked for."""
        self.attempts(task, steps)

    def attempts(self, task: str, *parts: Sequence[Step]) -> None:
        """One part per attempt."""
        script = _read(self.home)
        script[task] = [[list(step) for step in part] for part in parts]
        (self.home / "script.json").write_text(json.dumps(script), encoding="utf-8")

    @property
    def calls(self) -> list[str]:
        """The tasks it was called for, in order; a task that was called twice is there twice."""
        return [line.split()[0] for line in _lines(self.home / "calls") if line]

    @property
    def reached(self) -> list[str]:
        """The tasks that `hold` was reached in."""
        return _lines(self.home / "held")

    def prompt(self, task: str, attempt: int = 1) -> str:
        return (self.home / f"{task}-{attempt}.md").read_text(encoding="utf-8")


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else []


def _read(home: Path) -> dict[str, list[list[list[str]]]]:
    path = home / "script.json"
    return dict(json.loads(path.read_text(encoding="utf-8"))) if path.exists() else {}


# --- the program -------------------------------------------------------------------------------


def _write(path: str, text: str) -> None:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text(text, encoding="utf-8")


def _append(path: str, text: str) -> None:
    with Path(path).open("a", encoding="utf-8") as file:
        file.write(text)


def _delete(path: str) -> None:
    Path(path).unlink()


def _run(*argv: str) -> None:
    subprocess.run(argv, check=True)


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def _fail(message: str) -> None:
    sys.exit(message)


def _sleep(seconds: str) -> None:
    time.sleep(float(seconds))


def _hold() -> None:
    _append(str(Path(os.environ[HOME]) / "held"), f"{os.environ['SDD_TASK']}\n")
    time.sleep(60)


def _meet(*tasks: str) -> None:
    place = Path(os.environ[HOME]) / "met"
    place.mkdir(exist_ok=True)
    (place / os.environ["SDD_TASK"]).touch()
    end = time.monotonic() + 40
    while not all((place / task).exists() for task in tasks):
        if time.monotonic() > end:
            sys.exit(f"{', '.join(tasks)} did not meet")
        time.sleep(0.01)


def _murder() -> None:
    """Of doit, not of the program between the two that sees to an agent's orphans."""
    parents = psutil.Process().parents()
    next(one for one in parents if "reaper.py" not in " ".join(one.cmdline())).kill()
    time.sleep(0.5)


STEPS: dict[str, Callable[..., None]] = {
    "write": _write,
    "append": _append,
    "delete": _delete,
    "run": _run,
    "say": _say,
    "fail": _fail,
    "sleep": _sleep,
    "hold": _hold,
    "meet": _meet,
    "murder": _murder,
}


def main() -> None:
    home = Path(os.environ[HOME])
    task, attempt = os.environ["SDD_TASK"], os.environ["SDD_ATTEMPT"]
    _append(str(home / "calls"), f"{task} {attempt}\n")
    (home / f"{task}-{attempt}.md").write_text(sys.stdin.read(), encoding="utf-8")
    parts = _read(home).get(task)
    if parts is None:
        sys.exit(f"nothing is scripted for {task}")
    for name, *words in parts[min(int(attempt), len(parts)) - 1]:
        STEPS[name](*words)


if __name__ == "__main__":
    main()
