"""Tests that fail at an import, run once more against stubs of what they lack.

A file that cannot be imported fails with all its tests, also with those that check nothing. With
the names served by stubs whose every use is an error, those pass or fail by themselves; a test that
reaches the product does not.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from dataclasses import replace

from sddtasks.execute import scratch
from sddtasks.execute import stubs_python
from sddtasks.execute import stubs_script
from sddtasks.execute.site import Site
from sddtasks.model.evidence import Reason
from sddtasks.model.evidence import Result
from sddtasks.model.evidence import TestRun

_ROUNDS = 3
_LANGUAGES = (stubs_python, stubs_script)


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
            for language in _LANGUAGES:
                language.answer(other.root)
            return replace(found, idle=_indifferent(other.run_tests(wanted), wanted))
        return found


def _indifferent(run: TestRun, wanted: Iterable[str]) -> tuple[str, ...]:
    """Files that pass as a whole whatever the product answers; a single test may only ask that
    nothing is raised."""
    return tuple(
        f"{file}  passes whatever the product answers"
        for file in wanted
        if run.of_file(file)
        and not run.trouble
        and all(case.result is Result.PASSED for case in run.of_file(file))
    )


def _waiting(run: TestRun) -> list[str]:
    return sorted(
        test
        for language in _LANGUAGES
        for test in language.waiting(run)
        if test.endswith(language.SUFFIXES)
    )


def _judged(run: TestRun, wanted: Iterable[str]) -> Finding:
    if run.trouble or any(failure.file in wanted for failure in run.load_failures):
        return Finding(possible=False)
    rows = []
    for case in run.cases:
        if case.result is Result.PASSED:
            rows.append(f"{case.id}  passes against a stub: it never uses what it imports")
        elif case.result is Result.SKIPPED:
            rows.append(f"{case.id}  is skipped")
        elif "async def" in case.message:
            rows.append(f"{case.id}  {case.message}")
        elif case.reason is Reason.PLACEHOLDER:
            rows.append(f"{case.id}  {Reason.PLACEHOLDER}: {case.message}")
    return Finding(tuple(rows))
