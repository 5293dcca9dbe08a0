"""What doit and sddtasks load in a project is a person's: an agent's change of it counts for
nothing, in this run and in the next."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.helpers import greeting
from tests.helpers.agents import Step
from tests.helpers.agents import append
from tests.helpers.agents import murder
from tests.helpers.agents import run
from tests.helpers.agents import write
from tests.helpers.project import DOIT
from tests.helpers.project import Project

WORK = greeting.WORK["T005"]
WRONG = write("greet/welcome.py", "def welcome(name):\n    return ''\n")
TRAP = "import sddtasks.execute.gates as g\n\ng.judge = lambda *a: []\n"
OWN = 'def task_hello():\n    return {"actions": ["echo hello"]}\n'
LOADER = '[tool.doit]\nloader = "sdd"\n'
SETTINGS = "\n[tool.sddtasks]\nretries = 0\n"


def sh(script: str) -> Step:
    return run("sh", "-ec", script)


# What an agent does beside its work, and what the refusal says.
DEEDS: dict[str, tuple[tuple[Step, ...], str]] = {
    "a new dodo.py": ((write("dodo.py", TRAP),), "dodo.py was made"),
    "a dodo.py by a link": (
        (write("greet/tools.py", TRAP), sh("ln -s greet/tools.py dodo.py")),
        "dodo.py was made",
    ),
    "a dodo package": ((write("dodo/__init__.py", TRAP),), "dodo/__init__.py was made"),
    "doit's own settings": ((write("doit.cfg", "[GLOBAL]\nloader = x\n"),), "doit.cfg was made"),
    "a table of doit": ((append("pyproject.toml", LOADER),), "[tool.doit] in pyproject.toml"),
    "a table of sddtasks": (
        (append("pyproject.toml", SETTINGS),),
        "[tool.sddtasks] in pyproject.toml was changed",
    ),
    "a line of sddtasks.toml": (
        (sh("sed -i '1i tests = \"off\"' sddtasks.toml"),),
        "sddtasks.toml was changed",
    ),
    "sddtasks itself": ((write("sddtasks/__init__.py", TRAP),), "sddtasks/__init__.py was made"),
    "doit itself": ((write("doit.py", TRAP),), "doit.py was made"),
    "a broken pyproject.toml": ((append("pyproject.toml", "\n[tool\n"),), "not valid TOML"),
    "a template": (
        (write(".sdd/templates/prompts/code.md.j2", "Nothing.\n"),),
        "code.md.j2 was made",
    ),
}
LEAVING = ("a template", "a dodo.py by a link")
"""What leaves another file as well, or is not looked at there."""

PLAIN = ("a new dodo.py", "a table of sddtasks")
RARE = tuple(name for name in DEEDS if name not in PLAIN)


@pytest.mark.parametrize(
    "deed", [*PLAIN, *(pytest.param(one, marks=pytest.mark.slow) for one in RARE)]
)
def test_it_is_refused_and_put_back(at_code: Project, deed: str) -> None:
    steps, said = DEEDS[deed]
    at_code.agent.plays("T005", WRONG, *steps)
    at_code.implement("--retries=0").ended(1).says("T005 refused", said)
    assert "T005" not in at_code.completed
    at_code.agent.plays("T005", *WORK)
    at_code.implement().ended(0)
    assert at_code.dirty == []


@pytest.mark.slow
@pytest.mark.parametrize("deed", RARE)
def test_in_a_work_tree_as_well(at_code: Project, tmp_path: Path, deed: str) -> None:
    at_code.environment["XDG_CACHE_HOME"] = str(tmp_path / "cache")
    steps, said = DEEDS[deed]
    at_code.agent.plays("T005", *WORK, *steps)
    at_code.implement("--retries=0", "-n", "2").ended(1).says("T005 refused", said)
    assert "T005" not in at_code.completed


@pytest.mark.slow
@pytest.mark.parametrize("deed", [name for name in DEEDS if name not in LEAVING])
def test_from_a_work_tree_in_the_checkout(at_code: Project, tmp_path: Path, deed: str) -> None:
    """Another agent is at work as well; nobody can tell which of them it was."""
    at_code.environment["XDG_CACHE_HOME"] = str(tmp_path / "cache")
    steps, said = DEEDS[deed]
    script = at_code.agent.home / "deed.py"
    script.write_text(
        f"import os, sys\nos.chdir({str(at_code.root)!r})\n"
        f"sys.path.insert(0, {str(Path(__file__).parent.parent.parent)!r})\n"
        "from tests.helpers import agents\n"
        f"for name, *words in {[list(step) for step in steps]!r}:\n"
        "    agents.STEPS[name](*words)\n"
    )
    at_code.agent.plays("T005", *WORK, run(sys.executable, str(script)))
    at_code.implement("--retries=0", "-n", "2").ended(1).says(said, "in the checkout")
    assert not set(at_code.dirty) & {"dodo.py", "doit.cfg", "sddtasks.toml", "pyproject.toml"}
    at_code.agent.plays("T005", *WORK)
    at_code.implement().ended(0)


# --- honest --------------------------------------------------------------------------------------

HONEST: dict[str, tuple[Step, ...]] = {
    "other tables of pyproject.toml": (
        append("pyproject.toml", '\n[project]\nname = "greet"\nversion = "1"\n'),
    ),
    "a module that has a famous name": (write("greet/git.py", "GIT = 1\n"),),
}


@pytest.mark.slow
@pytest.mark.parametrize("kind", HONEST)
def test_the_rest_is_the_agents(at_code: Project, kind: str) -> None:
    at_code.agent.plays("T005", *WORK, *HONEST[kind])
    at_code.implement("--retries=0").ended(0)


def named(home: Path, *paths: str, settings: str = "") -> Project:
    lines = [f"- [ ] T{number:03} Write {path}" for number, path in enumerate(paths, 1)]
    return greeting.planned(home, *lines, "- [ ] T009 Words in words/9.txt", settings=settings)


@pytest.mark.slow
def test_a_task_may_write_what_it_names_and_that_is_told(tmp_path: Path) -> None:
    project = named(tmp_path, "dodo.py")
    loud = f"import sys\n\nsys.stderr.write('chores are here')\n\n\n{OWN}"
    project.agent.plays("T001", write("dodo.py", loud))
    project.agent.plays("T009", write("words/9.txt", "9\n"))
    project.implement("--retries=0").ended(0).never_says("chores are here")
    assert "dodo.py was written" in project.read("specs/001-greeting/implementation-report.md")
    project.implement().ended(0).says("chores are here")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("line", "code"), [("retries = 1", 0), ('tests = "off"', 1), ('scope = "off"', 1), ("[x", 1)]
)
def test_what_gates_go_by_is_not_an_agents_to_decide(tmp_path: Path, line: str, code: int) -> None:
    project = named(tmp_path, "sddtasks.toml")
    project.agent.plays("T001", sh(f"sed -i '1i {line}' sddtasks.toml"))
    project.agent.plays("T009", write("words/9.txt", "9\n"))
    project.implement("--retries=0").ended(code)
    assert (line in project.read("sddtasks.toml")) == (code == 0)
    if code:
        project.doit("sdd", "waive", "T001", "sddtasks.toml", "--because=I want it").ended(0)


@pytest.mark.slow
def test_a_new_sddtasks_toml_would_win_over_the_table(tmp_path: Path) -> None:
    """An empty one switches off what pyproject.toml says."""
    project = named(tmp_path, "sddtasks.toml")
    table = project.read("sddtasks.toml").replace("[agents.", "[tool.sddtasks.agents.")
    project.write({"pyproject.toml": f'[tool.sddtasks]\nscope = "refuse"\n{table}'})
    project.git("rm", "-q", "sddtasks.toml")
    project.commit("One file")
    project.agent.plays("T001", write("sddtasks.toml", "retries = 1\n"))
    project.implement("--retries=0").ended(1).says("agent, agents, scope is for a person to decide")
    assert not (project.root / "sddtasks.toml").exists()


@pytest.mark.slow
def test_a_waiver_lets_it_pass(at_code: Project) -> None:
    at_code.agent.attempts("T005", (WRONG, write("dodo.py", OWN)))
    at_code.implement("--retries=0").ended(1)
    at_code.agent.plays("T005", *WORK, write("dodo.py", OWN))
    at_code.doit("sdd", "waive", "T005", "dodo.py", "--because=chores").ended(0)
    at_code.implement("--retries=0").ended(0)
    assert "dodo.py" in at_code.git("ls-files").split()


# --- killed --------------------------------------------------------------------------------------


def killed(project: Project, *steps: Step) -> Project:
    project.agent.plays("T005", *steps, murder())
    assert project.implement().code == -9
    return project


@pytest.mark.slow
def test_what_the_agent_of_a_killed_run_left_is_not_loaded(at_code: Project) -> None:
    trap = f"open({str(at_code.home / 'sprung')!r}, 'w')\n{TRAP}"
    killed(at_code, WRONG, write("dodo.py", trap))
    ran = at_code.implement().ended(3)
    ran.says("dodo.py: changed since a run began that was killed", "git add -f -- dodo.py")
    at_code.doit("sdd", "skip", "T006", "--because=x").ended(3).says("dodo.py")
    at_code.doit("sdd", "status").ended(0)
    assert not (at_code.home / "sprung").exists()
    (at_code.root / "dodo.py").unlink()
    at_code.agent.plays("T005", *WORK)
    at_code.implement().ended(0)


LEFT: dict[str, Step] = {
    "settings": sh("sed -i '1i tests = \"off\"' sddtasks.toml"),
    "settings gone": sh("rm sddtasks.toml"),
    "doit.cfg": write("doit.cfg", "[GLOBAL]\nverbosity = 2\n"),
    "a table": append("pyproject.toml", SETTINGS),
    "a template": write(".sdd/templates/prompts/code.md.j2", "Nothing.\n"),
}


@pytest.mark.slow
@pytest.mark.parametrize("left", LEFT)
def test_whatever_it_left(at_code: Project, left: str) -> None:
    killed(at_code, WRONG, LEFT[left])
    at_code.implement().ended(3).says("changed since a run began that was killed")
    at_code.implement("--allow-dirty").never_says("changed since a run began")


@pytest.mark.slow
def test_a_person_is_not_asked_needlessly(at_code: Project) -> None:
    """A dodo.py that is not committed, that git ignores, that was edited between two runs, and one
    that was there when the killed run began."""
    at_code.write({".gitignore": "dodo.py\n"})
    at_code.commit("Ignored")
    at_code.write({"dodo.py": OWN})
    at_code.agent.plays("T005", WRONG)
    at_code.implement("--retries=0").ended(1)
    at_code.edit("dodo.py", "echo hello", "echo again")
    at_code.implement("--retries=0").ended(1)
    killed(at_code, *WORK)
    at_code.agent.plays("T005", *WORK)
    at_code.implement().ended(0)


@pytest.mark.slow
def test_what_was_committed_since_is_a_persons(at_code: Project) -> None:
    killed(at_code, *WORK)
    at_code.write({"dodo.py": OWN})
    at_code.implement().ended(3)
    at_code.git("add", "dodo.py")
    at_code.git("commit", "-qm", "Chores", "--", "dodo.py")
    at_code.agent.plays("T005", *WORK)
    at_code.implement().ended(0)


# --- imported ------------------------------------------------------------------------------------

PROGRAMS = {
    "doit": (DOIT, "sdd", "status"),
    "doit list": (DOIT, "list"),
    "python -m sddtasks": (sys.executable, "-m", "sddtasks", "status"),
}


@pytest.mark.slow
@pytest.mark.parametrize("program", PROGRAMS)
@pytest.mark.parametrize("own", ["", OWN], ids=["bare", "dodo"])
def test_modules_beside_the_plan_are_not_imported(at_code: Project, program: str, own: str) -> None:
    for name in (
        "git",
        "pydantic",
        "psutil",
        "markdown_it",
        "rich",
        "filelock",
        "tomlkit",
        "sqlite3",
    ):
        at_code.write({f"{name}.py": f"raise SystemExit('{name} of the project')\n"})
    at_code.write({"doit.cfg": "[GLOBAL]\nloader = sdd\n"})
    if own:
        at_code.write({"dodo.py": own})
    (at_code.own_dir / "doit.db").unlink()  # so that git is asked
    ran = at_code.doit(program=PROGRAMS[program]).ended(0)
    ran.never_says("of the project")


def test_a_forged_bytecode_is_not_believed(at_code: Project) -> None:
    """With the date and the length of the source it stands for."""
    at_code.write({"dodo.py": OWN, "doit.cfg": "[GLOBAL]\nloader = sdd\n", "helper.py": "X = 1\n"})
    forge = (
        "import importlib.util, marshal, os, struct\n"
        "code = compile('raise SystemExit(99)', 'dodo.py', 'exec')\n"
        "about = os.stat('dodo.py')\n"
        "place = importlib.util.cache_from_source('dodo.py')\n"
        "os.makedirs('__pycache__', exist_ok=True)\n"
        "head = struct.pack('<III', 0, int(about.st_mtime), about.st_size)\n"
        "open(place, 'wb').write(importlib.util.MAGIC_NUMBER + head + marshal.dumps(code))\n"
    )
    at_code.doit("-c", forge, program=(sys.executable,)).ended(0)
    at_code.doit("-c", "import dodo", program=(sys.executable,)).ended(99)
    at_code.doit("list").ended(0).says("hello")


@pytest.mark.slow
def test_a_dodo_finds_the_modules_beside_it(at_code: Project) -> None:
    late = "def task_late():\n    def act():\n        import later\n    return {'actions': [act]}\n"
    dodo = f"import helper\n\n\nassert helper.X\n\n\n{OWN}\n\n{late}"
    at_code.write({"dodo.py": dodo, "helper.py": "X = 1\n", "later.py": "Y = 1\n"})
    at_code.write({"doit.cfg": "[GLOBAL]\nloader = sdd\n"})
    at_code.doit("list").ended(0).says("hello", "T005")
    at_code.doit("late").ended(0)
    (at_code.root / "sub").mkdir()
    at_code.doit("list", "--seek-file", cwd=at_code.root / "sub").ended(0).says("hello")
