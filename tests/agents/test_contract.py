"""Every agent keeps the port's promises, run as it is run for real."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from sddtasks import agents
from sddtasks.agents import AGENTS
from sddtasks.agents import manual
from sddtasks.model.errors import ConfigError
from sddtasks.model.ports import AgentOutcome
from sddtasks.model.ports import Options
from tests.agents.orders import order
from tests.agents.orders import tree
from tests.agents.orders import write

TEXT = "def test_size() -> None:\n    assert False\n"
WRITER = f"""
import pathlib
print("writing")
path = pathlib.Path("tests/test_size.py")
path.parent.mkdir()
path.write_text({TEXT!r})
"""


def working_options(name: str, tmp_path: Path) -> Options:
    """Options with which the agent `name` writes tests/test_size.py, or asks for it."""
    if name == "command":
        return {"argv": [sys.executable, str(write(tmp_path / "writer.py", WRITER))]}
    if name == "replay":
        write(tmp_path / "recording" / "T005" / "tests" / "test_size.py", TEXT)
        return {"recording": str(tmp_path / "recording")}
    return {}


@pytest.fixture(params=sorted(AGENTS))
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_the_registry_key_is_the_agents_own_name(name: str) -> None:
    assert name == AGENTS[name].NAME
    assert agents.get(name) is AGENTS[name]
    assert name in agents.names()


def test_a_usable_agent_misses_nothing(name: str, tmp_path: Path) -> None:
    assert AGENTS[name].missing(working_options(name, tmp_path)) is None


def test_an_unknown_option_is_named_in_one_sentence(name: str, tmp_path: Path) -> None:
    options = {**working_options(name, tmp_path), "colour": "red"}

    sentence = AGENTS[name].missing(options)

    assert sentence is not None
    assert '"colour"' in sentence
    assert "\n" not in sentence
    with pytest.raises(ConfigError, match="colour"):
        AGENTS[name].run(order(tmp_path, options), lambda line: None)


def test_the_work_is_done_or_handed_to_a_person(name: str, tmp_path: Path) -> None:
    lines: list[str] = []
    request = order(tmp_path, working_options(name, tmp_path))

    report = AGENTS[name].run(request, lines.append)

    written = {path for path in tree(request.root) if not path.startswith(".sdd/")}
    waits = name == manual.NAME
    assert report.agent == name
    assert report.outcome is (AgentOutcome.WAITING if waits else AgentOutcome.ENDED)
    assert report.message
    assert report.message == report.message.strip()
    assert written == (set() if waits else {"tests/test_size.py"})
    assert lines, "whoever listens hears nothing"
    assert request.log.with_name("T005.prompt.md" if waits else "T005.log").read_text()


def test_a_second_call_adds_to_the_log(name: str, tmp_path: Path) -> None:
    request = order(tmp_path, working_options(name, tmp_path))
    request.log.parent.mkdir(parents=True)
    request.log.write_text("first attempt\n")

    AGENTS[name].run(request, lambda line: None)

    first, *more = request.log.read_text().splitlines()
    assert first == "first attempt"
    assert more


def test_an_unknown_name_is_refused_with_the_known_ones() -> None:
    with pytest.raises(ConfigError) as caught:
        agents.get("replai")

    assert 'no agent "replai"' in caught.value.message
    assert 'did you mean "replay"?' in caught.value.hint
    assert "command, manual" in caught.value.hint


def register(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    """Install a package on the import path that registers its agent `third`."""
    site = tmp_path / "site"
    write(site / "third_agent.py", code)
    information = site / "third_agent-1.0.dist-info"
    write(information / "METADATA", "Metadata-Version: 2.1\nName: third-agent\nVersion: 1.0\n")
    write(information / "entry_points.txt", "[sddtasks.agents]\nthird = third_agent\n")
    monkeypatch.syspath_prepend(str(site))
    monkeypatch.delitem(sys.modules, "third_agent", raising=False)


def test_another_package_can_register_an_agent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    register(tmp_path, monkeypatch, "from sddtasks.agents.manual import *\nNAME = 'third'\n")

    report = agents.get("third").run(order(tmp_path, {}), lambda line: None)

    assert report.outcome is AgentOutcome.WAITING
    assert "third" in agents.names()


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("import absent_17", "cannot be loaded from third_agent: No module named 'absent_17'"),
        ("NAME = 'third'", "third_agent has no missing, run"),
    ],
)
def test_a_registered_agent_that_is_broken_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str, expected: str
) -> None:
    register(tmp_path, monkeypatch, code)

    with pytest.raises(ConfigError) as caught:
        agents.get("third")

    assert expected in caught.value.message
    assert caught.value.hint
