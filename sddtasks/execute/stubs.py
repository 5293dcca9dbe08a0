"""Tests that fail at an import, run once more against stubs of what they lack.

A file that cannot be imported fails with all its tests, also with those that check nothing. With
the names served by stubs whose every use is an error, those pass or fail by themselves; a test that
reaches the product does not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import replace

from sddtasks.execute import scratch
from sddtasks.execute import stubs_python
from sddtasks.execute import stubs_script
from sddtasks.execute.site import Site
from sddtasks.model.evidence import Reason
from sddtasks.model.evidence import Result
from sddtasks.model.evidence import TestCase
from sddtasks.model.evidence import TestRun
from sddtasks.model.evidence import unreported

_ROUNDS = 3
_OWN_FAULT = re.compile(r"^in setup: (?:AssertionError|Failed|FixtureLookupError)|fixture '")
_LANGUAGES = (stubs_python, stubs_script)
_ANSWERS = ((stubs_python.answer, stubs_script.answer), (stubs_python.answer_oddly,))


@dataclass(frozen=True, slots=True)
class Finding:
    """`idle`: tests that never use what they import, with what they did instead. `possible`: could
    the files be loaded with stubs at all?"""

    idle: tuple[str, ...] = ()
    possible: bool = True


def look(site: Site, base: str, run: TestRun, overlay: Iterable[str]) -> Finding | None:
    """None where no test of a language that we can stub lacks its product; run elsewhere."""
    wanted = _waiting(run)
    if not wanted:
        return None
    with scratch.tree(site, base, overlay) as other:
        for _ in range(_ROUNDS):
            if not _waiting(run):
                break
            for language in _LANGUAGES:
                own = [test for test in wanted if test.endswith(language.SUFFIXES)]
                language.serve(other.root, own, run, site.job.planned)
            run = other.run_tests(wanted)
        found = _judged(run, wanted)
        if found.possible and not found.idle:
            thrown = run.ids(Result.PASSED)
            return replace(found, idle=tuple(_indifferent(other, wanted, thrown)))
        return found


def _indifferent(site: Site, wanted: list[str], thrown: frozenset[str]) -> Iterator[str]:
    """Tests that pass whatever the product answers. One that asserts nothing may do so, as long as
    it is not all that there is: it asks that nothing is raised.

    `thrown`: those that passed when every use of the product was an error. They may ask for just
    that, but not pass with an answer as well.
    """
    passing: set[str] = set()
    for number, answers in enumerate(_ANSWERS):
        for answer in answers:
            answer(site.root)
        run = site.run_tests(wanted)
        if run.trouble:
            return
        found = run.ids(Result.PASSED)
        if not number:
            yield from (
                f"{test}  passes whatever the product does" for test in sorted(thrown & found)
            )
        passing = passing & found if number else set(found)
        if not passing:
            return
    for file in wanted:
        cases = {case.id for case in run.of_file(file)}
        if cases and cases <= passing:
            yield f"{file}  passes whatever the product answers"
            continue
        text = (site.root / file).read_text(encoding="utf-8", errors="replace")
        asserting = stubs_python.claims(text) if file.endswith(stubs_python.SUFFIXES) else set()
        for test in sorted(cases & passing):
            if test.rpartition("::")[2].partition("[")[0] in asserting:
                yield f"{test}  passes whatever the product answers"


def _waiting(run: TestRun) -> list[str]:
    return sorted(
        test
        for language in _LANGUAGES
        for test in language.waiting(run)
        if test.endswith(language.SUFFIXES)
    )


def _judged(run: TestRun, wanted: Iterable[str]) -> Finding:
    empty = [f for f in run.load_failures if f.file in wanted and f.reason is Reason.NO_TESTS]
    rows = [f"{failure.file}  {failure.message}" for failure in empty]
    if run.trouble or any(f.file in wanted for f in run.load_failures if f not in empty):
        return Finding(possible=False)
    rows += [f"{case.id}  {told}" for case in run.cases if (told := _idleness(case))]
    own = (file for file in wanted if file.endswith(stubs_python.SUFFIXES))
    rows += [f"{test}  does not run" for file in own for test in unreported(run, file)]
    return Finding(tuple(rows))


def _idleness(case: TestCase) -> str:
    """What a test does instead of using its subject."""
    if case.result is Result.PASSED and not case.file.endswith(stubs_script.SUFFIXES):
        return "passes against a stub: it never uses what it imports"
    if case.result is Result.SKIPPED:
        return "is skipped"
    by_itself = case.reason is Reason.ENVIRONMENT and _OWN_FAULT.search(case.message)
    if by_itself or "async def" in case.message:
        return case.message
    return f"{Reason.PLACEHOLDER}: {case.message}" if case.reason is Reason.PLACEHOLDER else ""
