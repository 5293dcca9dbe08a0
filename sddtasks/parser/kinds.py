"""The kind of a task, judged by its words and paths; phase and section only where these are silent.

The rules are a table: the first one that holds decides. Vocabulary is in `vocabulary.py`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from sddtasks.model.plan import Kind
from sddtasks.model.plan import Phase
from sddtasks.parser import vocabulary as words
from sddtasks.parser.filekinds import is_auxiliary
from sddtasks.parser.filekinds import is_configuration
from sddtasks.parser.filekinds import is_document
from sddtasks.parser.filekinds import is_test
from sddtasks.parser.filekinds import is_test_support
from sddtasks.parser.headings import is_story
from sddtasks.parser.labels import Labelled

_CODE_SPAN = re.compile(r"`[^`]*`")
_ASIDE = re.compile(r"[(（][^()（）]*[)）]")
_CLAUSE = re.compile(r"\s[—–-]\s|[:;：；。]\s|\.\s|[（(]|[;：；。]")
_ENOUGH = 12
_READ = 400
_NAME = re.compile(r"(?<![\w.-])[\w.-]*[/\\][\w./\\-]*|\b[\w-]+\.[a-z]{1,5}\b")


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the kind is judged by: words of the title without code, paths, and the headings."""

    text: str
    paths: tuple[str, ...]
    phase: str
    section: str
    labels: str
    commands: str
    runs: bool
    """The title begins with a verb of running or checking."""
    product: bool
    """A path of the product itself is named: no test, document or configuration."""

    @property
    def here(self) -> str:
        """The nearest heading."""
        return self.section or self.phase

    @property
    def about_tests(self) -> bool:
        return any(stem in self.text for stem in words.TEST_STEMS)

    def says(self, pattern: re.Pattern[str]) -> bool:
        return pattern.search(self.text) is not None

    def begins(self, pattern: re.Pattern[str]) -> bool:
        return pattern.match(self.text) is not None

    def only(self, test: Callable[[str], bool]) -> bool:
        """Whether there are paths and all of them pass the test."""
        return bool(self.paths) and all(test(path) for path in self.paths)


def evidence(
    head: Labelled, paths: tuple[str, ...], phase: Phase, section: str, commands: tuple[str, ...]
) -> Evidence:
    """The title's own words: code and file names say nothing about the kind, nor do stories."""
    said = _NAME.sub(" ", _CODE_SPAN.sub(" ", head.title[:_READ].lower()))
    text = _headline(" ".join(said.split()))
    return Evidence(
        text=text,
        paths=paths,
        phase=_place(phase.title, is_in_story=is_story(phase.heading)),
        section=_place(section, is_in_story=False),
        labels=" ".join(head.labels).lower(),
        commands=" ".join(commands).lower(),
        runs=words.RUNS.match(text) is not None,
        product=any(not (path.endswith("/") or is_auxiliary(path)) for path in paths),
    )


@lru_cache(maxsize=1024)
def _place(heading: str, *, is_in_story: bool) -> str:
    """A heading's words without what stands in brackets; a story's own words are no hint."""
    return "" if is_in_story else _ASIDE.sub(" ", heading.lower())


def _headline(text: str) -> str:
    """What is said before the first dash, colon or bracket: the rest are details."""
    text = text.strip(" -–—:：,(（")
    for end in _CLAUSE.finditer(text):
        if end.start() >= _ENOUGH:
            return text[: end.start()]
    return text


def _labelled_test(seen: Evidence) -> bool:
    return _speaks_of(seen.labels, words.TEST_LABEL) or seen.begins(words.STARTS_RED)


def _sets_up_tests(seen: Evidence) -> bool:
    return seen.about_tests and seen.says(words.TEST_TOOLS)


def _is_no_place_for_tests(path: str) -> bool:
    """A Makefile has targets for tests, a manual speaks of them: neither holds any."""
    return (is_configuration(path) or is_document(path)) and not is_test(path)


def _is_directory(path: str) -> bool:
    return path.endswith("/")


def _supports_tests(seen: Evidence) -> bool:
    """Nothing is named but what a runner loads before the tests: nothing in it can be red."""
    return seen.only(is_test_support)


def _holds_tests(path: str) -> bool:
    return is_test(path) and not is_configuration(path)


def _writes_tests(seen: Evidence) -> bool:
    if seen.runs or seen.only(_is_no_place_for_tests) or _sets_up_tests(seen):
        return False
    if seen.only(_is_directory) and seen.begins(words.CONFIGURES):
        return False
    among_tests = not seen.product or _speaks_of(seen.here, words.TEST_PHASE)
    if seen.about_tests and (
        seen.says(words.NAMES_TESTS) or (among_tests and seen.says(words.WRITES_TESTS))
    ):
        return True
    return seen.only(_holds_tests) and not seen.begins(words.CONFIGURES)


