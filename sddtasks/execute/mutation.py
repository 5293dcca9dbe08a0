"""Can tests fail? They are run against a product that is broken on purpose."""

from __future__ import annotations

from collections.abc import Iterable

from sddtasks.execute import mutants
from sddtasks.execute import scratch
from sddtasks.execute.mutants import Flaw
from sddtasks.execute.proximity import Proximity
from sddtasks.execute.reach import Reach
from sddtasks.execute.site import Site
from sddtasks.model.evidence import Result
from sddtasks.model.evidence import TestRun


def unnoticed(site: Site, tests: Iterable[str], overlay: Iterable[str]) -> list[str] | None:
    """What speaks for it that tests cannot fail, by file; None where nobody can tell."""
    near = Proximity(site)
    subjects = {test: near.products(test) for test in tests}
    far = near.far(subjects)
    if far:
        return far
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
