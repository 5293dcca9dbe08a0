"""Does a test come near the product at all? By its imports, and what its text reaches outside."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from collections.abc import Iterator
from functools import cached_property
from pathlib import PurePosixPath

from sddtasks.execute import substance
from sddtasks.execute import testware
from sddtasks.execute.reach import Reach
from sddtasks.execute.site import Site
from sddtasks.model.evidence import LoadFailure
from sddtasks.model.evidence import Reason
from sddtasks.model.evidence import TestCase
from sddtasks.model.evidence import TestRun

_STARTS = re.compile(
    r"subprocess|\bexec\b|exec\.|spawn|runpy|popen|http|fetch|request|socket|sql|connect|Command"
    r"|\bos\.system|import_module|importlib|__import__|require\(|CliRunner|import\("
)
_LOOKS = re.compile(r"\bopen\(|[Rr]ead\w*\(|\bPath\(|\bos\.|\bfs\b|glob|exists|environ|process\.")
_READABLE = (".py", ".js", ".mjs", ".cjs", ".ts", ".tsx", ".jsx", ".mts", ".cts", ".go")
_CLOSE = 0.8
_FAR = (Reason.MISSING, Reason.AMBIGUOUS)
_LITERAL = re.compile(r"""["'`]([^"'`\n]*)["'`]""")
_IMPORTS = re.compile(r"^\s*(?:from|import)\s.*", re.MULTILINE)
_TAKEN = re.compile(r"^\s*from\s+(?:[\w.]+\.)?(\w+)\s+import\s+\(?([\w\s,]+)", re.MULTILINE)
_SHORTEST = 5
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
        """Missing modules that nobody will make: they are written almost as one that is planned."""
        planned = (path for path in self.site.job.planned if path.endswith(".py"))
        modules = {PurePosixPath(path).stem for path in planned}
        known = modules | {PurePosixPath(path).stem for path in self.names}
        rows = []
        for name in sorted(_missing_modules(run)):
            last = name.rpartition(".")[2]
            near = difflib.get_close_matches(last, modules, 1, _CLOSE)
            if last not in known and near:
                rows.append(f"{name}  will never be made: the plan has {near[0]}")
        return [*rows, *self._misspelt(run, modules)]

    def _misspelt(self, run: TestRun, modules: set[str]) -> Iterator[str]:
        """Names taken from planned modules that are those of the plan but for a slip."""
        words = set(re.findall(r"[A-Za-z_]\w*", self.site.plan_text))
        for test in sorted(_lacking(run)):
            for match in _TAKEN.finditer(self.reach.text(test)):
                names = re.findall(r"[A-Za-z_]\w*", match[2]) if match[1] in modules else []
                for name in names:
                    meant = next((word for word in words if _is_slip(name, word)), "")
                    if name not in words and meant:
                        yield f"{match[1]}.{name}  will never be made: the plan has {meant}"

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


def _is_slip(name: str, word: str) -> bool:
    """The same letters in another order, and both ends in their places."""
    return (
        len(name) == len(word) >= _SHORTEST
        and name != word
        and (name[0], name[-1]) == (word[0], word[-1])
        and sorted(name) == sorted(word)
    )


def _missing_modules(run: TestRun) -> set[str]:
    found: tuple[LoadFailure | TestCase, ...] = (*run.load_failures, *run.cases)
    lacking = (one for one in found if one.reason in _FAR and "No module named" in one.message)
    return {name for one in lacking for name in one.missing}


def _lacking(run: TestRun) -> set[str]:
    found: tuple[LoadFailure | TestCase, ...] = (*run.load_failures, *run.cases)
    return {one.file for one in found if one.reason in _FAR}


def _words(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        yield from re.findall(r"[a-z0-9]+", text.lower())
