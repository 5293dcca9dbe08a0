"""What a gate says about one task."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from enum import StrEnum


class GateName(StrEnum):
    """`act` is not a check of ours: it says that the agent or the command itself ended badly."""

    ACT = "act"
    PATHS = "paths"
    RED = "red"
    GREEN = "green"
    BUILD = "build"
    FROZEN = "frozen"
    SUITE = "suite"
    LINKS = "links"
    GUARD = "guard"
    ORDER = "order"
    SCOPE = "scope"
    SUBSTANCE = "substance"
    ACCEPT = "accept"
    EFFECT = "effect"
    SECRETS = "secrets"


class FailureClass(StrEnum):
    """Why a task failed, in the classes that have a remedy of their own."""

    TEST_GENERATION = "test generation"
    COMPILATION = "compilation"
    UNEXPECTED_TEST_FAILURE = "unexpected test failure"
    FLAKY = "flaky test"
    DEPENDENCY = "dependency"
    ENVIRONMENT = "environment or tool missing"
    FROZEN = "frozen tests changed"
    PATHS = "missing or unchanged paths"
    IGNORED = "ignored by git"
    AGENT = "agent"
    AGENT_TIMEOUT = "agent timed out"
    COMMAND = "command"
    WAITING = "waiting for a person"
    GIT = "git"
    HOOK = "commit hook"
    MERGE = "merge conflict"
    ORDER = "tests before code"
    SCOPE = "outside its scope"
    SUBSTANCE = "no real content"
    ACCEPTANCE = "acceptance"
    PERFORMANCE = "performance"
    EFFECT = "nothing to be seen"
    LEAK = "secret in the work"


@dataclass(frozen=True, slots=True)
class Verdict:
    """A gate's answer. `reason` is one line; `details` one line per test, file or message.

    `notable`: it passed, and the report has to say what it did not show. `about`: what the remedy's
    commands can name, such as the `path` that it is about and the task that is its `owner`.
    """

    gate: GateName
    passed: bool
    reason: str
    details: tuple[str, ...] = ()
    failure: FailureClass | None = None
    duration: float = 0.0
    notable: bool = False
    about: Mapping[str, str] = field(default_factory=dict)
