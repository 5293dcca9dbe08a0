"""A feature of forty small tasks, real red and green ones among them, and an agent that does each
at once: a shell script that copies what is recorded, and notes that it was called."""

from __future__ import annotations

from pathlib import Path

from tests.helpers.project import Project

FRUIT = ("apples", "pears", "plums", "figs")
TASKS = tuple(f"T{number:03}" for number in range(1, 41))
CHECKPOINT = "gate:3.5"
"""Passed after 33 tasks: what follows has every kind of task in it."""

_PHASES = (
    ("Setup", range(1, 9)),
    ("Material", range(9, 28)),
    ("Tests First (TDD)", range(28, 30)),
    ("Core Implementation", range(30, 32)),
    ("Integration", range(32, 34)),
    ("Tests First (TDD), second part", range(34, 36)),
    ("Core Implementation, second part", range(36, 38)),
    ("Polish", range(38, 41)),
)
_TESTS = dict(zip((28, 29, 34, 35), FRUIT, strict=True))
_CODE = dict(zip((30, 31, 36, 37), FRUIT, strict=True))
_WIRING = dict(zip((32, 33), FRUIT[:2], strict=True))
_SETTINGS = """\
agent = "command"
toolchains = ["command"]

[agents.command]
argv = ["/bin/sh", "-c", ". $SCRIPTED_AGENT_HOME/agent.sh"]

[toolchain.command]
command = ["sh", "run.sh", "{report}", "{files}"]
"""
_AGENT = """\
here=$SCRIPTED_AGENT_HOME
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
        """The settings are not part of the commits, and the same in each copy: what a killed run
        leaves is not taken up under others."""
        (self.project.root / ".git/info/exclude").write_text("/sddtasks.toml\n", encoding="utf-8")
        self.project.write({"sddtasks.toml": _SETTINGS})


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
    for place, (title, numbers) in enumerate(_PHASES, 1):
        lines += [f"## Phase 3.{place}: {title}", ""]
        lines += [f"- [ ] T{number:03} {_told(number)}" for number in numbers]
        lines += [""]
    return "\n".join(lines)


def _told(number: int) -> str:
    if number == 1:
        return "Make the directories with `mkdir -p shop tests words`"
    if fruit := _TESTS.get(number):
        return f"[P] Test of counting {fruit} in tests/{fruit}_test.sh"
    if fruit := _CODE.get(number):
        return f"[P] Counting {fruit} in shop/{fruit}.sh"
    if fruit := _WIRING.get(number):
        return f"Wire {fruit} in shop/all/{fruit}.sh"
    return f"[P] Words in words/{number:02}.txt"


def work() -> dict[str, dict[str, str]]:
    """What the agent writes: by task, by path."""
    done = {number: {f"words/{number:02}.txt": f"for {number}\n"} for number in range(2, 41)}
    for number, fruit in _TESTS.items():
        done[number] = {f"tests/{fruit}_test.sh": _TEST.format(fruit=fruit)}
    for number, fruit in _CODE.items():
        done[number] = {f"shop/{fruit}.sh": f'echo "$1 {fruit}"\n'}
    for number, fruit in _WIRING.items():
        done[number] = {f"shop/all/{fruit}.sh": f". shop/{fruit}.sh\n"}
    return {f"T{number:03}": written for number, written in done.items()}
