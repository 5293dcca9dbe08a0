"""Does a test come near the product at all? By its imports, and what its text reaches outside."""

from __future__ import annotations

import re
from collections.abc import Iterable
from collections.abc import Iterator
from functools import cached_property
from pathlib import PurePosixPath

from sddtasks.execute import misspelling
from sddtasks.execute import substance
from sddtasks.execute import testware
from sddtasks.execute.reach import Reach
from sddtasks.execute.site import Site
from sddtasks.model.evidence import LoadFailure
from sddtasks.model.evidence import TestCase
from sddtasks.model.evidence import TestRun

_STARTS = re.compile(
    r"subprocess|\bexec\b|exec\.|spawn|runpy|popen|http|fetch|request|socket|sql|connect|Command"
    r"|\bos\.system|import_module|importlib|__import__|require\(|CliRunner|import\("
)
_LOOKS = re.compile(r"\bopen\(|[Rr]ead\w*\(|\bPath\(|\bos\.|\bfs\b|glob|exists|environ|process\.")
_READABLE = (".py", ".js", ".mjs", ".cjs", ".ts", ".tsx", ".jsx", ".mts", ".cts", ".go")
_LITERAL = re.compile(r"""["'`]([^"'`\n]*)["'`]""")
_IMPORTS = re.compile(r"^\s*(?:from|import)\s.*", re.MULTILINE)
_PROGRAM = re.compile(r"subprocess|popen|os\.system|child_process|os/exec")


class Proximity:
    """For the test files of one site."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.names = frozenset(site.repo.files())
        self.reach = Reach(site.root, self.names)

    def products(self, test: str) -> set[str]:
        """The product files that a test may reach; all of them where its text does not show it."""
        found = self.reach.of(test)
        return {path for path in (self.names if found is None else found) if self._is_product(path)}

    def far(self, tests: Iterable[str], run: TestRun | None = None) -> list[str]:
        """Tests that touch nothing of the product, with what they do instead.

        In `run` those that lack something of it have come near enough.
        """
        lacking = _lacking(run) if run else set()
        judged = [t for t in tests if t.endswith(_READABLE) and t not in lacking]
        rows = [(test, self._instead(test)) for test in judged]
        return [f"{test}  {instead}" for test, instead in rows if instead]

    def mistyped(self, run: TestRun) -> list[str]:
        """What a red run lacks and nobody will make."""
        texts = [self.reach.text(test) for test in sorted(_lacking(run))]
        planned = self.site.job.planned
        return misspelling.slips(run, texts, planned, self.names, self.site.plan_text)

    def _instead(self, test: str) -> str:
        text, reach = self.reach.text(test), self.reach.of(test)
        named = (*_LITERAL.findall(text), *_IMPORTS.findall(text))
        if reach is None and _PROGRAM.search(text) and not self._words & set(_words(named)):
            return "runs nothing of the product"
        if reach is None or any(map(self._is_product, reach)):
            return ""
        if _STARTS.search(text):
            return ""
        if self._source_names & set(re.findall(r"[\w-]+\.\w+", text)):
            return "looks at the product's source and runs nothing of it"
        return "" if _LOOKS.search(text) else "never comes near the product"

    @cached_property
    def _source_names(self) -> set[str]:
        paths = (*self.site.job.planned, *self.names)
        return {PurePosixPath(path).name for path in paths if self._is_product(path)}

    @cached_property
    def _words(self) -> set[str]:
        """What the paths of the plan and of the project consist of."""
        return {word for word in _words((*self.site.job.planned, *self.names)) if len(word) > 2}

    def _is_product(self, path: str) -> bool:
        return (
            substance.is_program(path)
            and not testware.is_support(path)
            and not testware.is_setup(path)
            and not self.site.toolchain_of(path)
        )


def _lacking(run: TestRun) -> set[str]:
    found: tuple[LoadFailure | TestCase, ...] = (*run.load_failures, *run.cases)
    return {one.file for one in found if misspelling.lacks(one)}


def _words(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        yield from re.findall(r"[a-z0-9]+", text.lower())
