"""tasks.md as an immutable value: what we intend to build, in document order."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from pathlib import Path


class Kind(StrEnum):
    """What a task is for; selects its recipe. Values are the words of the specification."""

    SETUP = "setup"
    TEST = "test"
    CODE = "implementation"
    INTEGRATE = "integration"
    POLISH = "polish"


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding about the plan. `line` and `column` are 1-based; column 0: the whole line."""

    code: str
    severity: Severity
    line: int
    text: str
    hint: str = ""
    column: int = 0
    width: int = 0


@dataclass(frozen=True)
class Feature:
    """One directory with its design documents. `name` is unique in the checkout.

    `tree`: git's name of the linked work tree that it is in, empty in the main one.
    """

    root: Path
    directory: Path
    name: str
    tree: str = ""

    @cached_property
    def tasks_md(self) -> Path:
        return self.directory / "tasks.md"

    @cached_property
    def relative(self) -> str:
        """The directory as people type it: relative to the root, with forward slashes."""
        return self.directory.relative_to(self.root).as_posix()

    @cached_property
    def refs(self) -> str:
        """Where its refs are. All work trees of a repository share them, and each may have a
        feature of this name."""
        return f"refs/sdd/{self.name}@{self.tree}" if self.tree else f"refs/sdd/{self.name}"

    @cached_property
    def state_dir(self) -> Path:
        """What the tool owns for this feature: database, journal, evidence, logs."""
        return self.root / ".sdd" / self.name


@dataclass(frozen=True, slots=True)
class Phase:
    """A section of the plan. `id` is its number as written ("3.2", "1"), or a slug without one.

    `heading` is the heading's text without `#`; `title` is what remains without the number.
    """

    id: str
    title: str
    heading: str
    line: int
    name: str = ""
    """The heading without what it says about order: `Phase 4: API` of `… (depends on Phase 2)`."""


@dataclass(frozen=True, slots=True)
class Task:
    """One task of tasks.md. Lines are 1-based; `end_line` is the last line that belongs to it."""

    id: str
    title: str
    line: int
    end_line: int
    phase: str
    kind: Kind
    parallel: bool = False
    story: str | None = None
    mark: str = " "
    section: str = ""
    """Sub-heading within the phase ("Tests for User Story 1", "Level 2: Interfaces"), or empty."""
    group: str = ""
    """The section without what it says about order: what dependencies call these tasks."""
    paths: tuple[str, ...] = ()
    """Files and directories this task creates or changes, relative to the root, as written."""
    removes: tuple[str, ...] = ()
    """Paths that the text says to delete or to move away."""
    inputs: tuple[str, ...] = ()
    """Design documents and sections the text names: `data-model.md`, `research.md#rate-limits`."""
    commands: tuple[str, ...] = ()
    """Command lines in backticks, in the order of the text."""
    body: tuple[str, ...] = ()
    """Continuation lines and detail bullets, without their indentation."""
    labels: tuple[str, ...] = ()
    """Other bracketed labels after the id: `Setup`, `FR-004`, `TDD-Red`."""
    parent: str | None = None
    """The enclosing task of a nested box that has an id of its own."""
    optional: bool = False

    @property
    def text(self) -> str:
        """The title and the lines below it."""
        return "\n".join((self.title, *self.body))

    @property
    def done(self) -> bool:
        """Ticked in tasks.md. A claim, not evidence."""
        return self.mark in ("x", "X", "✅", "✓")


@dataclass(frozen=True, slots=True)
class Ref:
    """One side of a dependency statement: ids (ranges already expanded), or words to resolve."""

    ids: tuple[str, ...] = ()
    words: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """One dependency that the document states: everything in `before` precedes all of `after`.

    `rule` names the form it was read from ("inline", "blocks", "arrow", "field", …); a soft
    statement ("partially", "recommended") never becomes an edge, only a note. The rule
    "independent" says the contrary: phases in `after` do not wait for those in `before`.
    """

    before: Ref
    after: Ref
    rule: str
    line: int
    text: str
    soft: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """All of tasks.md. `digest` is the SHA-256 of its bytes."""

    title: str
    dialect: str
    phases: tuple[Phase, ...]
    tasks: tuple[Task, ...]
    statements: tuple[Statement, ...]
    problems: tuple[Problem, ...]
    digest: str
    front_matter: tuple[tuple[str, str], ...] = ()


def most_names(tasks: int) -> int:
    """How many ids the dependencies of a plan of so many tasks may name, ranges written out."""
    return 100_000 + 20 * tasks
