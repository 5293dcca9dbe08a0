"""Commands that the document puts in backticks: which may run, and running them without a shell."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sddtasks.compiler import red
from sddtasks.execute import acceptance
from sddtasks.execute.recipes import RECIPES
from sddtasks.execute.site import Site
from sddtasks.model.job import Job
from sddtasks.model.job import Terms
from sddtasks.model.process import Outcome
from sddtasks.model.process import Request
from sddtasks.system import files
from sddtasks.system import process

BUILT_IN = (
    "mkdir",
    "touch",
    "git init",
    "go mod init",
    "go mod tidy",
    "npm init",
    "pnpm init",
    "yarn init",
    "cargo init",
    "cargo new",
    "uv init",
    "poetry init",
    "dotnet new",
    "bundle init",
    "composer init",
)
_SHELL = frozenset("|&;<>$`(){}*?~\n")
_PATHS_ONLY = frozenset({"mkdir", "touch"})


@dataclass(frozen=True, slots=True)
class Command:
    """A command line, and its words when it needs no shell. `wrong` says why it cannot run."""

    text: str
    words: tuple[str, ...] = ()
    wrong: str = ""


def parse(text: str, root: Path) -> Command:
    """Split a command line; anything that only a shell could do makes it unusable."""
    plain = _without_braces(text)
    if _SHELL & set(plain):
        return Command(text, wrong="needs a shell")
    try:
        words = tuple(shlex.split(plain))
    except ValueError as error:
        return Command(text, wrong=f"cannot be read: {error}")
    if not words:
        return Command(text, wrong="is empty")
    if words[0] in _PATHS_ONLY:
        outside = [
            word for word in words[1:] if word[0] != "-" and files.inside(root, word) is None
        ]
        if outside:
            return Command(text, wrong=f"{outside[0]} lies outside the repository")
    return Command(text, words)


def may_run(command: Command, terms: Terms) -> bool:
    """Do the configuration or the built-in list allow it without asking?"""
    if command.wrong:
        return False
    if terms.command_policy == "allow":
        return True
    allowed = [entry.split() for entry in (*BUILT_IN, *terms.allowed_commands)]
    return any(list(command.words[: len(entry)]) == entry for entry in allowed)


def needs_asking(job: Job) -> list[str]:
    """The job's commands that may run only if a person says so."""
    task = job.task
    if task is None or job.terms.command_policy != "ask":
        return []
    are_run = RECIPES[task.kind].commands or red.is_check(task)
    work = acceptance.work(task) if are_run else ()
    parsed = [parse(text, job.feature.root) for text in work]
    if any(command.wrong for command in parsed):
        parsed = []
    checks = (*acceptance.fenced(task), *acceptance.clauses(task))
    parsed += [parse(text, job.feature.root) for text in checks]
    asked = (c.text for c in parsed if not c.wrong and not may_run(c, job.terms))
    return list(dict.fromkeys(asked))


def question(name: str, lines: Sequence[str]) -> str:
    """What a person is asked before they run."""
    shown = "\n".join(f"    {line}" for line in lines)
    return f"{name} asks for these commands, which tasks.md names:\n{shown}\n  Run them?"


def run(command: Command, site: Site) -> Outcome:
    """Run it in the root, with nothing on standard input and no secrets in the environment."""
    site.before_run()
    terms = site.job.terms
    return process.run(
        Request(
            command.words,
            site.root,
            site.env,
            pass_env=terms.pass_env,
            timeout=terms.test_timeout,
            log=site.log,
        )
    )


def _without_braces(text: str) -> str:
    """`mkdir -p src/{a,b}` is a shell's notation that people use everywhere: spell it out."""
    words = []
    for word in text.split(" "):
        head, opening, rest = word.partition("{")
        inner, closing, tail = rest.partition("}")
        if opening and closing and "," in inner and not (_SHELL & set(head + inner + tail)):
            words += [f"{head}{part}{tail}" for part in inner.split(",")]
        else:
            words.append(word)
    return " ".join(words)
