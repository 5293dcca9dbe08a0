"""Tasks that ask for a check and write nothing: it is made here, by commands or by tests."""

from __future__ import annotations

import re

from sddtasks.compiler import red
from sddtasks.execute import acceptance
from sddtasks.execute import acts
from sddtasks.execute import commands
from sddtasks.execute import redness
from sddtasks.execute.site import Site
from sddtasks.model.evidence import Result
from sddtasks.model.plan import Task

_TESTS = re.compile(r"\b(?:tests?|suite|pytest|unittest|vitest|jest|mocha)\b", re.IGNORECASE)
_MENDING = re.compile(r"\b(?:fix\w*|repair\w*|mend\w*)\b", re.IGNORECASE)
# A line of no other words asks for the suite and for nothing else: no place, count or second deed.
_WORDS = frozenset(
    "run re-run rerun execute verify ensure confirm check see make sure that if whether and"
    " then the all full whole entire complete existing new unit integration contract"
    " functional regression test tests testing suite suites pytest unittest vitest jest mocha"
    " in of for project feature they it everything still is are be do must should to pass"
    " passes passing passed green succeed succeeds fail fails failing failed red first"
    " initially before implementation as expected properly fix repair mend what any remaining"
    " failures failure errors broken".split()
)
_WORD = re.compile(r"[^\W_][\w-]*")


def can_be_done_here(task: Task) -> bool:
    """Does it ask for nothing but a check, by its commands or by the project's tests?"""
    is_check = red.is_check(task) and not (task.paths or task.removes)
    return is_check and bool(acceptance.work(task) or _asks_for_tests(task))


def _asks_for_tests(task: Task) -> bool:
    """Does its line ask for a run of the tests, and say nothing else?"""
    plain = re.sub(r"`[^`]*`", " ", task.title)
    words = {word.lower() for word in _WORD.findall(plain)}
    return bool(_TESTS.search(task.title)) and words <= _WORDS


def look(site: Site) -> tuple[str, list[str]]:
    """What the check shows, and a line for each finding that speaks against it.

    Both are empty where the task is no such check, or there is nothing to be run.
    """
    task = site.job.task
    if task is None or not can_be_done_here(task):
        return "", []
    chosen = acts.mechanical(site)
    may_run = all(commands.may_run(command, site.job.terms) for command in chosen)
    if chosen and (may_run or not _asks_for_tests(task)):
        refused = acts.run_commands(site, chosen)
        shown = ", ".join(f"`{command.text}`" for command in chosen)
        return ("", [refused.reason, *refused.details]) if refused else (f"ended well: {shown}", [])
    if site.job.tests == "off" or not _asks_for_tests(task):
        return "", []
    is_for_red = red.checks_for_red(task) and not _MENDING.search(task.title)
    return _red(site) if is_for_red else _green(site)


def _green(site: Site) -> tuple[str, list[str]]:
    """The whole suite, less the tests that may still fail."""
    wanted = [file for file in site.all_tests() if file not in site.job.pending]
    if not wanted:
        return "", []
    run = site.run_tests(wanted, "whole")
    failing = [f"{test}  {why}" for test, why in redness.reasons(run, wanted).items()]
    rows = [*failing, *[run.trouble] * bool(run.trouble)]
    passing = run.ids(Result.PASSED)
    if rows or not passing:
        return "", rows
    return f"the whole suite was run: {len(passing)} tests pass", []


def _red(site: Site) -> tuple[str, list[str]]:
    """The tests that were validated and whose code is still to be written."""
    wanted = site.tests_among(site.job.pending)
    if not wanted:
        return "", []
    run = site.run_tests(wanted)
    rows = [f"{test}  passes" for test in sorted(run.ids(Result.PASSED))]
    rows += [run.trouble] * bool(run.trouble)
    failing = redness.reasons(run, wanted)
    if rows or not failing:
        return "", rows
    return f"{len(failing)} tests were run and fail as they should", []
