"""Can tests fail? They are run against a product that is broken on purpose."""

from __future__ import annotations

import re
from collections.abc import Iterable

from sddtasks.execute import mutants
from sddtasks.execute import scratch
from sddtasks.execute import substance
from sddtasks.execute import testware
from sddtasks.execute.mutants import Flaw
from sddtasks.execute.reach import Reach
from sddtasks.execute.site import Site
from sddtasks.model.evidence import Result
from sddtasks.model.evidence import TestRun

_OUTSIDE = re.compile(
    r"\bopen\(|[Rr]ead\w*\(|\bPath\(|subprocess|\bexec\b|exec\.|spawn|http|fetch|request|\bos\.|"
    r"\bfs\b|glob|socket|sql|connect|Command|environ|process\.|import_module|require\("
)


def unnoticed(site: Site, tests: Iterable[str], overlay: Iterable[str]) -> list[str] | None:
    """What speaks for it that tests cannot fail, by file; None where nobody can tell."""
    names = frozenset(site.repo.files())
    reach = Reach(site.root, names)
    subjects = {test: _subjects(site, reach, test, names) for test in tests}
    idle = [
        f"{test}  never comes near the product"
        for test, products in subjects.items()
        if not products and not _OUTSIDE.search(reach.text(test))
    ]
    idle += [
        f"{test}  reads the product's source and runs nothing of it"
        for test, products in subjects.items()
        if not products and _reads_source(reach, test, names)
    ]
    if idle:
        return idle
    wanted = tuple(test for test, products in subjects.items() if products)
    products = {path for found in subjects.values() for path in found}
    found = [_with(site, wanted, overlay, products, flaw) for flaw in Flaw]
    told = [rows for rows in found if rows is not None]
    return [row for rows in told for row in rows] if told else None


def _with(
    site: Site, tests: tuple[str, ...], overlay: Iterable[str], products: set[str], flaw: Flaw
) -> list[str] | None:
    reach = Reach(site.root, frozenset(products))
    texts = {path: mutants.broken(path, reach.text(path), flaw) for path in sorted(products)}
    if not any(texts.values()) or not tests:
        return None
    with scratch.tree(site, site.repo.head() or "HEAD", overlay) as other:
        for path, text in texts.items():
            if text is not None:
                (other.root / path).write_text(text, encoding="utf-8")
        run = other.run_tests(tests)
    if run.trouble:
        return None
    silent = [test for test in tests if not _notices(run, test)]
    return [f"{test}  passes while every function of the product {flaw}" for test in silent]


def _notices(run: TestRun, file: str) -> bool:
    if any(failure.file == file for failure in run.load_failures):
        return True
    return any(case.result is Result.FAILED for case in run.of_file(file))


def _subjects(site: Site, reach: Reach, test: str, names: frozenset[str]) -> set[str]:
    """The product files that a test may reach; all of them where its text does not show it."""
    found = reach.of(test)
    return {
        path
        for path in (names if found is None else found)
        if substance.is_program(path)
        and not testware.is_support(path)
        and not testware.is_setup(path)
        and not site.toolchain_of(path)
    }


def _reads_source(reach: Reach, test: str, names: frozenset[str]) -> bool:
    text = reach.text(test)
    return any(
        substance.is_program(path) and path != test and path.rpartition("/")[2] in text
        for path in names
    )
