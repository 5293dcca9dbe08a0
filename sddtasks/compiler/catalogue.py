"""Every finding that a plan can have: its code, its severity and the line the README prints."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sddtasks.model.plan import Problem
from sddtasks.model.plan import Severity

_MOST = 6
_FIXED = "SDD012"


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of finding. `name` may be used instead of the code in the configuration."""

    code: str
    name: str
    severity: Severity
    meaning: str

    @property
    def is_fixed(self) -> bool:
        """A clone's own settings may not lower it: it keeps a document inside the repository."""
        return self.code == _FIXED


_ERRORS = (
    ("SDD001", "no-tasks", "The document holds no task."),
    ("SDD002", "encoding", "The document is not UTF-8."),
    ("SDD003", "duplicate-id", "Two tasks have the same id."),
    ("SDD004", "placeholder-id", "An id of the template (`TXXX`) was never replaced by a number."),
    ("SDD008", "too-large", "The document is too large to be read."),
    ("SDD010", "unknown-id", "A dependency names a task that the document does not define."),
    ("SDD011", "cycle", "The stated dependencies wait for each other in a circle."),
    (
        "SDD012",
        "outside",
        "A path is absolute, leaves the repository, or is no proper name; no setting changes this.",
    ),
    ("SDD013", "code-before-tests", "Code stands before the tests that are declared to be first."),
    (
        "SDD014",
        "too-many-dependencies",
        "The dependencies name so many tasks that not all of them were read.",
    ),
)
_WARNINGS = (
    ("SDD005", "unclosed", "A code fence or comment never ends."),
    ("SDD007", "long-line", "A line is so long that its end is not read."),
    ("SDD009", "control-character", "A line holds a character that hides or moves other text."),
    ("SDD020", "foreign-id", "A dependency names an id of another feature or of a removed task."),
    ("SDD021", "against-phases", "A dependency contradicts the order of the phases."),
    ("SDD022", "template-edge", "A dependency is left over from the template."),
    ("SDD023", "parallel-file", "Tasks marked [P] change the same file; they run one by one."),
    ("SDD024", "home-path", "A path in the home directory is neither checked nor committed."),
    ("SDD025", "missing-document", "A task refers to a document that does not exist."),
    ("SDD026", "missing-section", "A task refers to a section that its document does not have."),
    ("SDD027", "template-text", "A placeholder of the template was not filled in."),
    ("SDD028", "test-without-code", "No code comes after a test that is written first."),
    ("SDD029", "reversed-arrows", "Arrows in this document mean `needs`; they were turned around."),
    ("SDD030", "weak-cycle", "An inferred order would close a circle and was left out."),
    (
        "SDD031",
        "ticked-before-tests",
        "Code is ticked although tests declared to be first are not.",
    ),
    ("SDD032", "machine-path", "A path inside the repository is written as an absolute one."),
    (
        "SDD033",
        "misspelt-id",
        "A word is nearly an id of the plan (`T0O7`, `t007`): what is said of it is not read.",
    ),
)
_POLICIES = (
    ("SDD034", "ignored-policy", "tasks.md asks for weaker tests than the settings: not heeded."),
    ("SDD035", "weakened-tests", "tasks.md asks for weaker tests than the settings, and may."),
)
_NOTES = (
    ("SDD006", "no-ids", "Tasks without ids were numbered by their position."),
    ("SDD040", "no-path", "Tasks that write files name none, so only their tests can be checked."),
    ("SDD041", "vague", "A task is too vague to be checked: no path, no command, few words."),
    ("SDD042", "empty-phase", "A phase or checkpoint has no tasks."),
    ("SDD043", "test-after", "A test is written after its code, so it must pass at once."),
    ("SDD044", "soft", "A dependency is worded too softly to be enforced."),
    ("SDD045", "unresolved", "A dependency in words names no phase, story or group of this plan."),
)


def _rules() -> dict[str, Rule]:
    graded = (
        (Severity.ERROR, _ERRORS),
        (Severity.WARNING, (*_WARNINGS, *_POLICIES)),
        (Severity.NOTE, _NOTES),
    )
    return {
        code: Rule(code, name, severity, meaning)
        for severity, rows in graded
        for code, name, meaning in rows
    }


RULES = _rules()


def problem(
    code: str, line: int, text: str, hint: str = "", *, column: int = 0, width: int = 0
) -> Problem:
    """A finding with the severity that its rule has by default."""
    return Problem(code, RULES[code].severity, line, text, hint, column, width)


def some(names: Sequence[str]) -> str:
    """The first names of a list, and how many more there are."""
    listed = ", ".join(names[:_MOST])
    return listed + (f" and {len(names) - _MOST} more" if len(names) > _MOST else "")
