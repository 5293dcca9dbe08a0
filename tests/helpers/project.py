"""A user's project: files in a git repository, doit run in it as a real process, and what came of
it."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import sqlite3
import subprocess
import sysconfig
import time
import tomllib
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sddtasks.model.statefile import ImplementationState
from sddtasks.system import environment
from tests.helpers import agents
from tests.helpers.agents import ScriptedAgent

DOIT = str(Path(sysconfig.get_path("scripts")) / "doit")
_DISPLAY = frozenset({"CI", "NO_COLOR", "FORCE_COLOR", "COLUMNS"})
_FASTER = {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
_PATIENCE = 30.0


@dataclass(frozen=True)
class Ran:
    """A finished command. No message of ours is a traceback, whatever was done wrong."""

    argv: tuple[str, ...]
    code: int
    out: str
    err: str

    def __post_init__(self) -> None:
        assert "Traceback (most recent call last)" not in self.text, self.text

    @property
    def text(self) -> str:
        return self.out + self.err

    def ended(self, code: int) -> Ran:
        assert self.code == code, f"exit code {self.code}, not {code}: {self.argv}\n{self.text}"
        return self

    def says(self, *parts: str) -> Ran:
        for part in parts:
            assert part in self.text, f"does not say {part!r}:\n{self.text}"
        return self

    def never_says(self, *parts: str) -> Ran:
        for part in parts:
            assert part not in self.text, f"says {part!r}:\n{self.text}"
        return self


class Project:
    """`home` holds the repository and, beside it, the script of its agent."""

    def __init__(self, home: Path, feature: str = "specs/001-greeting") -> None:
        self.home = home
        self.root = home / "project"
        self.feature = feature
        self.agent = ScriptedAgent(home / "agent")
        self.environment: dict[str, str] = {}
        self.patience = 100.0
        self.root.mkdir(parents=True, exist_ok=True)

    def copy(self, home: Path) -> Project:
        """The same project in another place; nothing that happens to one is seen by the other."""
        shutil.copytree(self.home, home, dirs_exist_ok=True, symlinks=True)
        return Project(home, self.feature)

    def clone(self, home: Path) -> Project:
        """What another machine gets: the commits and nothing else."""
        other = Project(home, self.feature)
        self.git("clone", "--quiet", str(self.root), str(other.root))
        shutil.copytree(self.agent.home, other.agent.home, dirs_exist_ok=True)
        return other

    # --- files ---------------------------------------------------------------------------------

    def write(self, files: Mapping[str, str]) -> None:
        for path, text in files.items():
            place = self.root / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(text, encoding="utf-8")

    def read(self, path: str) -> str:
        return (self.root / path).read_text(encoding="utf-8")

    def edit(self, path: str, old: str, new: str) -> None:
        text = self.read(path)
        assert old in text, f"{old!r} is not in {path}"
        self.write({path: text.replace(old, new)})

    @property
    def plan(self) -> str:
        """Path of tasks.md."""
        return f"{self.feature}/tasks.md"

    @property
    def own_dir(self) -> Path:
        """What sddtasks owns for the feature."""
        return self.root / ".sdd" / self.feature.removeprefix("specs/")

    # --- git -----------------------------------------------------------------------------------

    def git(self, *words: str, env: Mapping[str, str] | None = None) -> str:
        env = environment.without_repository(os.environ) if env is None else env
        done = subprocess.run(
            ["git", *words], cwd=self.root, env=env, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"git {' '.join(words)}: {done.stdout}{done.stderr}"
        return done.stdout

    def begin(self, branch: str = "work") -> Project:
        """Make the repository and its first commit."""
        self.git("init", "--quiet", "--initial-branch", branch)
        return self.commit("Start")

    def commit(self, message: str) -> Project:
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", message)
        return self

    @property
    def subjects(self) -> list[str]:
        """Subjects of the commits, oldest first."""
        return self.git("log", "--reverse", "--format=%s").splitlines()

    @property
    def completed(self) -> list[str]:
        """The tasks that have a commit of their own, oldest first."""
        trailer = "--format=%(trailers:key=Sdd-Task,valueonly,separator=)"
        return [line for line in self.git("log", "--reverse", trailer).splitlines() if line]

    @property
    def dirty(self) -> list[str]:
        text = self.git("status", "--porcelain", "--untracked-files=all")
        return [line[3:] for line in text.splitlines()]

    # --- commands ------------------------------------------------------------------------------

    def doit(
        self,
        *words: str,
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
        program: Sequence[str] = (DOIT,),
    ) -> Ran:
        argv = (*program, *words)
        done = subprocess.run(
            argv,
            cwd=cwd or self.root,
            env=self._environment(env),
            capture_output=True,
            stdin=subprocess.DEVNULL,
            timeout=self.patience,
            check=False,
        )
        out, err = (stream.decode(errors="replace") for stream in (done.stdout, done.stderr))
        return Ran(argv, done.returncode, out, err)

    def implement(self, *words: str, env: Mapping[str, str] | None = None) -> Ran:
        return self.doit("implement", self.feature, *words, env=env)

    def start(self, *words: str) -> subprocess.Popen[str]:
        """doit in the background, in a process group of its own."""
        return subprocess.Popen(
            [DOIT, *words],
            cwd=self.root,
            env=self._environment(None),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def wait_for(self, task: str) -> None:
        """Until the agent holds in this task."""
        end = time.monotonic() + _PATIENCE
        while task not in self.agent.reached:
            assert time.monotonic() < end, f"{task} was not reached; calls: {self.agent.calls}"
            time.sleep(0.02)

    @property
    def surroundings(self) -> dict[str, str]:
        """The environment that doit is started in."""
        return self._environment(None)

    def _environment(self, more: Mapping[str, str] | None) -> dict[str, str]:
        kept = {
            name: value
            for name, value in environment.without_repository(os.environ).items()
            if name not in _DISPLAY and not name.startswith("PYTEST_")
        }
        own = {agents.HOME: str(self.agent.home), **_FASTER}
        return {**kept, **own, **self.environment, **(more or {})}

    # --- what came of it -----------------------------------------------------------------------

    @property
    def state(self) -> ImplementationState:
        return ImplementationState.model_validate_json(self._state_file.read_bytes())

    @property
    def state_json(self) -> dict[str, Any]:
        return dict(json.loads(self._state_file.read_bytes()))

    @property
    def _state_file(self) -> Path:
        running = self.root / self.feature / ".implementation-state.json"
        return running if running.exists() else self.archive

    @property
    def archive(self) -> Path:
        return self.root / self.feature / ".implementation-completed.json"

    def status(self, task: str) -> str:
        return self.state.task_status[task].status

    @property
    def journal(self) -> str:
        return (self.own_dir / "journal.jsonl").read_text(encoding="utf-8")

    def evidence(self, task: str) -> dict[str, Any]:
        return tomllib.loads((self.own_dir / "evidence" / f"{task}.toml").read_text("utf-8"))

    def lose_record(self, task: str) -> None:
        """Make the database as it is when the machine stops between a commit and the record."""
        with contextlib.closing(sqlite3.connect(self.own_dir / "doit.db")) as database:
            removed = database.execute("delete from doit where task_id = ?", (task,)).rowcount
            database.commit()
        assert removed == 1, f"there was no record of {task}"

    def ticked(self) -> list[str]:
        """The tasks whose box is ticked."""
        lines = self.read(self.plan).splitlines()
        return [line.split()[2] for line in lines if line.startswith("- [x] ")]
