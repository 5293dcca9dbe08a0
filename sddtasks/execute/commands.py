"""Commands that the document puts in backticks: which may run, and running them without a shell."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field
from pathlib import Path

from sddtasks.compiler import red
from sddtasks.execute import acceptance
from sddtasks.execute import builtin
from sddtasks.execute.recipes import RECIPES
from sddtasks.execute.site import Site
from sddtasks.model.job import Job
from sddtasks.model.job import Terms
from sddtasks.model.process import Outcome
from sddtasks.model.process import Request
from sddtasks.system import files
from sddtasks.system import process

_SHELL = frozenset("|&;<>$`(){}*?~\n")
_PATHS_ONLY = frozenset({"mkdir", "touch"})


@dataclass(frozen=True, slots=True)
class Command:
    """A command line, and its words when it needs no shell.

    `wrong` says why it cannot run, `doubt` why nobody may run it without being allowed to; `env`
    is for its process.
    """

    text: str
    words: tuple[str, ...] = ()
    wrong: str = ""
    doubt: str = ""
    env: Mapping[str, str] = field(default_factory=dict)


def parse(text: str, root: Path) -> Command:
    """Split a command line; anything that only a shell could do makes it unusable."""
    plain = _without_braces(text)
    if not plain.replace("\n", " ").isprintable():
        return Command(text, wrong="holds characters that cannot be seen")
    if _SHELL & set(plain):
        return Command(text, wrong="needs a shell")
    try:
        words = tuple(shlex.split(plain))
    except ValueError as error:
        return Command(text, wrong=f"cannot be read: {error}")
    if not words:
        return Command(text, wrong="is empty")
    if "" in words:
        return Command(text, wrong="has an empty word")
    if words[0] in _PATHS_ONLY:
        outside = [
            word for word in words[1:] if word[0] != "-" and files.inside(root, word) is None
        ]
        if outside:
            return Command(text, wrong=f"{outside[0]} lies outside the repository")
    form = builtin.form_of(words)
    if form is None:
        return Command(text, words, doubt=f"`{words[0]}` is not on the built-in list")
    doubt = form.doubt(words, root)
    return Command(text, words, doubt=doubt, env={} if doubt else form.env)


def may_run(command: Command, terms: Terms) -> bool:
    """Do the configuration or the built-in list allow it without asking?"""
    if command.wrong:
        return False
    if terms.command_policy == "allow" or not command.doubt:
        return True
    allowed = [entry.split() for entry in terms.allowed_commands]
    return any(list(command.words[: len(entry)]) == entry for entry in allowed)


def to_allow(command: Command) -> str:
    """The entry of `allowed_commands` that lets it run: its first words, or all of them where
    these are the same as those of a harmless command."""
    return " ".join(command.words if builtin.form_of(command.words) else command.words[:2])


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
            {**site.env, **command.env},
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
