"""One trial: doit is killed at one event, a second run goes on, and all has to be as if nothing had
happened."""

from __future__ import annotations

import contextlib
import json
import os
import re
import subprocess
from collections import Counter
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import psutil

from tests.faults import scene
from tests.faults.scene import Scene
from tests.helpers.project import DOIT
from tests.helpers.project import Project
from tests.helpers.project import Ran

HOOK = Path(__file__).parent / "hook"
_REF = re.compile(r"refs/sdd/\S+")


@dataclass(frozen=True)
class Point:
    """Event number `at` of a run from `start` with so many `jobs`; `kind` is what it was then.

    `torn`: the kill comes so many seconds after it has begun; negative: before it.
    """

    start: str
    jobs: int
    at: int
    torn: float
    kind: str

    def __str__(self) -> str:
        when = "before" if self.torn < 0 else f"{self.torn * 1000:.0f} ms into"
        return f"-n {self.jobs} from {self.start}, {when} event {self.at}: {self.kind}"


class Stage:
    """The scene in the states from which trials start, each made once and copied."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self._fresh = scene.make(place / "fresh")
        self._begun = self._fresh.copy(place / "begun")
        quiet(self._begun)
        self._begun.project.doit(scene.CHECKPOINT).ended(0)
        self.starts = {"fresh": self._fresh, "begun": self._begun}

    @cached_property
    def tree(self) -> str:
        """The tree that an undisturbed run makes, wherever it starts."""
        done = self.scene("begun", "undisturbed")
        done.project.implement().ended(0)
        return done.project.git("rev-parse", "HEAD^{tree}")

    def scene(self, start: str, name: str) -> Scene:
        copied = self.starts[start].copy(self.place / name)
        quiet(copied)
        return copied

    def events(self, start: str, jobs: int) -> list[str]:
        """What an undisturbed run writes, in its order."""
        name = f"events-{start}-{jobs}"
        one = self.scene(start, name)
        run(one, jobs, 0, -1.0).ended(0)
        assert one.project.git("rev-parse", "HEAD^{tree}") == self.tree
        return log_of(self.place / name)


def quiet(one: Scene) -> None:
    """Everything below its home, so that nothing is shared and everything is seen."""
    home = one.project.home
    places = {"XDG_CACHE_HOME": str(home / "cache"), "XDG_STATE_HOME": str(home / "state")}
    one.project.environment = {**places, "FAULT_HOME": str(home)}


def run(one: Scene, jobs: int, at: int, torn: float) -> Ran:
    return struck(one.project, ("-n", str(jobs)), at, torn)


def struck(project: Project, options: Sequence[str], at: int, torn: float) -> Ran:
    """`doit implement` with the hook, in a process group of its own."""
    home = project.home
    fault = {"FAULT_LOG": str(home / "events"), "FAULT_AT": str(at), "FAULT_TORN": str(torn)}
    words = (DOIT, "implement", project.feature, *options)
    with (home / "said").open("w+b") as said:
        child = subprocess.Popen(
            words,
            cwd=project.root,
            env=project._environment({**fault, "PYTHONPATH": os.pathsep.join(_python_path())}),
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            start_new_session=True,
        )
        child.wait(timeout=100)
        said.seek(0)
        return Ran(words, child.returncode, said.read().decode(errors="replace"), "")


def _python_path() -> list[str]:
    """The hook comes first; it takes itself out again."""
    return [str(HOOK), *filter(None, [os.environ.get("PYTHONPATH")])]


def log_of(home: Path) -> list[str]:
    lines = (home / "events").read_text(encoding="utf-8").splitlines()
    return [line.partition(" ")[2] for line in lines]


def attempt(stage: Stage, name: str, point: Point) -> tuple[str, list[str]]:
    """Kill, resume, compare. Returns what it was killed at, and what is wrong afterwards."""
    one = stage.scene(point.start, name)
    killed = run(one, point.jobs, point.at, point.torn)
    events = log_of(one.project.home)
    hit = events[point.at - 1] if len(events) >= point.at else ""
    if killed.code != -9:
        return hit, [] if not hit else [f"it was not killed but ended with {killed.code}"]
    done = one.project.completed
    head = one.project.git("rev-parse", "HEAD").strip()
    try:
        resumed = one.project.implement("-n", str(point.jobs))
    except AssertionError as error:
        return hit, [str(error)]
    text = killed.text + resumed.text
    if resumed.code:
        return hit, [f"the next run ended with {resumed.code}:\n{resumed.text}"]
    return hit, list(differences(one, stage.tree, done, head, text))


def differences(one: Scene, tree: str, done: list[str], head: str, said: str) -> Iterator[str]:
    """What is not as after an undisturbed run. `done`: the tasks that `head` had completed."""
    project = one.project
    if project.git("rev-parse", "HEAD^{tree}") != tree:
        yield "the tree is another one"
    if project.dirty:
        yield f"not committed: {project.dirty}"
    if sorted(project.completed) != sorted(scene.TASKS):
        yield f"commits of tasks: {project.completed}"
    if len(project.subjects) != len(scene.TASKS) + 1:
        yield f"{len(project.subjects)} commits"
    if project.git("merge-base", head, "HEAD").strip() != head:
        yield "what had been completed is no longer there"
    again = [name for name, count in Counter(one.calls).items() if count > 1 and name in done]
    if again:
        yield f"completed tasks were done again: {again}"
    yield from remains(project, said)
    yield from wrong_state(project)


def remains(project: Project, said: str) -> Iterator[str]:
    """Processes, half-written files, refs and work trees that nobody needs any more."""
    yield from (f"still running: {one}" for one in strays(project.home))
    yield from (f"left behind: {path}" for path in leavings(project))
    fsck = project.git("fsck", "--no-dangling", "--no-progress", "--strict")
    if fsck:
        yield f"git fsck: {fsck}"
    named = {"refs/heads/work", *_REF.findall(said)}
    for ref in project.git("for-each-ref", "--format=%(refname)").split():
        if ref not in named:
            yield f"a ref that no message named: {ref}"
    for entry in project.git("worktree", "list", "--porcelain").split("\n\n"):
        if "prunable" in entry or "locked" in entry:
            yield f"a stale work tree: {entry}"


def leavings(project: Project) -> Iterator[str]:
    """Locks and half-written files; the lock that is taken by flock may stay where it is."""
    for place, _, names in os.walk(project.root):
        for name in names:
            is_lock = (name.endswith(".lock") and "/.git" in place) or name == "lock.json"
            if is_lock or name.endswith(".sddtasks-new"):
                yield os.path.join(place, name)


def wrong_state(project: Project) -> Iterator[str]:
    if not project.archive.exists():
        yield "the state file was not archived"
        return
    if (project.archive.parent / ".implementation-state.json").exists():
        yield "there are two state files"
    with contextlib.suppress(json.JSONDecodeError):
        states = {state.status for state in project.state.task_status.values()}
        if states != {"completed"}:
            yield f"statuses in the state file: {states}"
    lost = [task for task in scene.TASKS if not evidence_of(project, task)]
    if lost:
        yield f"without evidence: {lost}"


def evidence_of(project: Project, task: str) -> bool:
    return (project.own_dir / "evidence" / f"{task}.toml").exists()


def strays(home: Path) -> list[str]:
    """What still runs of all that was ever started for this scene."""
    found = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            if process.environ().get("FAULT_HOME") == str(home) and process.pid != os.getpid():
                found.append(f"{process.pid} {' '.join(process.cmdline())}")
    return found
