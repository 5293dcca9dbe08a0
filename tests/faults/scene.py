"""A feature of forty small tasks, real red and green ones among them, and an agent that does each
at once: a shell script that copies what is recorded, and notes that it was called."""

from __future__ import annotations

from pathlib import Path

from tests.helpers.project import Project

FRUIT = ("apples", "pears", "plums", "figs")
TASKS = tuple(f"T{number:03}" for number in range(1, 41))
CHECKPOINT = "gate:3.2"
"""Passed after 26 tasks: what follows has every kind of task in it."""

_TESTS, _CODE, _WIRING = 27, 31, 35
_PHASES = (
    ("Phase 3.1: Setup", range(1, 9)),
    ("Phase 3.2: Material", range(9, _TESTS)),
    ("Phase 3.3: Tests First (TDD)", range(_TESTS, _CODE)),
    ("Phase 3.4: Core Implementation", range(_CODE, _WIRING)),
    ("Phase 3.5: Integration", range(_WIRING, 38)),
    ("Phase 3.6: Polish", range(38, 41)),
)
_SETTINGS = """\
agent = "command"
toolchains = ["command"]

[agents.command]
argv = ["/bin/sh", "{agent}"]

[toolchain.command]
command = ["sh", "run.sh", "{{report}}", "{{files}}"]
"""
_AGENT = """\
here=$(dirname "$0")
echo "$SDD_TASK" >> "$here/calls"
cp -R "$here/recorded/$SDD_TASK/." .
"""
_RUNNER = """\
report=$1
shift
[ $# -gt 0 ] || set -- $(find tests -name '*_test.sh')
bad=0
exec 3> "$report"
echo '<testsuite>' >&3
for file; do
  echo "<testcase file='$file' name='counts'>" >&3
  said=$(sh "$file" 2>&1) || {
    bad=1
    echo "<failure type='AssertionError' message='$said'/>" >&3
  }
  echo '</testcase>' >&3
done
echo '</testsuite>' >&3
exit $bad
"""
_TEST = """\
said=$(sh shop/{fruit}.sh 3)
[ "$said" = "3 {fruit}" ] || {{ echo "expected 3 {fruit}, got $said"; exit 1; }}
"""


class Scene:
    """The project before its first task. `home` holds it, its agent and the agent's call log."""

    def __init__(self, home: Path) -> None:
        self.project = Project(home)
        self.agent = home / "agent"

    @property
    def calls(self) -> list[str]:
        log = self.agent / "calls"
        return log.read_text(encoding="utf-8").split() if log.exists() else []

    def copy(self, home: Path) -> Scene:
        """The same in another place, with an agent of its own."""
        self.project.copy(home)
        other = Scene(home)
        other.configure()
        return other

    def configure(self) -> None:
        """Which agent is called is not part of the commits: each copy has its own."""
        text = _SETTINGS.format(agent=self.agent / "agent.sh")
        (self.project.root / ".git/info/exclude").write_text("/sddtasks.toml\n", encoding="utf-8")
        self.project.write({"sddtasks.toml": text})


def make(home: Path) -> Scene:
    scene = Scene(home)
    files = {scene.project.plan: plan(), "run.sh": _RUNNER}
    files["pyproject.toml"] = '[tool.doit]\nloader = "sdd"\n'
    scene.project.write({**files, "tests/.gitkeep": "", "shop/.gitkeep": ""})
    scene.agent.mkdir(parents=True, exist_ok=True)
    (scene.agent / "agent.sh").write_text(_AGENT, encoding="utf-8")
    for task, recorded in work().items():
        for path, text in recorded.items():
            place = scene.agent / "recorded" / task / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(text, encoding="utf-8")
    scene.project.begin()
    scene.configure()
    return scene


def plan() -> str:
    lines = ["# Tasks: A shop", ""]
    for heading, numbers in _PHASES:
        lines += [f"## {heading}", ""]
        lines += [f"- [ ] T{number:03} {_told(number)}" for number in numbers]
        lines += [""]
    return "\n".join(lines)


def _told(number: int) -> str:
    if number == 1:
        return "Make the directories with `mkdir -p shop tests words`"
    if number in range(_TESTS, _CODE):
        fruit = FRUIT[number - _TESTS]
        return f"[P] Test of counting {fruit} in tests/{fruit}_test.sh"
    if number in range(_CODE, _WIRING):
        fruit = FRUIT[number - _CODE]
        return f"[P] Counting {fruit} in shop/{fruit}.sh"
    if number in range(_WIRING, 38):
        fruit = FRUIT[number - _WIRING]
        return f"Wire {fruit} in shop/all/{fruit}.sh"
    return f"[P] Words in words/{number:02}.txt"


def work() -> dict[str, dict[str, str]]:
    """What the agent writes: by task, by path."""
    done = {f"T{n:03}": {f"words/{n:02}.txt": f"written for {n}\n"} for n in range(2, 41)}
    for place, fruit in enumerate(FRUIT):
        done[f"T{_TESTS + place:03}"] = {f"tests/{fruit}_test.sh": _TEST.format(fruit=fruit)}
        done[f"T{_CODE + place:03}"] = {f"shop/{fruit}.sh": f'echo "$1 {fruit}"\n'}
    for place, fruit in enumerate(FRUIT[:3]):
        done[f"T{_WIRING + place:03}"] = {f"shop/all/{fruit}.sh": f". shop/{fruit}.sh\n"}
    return done
