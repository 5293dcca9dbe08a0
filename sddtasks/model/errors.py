"""Exceptions for broken machines and bad input. A failed gate is a Verdict, never one of these."""

from __future__ import annotations

from collections.abc import Sequence

from sddtasks.model.plan import Problem


class SddError(Exception):
    """Something the user can act on. `message`: what, where and why; `hint`: what to do next."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message}\n  next      {self.hint}" if self.hint else self.message


class PlanError(SddError):
    """tasks.md cannot be compiled; carries every Problem that was found."""

    def __init__(self, message: str, problems: Sequence[Problem] = (), hint: str = "") -> None:
        super().__init__(message, hint)
        self.problems = tuple(problems)


class ConfigError(SddError):
    """A configuration file, variable or option that cannot be used."""


class FeatureNotFound(SddError):
    """No feature directory, or several candidates and no way to choose."""


class ToolMissing(SddError):
    """An agent, a toolchain or git is not installed or not usable."""


class WorkspaceError(SddError):
    """The repository or a work tree is not in a state in which work can start or end."""


class RevertConflict(WorkspaceError):
    """`commit` cannot be taken back: later changes touch the same lines of these paths."""

    def __init__(self, commit: str, paths: tuple[str, ...]) -> None:
        super().__init__(f"{commit[:10]} cannot be reverted: {', '.join(paths)}")
        self.commit = commit
        self.paths = paths


class StateError(SddError):
    """The database, the journal or the lock cannot be used."""