def _documents(seen: Evidence) -> bool:
    if seen.product and not seen.begins(words.DOCUMENTS_FIRST):
        return False
    return seen.only(is_document) or seen.says(words.DOCUMENTS)


def _checks(seen: Evidence) -> bool:
    return seen.runs and not _generates(seen) and not seen.begins(words.INVENTORIES)


def _generates(seen: Evidence) -> bool:
    """`Run `npm install`` prepares, `Run `npm test`` checks."""
    generates = words.GENERATES.search(seen.commands)
    return bool(generates) and not words.CHECK_COMMANDS.search(seen.commands)


def _reads(seen: Evidence) -> bool:
    if seen.begins(words.READS_EXISTING) or seen.begins(words.INVENTORIES):
        return True
    if _in_setup(seen) and seen.begins(words.REVIEWS):
        return True
    return not seen.product and seen.begins(words.READS)


def _in_verification(seen: Evidence) -> bool:
    return not seen.product and _speaks_of(seen.section, words.VERIFICATION_SECTION)


def _prepares(seen: Evidence) -> bool:
    if seen.product and not seen.says(words.SKELETON):
        return seen.begins(words.INSTALLS)
    if seen.begins(words.IMPLEMENTS):
        return False
    if seen.runs and _generates(seen):
        return True
    return seen.says(words.PREPARES) or seen.says(words.SKELETON) or seen.only(is_configuration)


def _joins(seen: Evidence) -> bool:
    if seen.begins(words.JOINS_FIRST):
        return True
    return seen.says(words.JOINS) and not seen.begins(words.DEFINES)


def _cleans(seen: Evidence) -> bool:
    return seen.begins(words.CLEANS) and not seen.product


@lru_cache(maxsize=4096)
def _speaks_of(place: str, pattern: re.Pattern[str]) -> bool:
    return pattern.search(place) is not None


def _is_final(phase: str) -> bool:
    return _speaks_of(phase, words.FINAL_PHASE)


def _in_tests(seen: Evidence) -> bool:
    return not seen.product and _speaks_of(seen.here, words.TEST_PHASE)


def _in_setup(seen: Evidence) -> bool:
    return _speaks_of(seen.phase, words.SETUP_PHASE)


def _in_integration(seen: Evidence) -> bool:
    return any(_speaks_of(place, words.INTEGRATION_PHASE) for place in (seen.section, seen.phase))


def _nothing_built_in_setup(seen: Evidence) -> bool:
    return _in_setup(seen) and not seen.product and not seen.begins(words.IMPLEMENTS)


def _researches(seen: Evidence) -> bool:
    return _speaks_of(seen.phase, words.RESEARCH_PHASE)


def _installs(seen: Evidence) -> bool:
    configures = _in_setup(seen) and seen.begins(words.SETS_UP) and not seen.says(words.JOINS)
    return (configures or seen.begins(words.INSTALLS)) and not _writes_tests(seen)


Rule = tuple[Callable[[Evidence], bool], Kind]

_LAST: tuple[Rule, ...] = (
    (_supports_tests, Kind.SETUP),
    (_writes_tests, Kind.TEST),
    (_documents, Kind.POLISH),
    (_checks, Kind.POLISH),
    (lambda seen: seen.product and seen.begins(words.BUILDS), Kind.CODE),
    (lambda seen: True, Kind.POLISH),
)
_OTHER: tuple[Rule, ...] = (
    (_researches, Kind.SETUP),
    (_supports_tests, Kind.SETUP),
    (_labelled_test, Kind.TEST),
    (_installs, Kind.SETUP),
    (_writes_tests, Kind.TEST),
    (lambda seen: _checks(seen) and _in_setup(seen), Kind.SETUP),
    (_checks, Kind.TEST),
    (_reads, Kind.SETUP),
    (_documents, Kind.POLISH),
    (_in_tests, Kind.TEST),
    (_in_verification, Kind.TEST),
    (_joins, Kind.INTEGRATE),
    (_cleans, Kind.POLISH),
    (_prepares, Kind.SETUP),
    (_nothing_built_in_setup, Kind.SETUP),
    (_in_integration, Kind.INTEGRATE),
    (lambda seen: True, Kind.CODE),
)


def kind_of(seen: Evidence) -> Kind:
    """The kind by the first rule that holds."""
    rules = _LAST if _is_final(seen.phase) else _OTHER
    return next(kind for holds, kind in rules if holds(seen))
