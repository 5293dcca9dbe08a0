"""Which code a test is about, as far as names can tell: paths, routes, identifiers, mentions."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import replace
from pathlib import PurePosixPath

from sddtasks.compiler.words import telling
from sddtasks.compiler.words import tokens
from sddtasks.model.ids import expand_range
from sddtasks.model.plan import Kind
from sddtasks.model.plan import Task

_MARKERS = frozenset(
    """test spec contract unit integration e2e it functional component acceptance smoke index main
    init mod lib src""".split()
)
_ROUTE = re.compile(r"\b(GET|POST|PUT|PATCH|DELETE|HEAD)\b[\s`'\"]+(/[\w{}:/.<>$-]*)")
_PARAMETER = re.compile(r"\{[^}]*\}|:\w+|<[^>]*>|\$\w+")
_IDENTIFIER = re.compile(r"\b(?:[A-Z][a-z0-9]+(?:[A-Z][a-z0-9]*)+|[a-z]\w*(?:_\w+)+)\b")
_WIDE = re.compile(
    r"integration|e2e|end.to.end|acceptance|scenario|journey|workflow|quickstart|smoke|集成|統合|统合"
    r"|端到端|통합|интеграц|integraci|integraç|intégration",
    re.IGNORECASE,
)
_INTERFACE = re.compile(r"\b(?:interfaces?|protocols?|types?|schemas?|skeleton|stubs?)\b|接口")
_ID = r"[A-Z]{1,5}-?\d+(?:\.\d+)*[a-z]?"
_MENTION = re.compile(rf"\b({_ID})(?:\s*(?:-|–|—|~|〜|to|through|\.\.)\s*({_ID}))?")
_PASSING = re.compile(
    r"\bpass|\bgreen|\btests?\b|\bsatisf|\bmake\b|通过|通過|测试|成功|合格|テスト|проход|пройти",
    re.IGNORECASE,
)
_COMMON_SHARE = 8
_MAX_LINKS = 12


@dataclass(frozen=True, slots=True)
class Match:
    """A test task and a code task it is about. `decides`: once the last of them is done, it passes.

    A match that does not decide only tells which tests are of interest to the code task.
    """

    test: str
    code: str
    decides: bool


def is_wide(task: Task) -> bool:
    """A test that needs more than one unit of the product."""
    return bool(_WIDE.search(task.title) or any(_WIDE.search(path) for path in task.paths))


def matches(tests: Sequence[Task], codes: Sequence[Task]) -> Iterator[Match]:
    """Every recognisable pair of a test task and a code task; linear in the number of tasks."""
    yield from _mentions(tests, codes)
    yield from _contracts(tests, codes)
    wide = {task.id for task in tests if is_wide(task)}
    for find in (_routes, _stems, _identifiers, _titles):
        for match in find(tests, codes):
            yield replace(match, decides=False) if match.test in wide else match


def _mentions(tests: Sequence[Task], codes: Sequence[Task]) -> Iterator[Match]:
    """`Tests: T005 should pass` in the text of a code task."""
    ids = [task.id for task in tests]
    known = frozenset(ids)
    for task in codes:
        for line in (task.title, *task.body):
            if _PASSING.search(line):
                for test in _ids(line, ids, known):
                    yield Match(test, task.id, decides=True)


def _ids(line: str, ids: Sequence[str], known: frozenset[str]) -> Iterator[str]:
    for match in _MENTION.finditer(line):
        first, last = match.group(1), match.group(2)
        if last:
            yield from expand_range(first, last, ids)
        elif first in known:
            yield first


def _routes(tests: Sequence[Task], codes: Sequence[Task]) -> Iterator[Match]:
    """The same HTTP method and path."""
    by_route = defaultdict[tuple[str, str], list[Task]](list)
    for task in codes:
        for route in _routes_of(task):
            by_route[route].append(task)
    for test in tests:
        for route in _routes_of(test):
            for task in by_route[route][:_MAX_LINKS]:
                yield Match(test.id, task.id, decides=True)


def _routes_of(task: Task) -> Iterator[tuple[str, str]]:
    for method, path in _ROUTE.findall(task.title):
        yield method, _PARAMETER.sub("{}", path).rstrip("/.")


def _contracts(tests: Sequence[Task], codes: Sequence[Task]) -> Iterator[Match]:
    """The same contract, named as a whole by both."""
    by_contract = defaultdict[str, list[Task]](list)
    for task in codes:
        for document in task.inputs:
            if "contracts/" in document:
                by_contract[PurePosixPath(document).name].append(task)
    for test in tests:
        for document in test.inputs:
            for task in by_contract.get(PurePosixPath(document).name, [])[:_MAX_LINKS]:
                yield Match(test.id, task.id, decides=False)


def _stems(tests: Sequence[Task], codes: Sequence[Task]) -> Iterator[Match]:
    """`test_order_service.py` is about `services/order.py` and `order_service.py`."""
    by_token = defaultdict[str, list[tuple[Task, frozenset[str], frozenset[str]]]](list)
    for task in codes:
        for path in task.paths:
            stem, around = _stem(path)
            if stem:
                by_token[min(stem)].append((task, stem, around))
    for test in tests:
        for path in test.paths:
            wanted, _ = _stem(path)
            for token in wanted:
                for task, stem, around in by_token.get(token, ())[:_MAX_LINKS]:
                    if stem <= wanted <= stem | around:
                        yield Match(test.id, task.id, decides=_settles(task))


def _stem(path: str) -> tuple[frozenset[str], frozenset[str]]:
    """The telling tokens of a file's name without its extensions, and those of its directories."""
    directory, _, file = path.rpartition("/")
    name = file.split(".", 1)[0] or file
    return frozenset(tokens(name)) - _MARKERS, frozenset(tokens(directory))


def _identifiers(tests: Sequence[Task], codes: Sequence[Task]) -> Iterator[Match]:
    """The same identifier in both titles (`OrderBook`), unless half of the plan names it."""
    yield from _shared(
        tests, codes, lambda task: frozenset(_IDENTIFIER.findall(without_paths(task))), least=1
    )


def _titles(tests: Sequence[Task], codes: Sequence[Task]) -> Iterator[Match]:
    """Most of the test's telling words in the code's title, in the same story."""
    yield from _shared(tests, codes, lambda task: telling(without_paths(task)) - _MARKERS, least=2)


def without_paths(task: Task) -> str:
    """The title without its paths, whose words are no words about the task."""
    text = task.title
    for path in task.paths:
        text = text.replace(path, " ")
    return text


def _shared(
    tests: Sequence[Task],
    codes: Sequence[Task],
    words_of: Callable[[Task], frozenset[str]],
    least: int,
) -> Iterator[Match]:
    by_word = defaultdict[str, list[Task]](list)
    for task in codes:
        for word in words_of(task):
            by_word[word].append(task)
    most = max(3, len(codes) // _COMMON_SHARE)
    for test in tests:
        words = {word for word in words_of(test) if 0 < len(by_word.get(word, ())) <= most}
        hits = defaultdict[str, int](int)
        found: dict[str, Task] = {}
        for word in words:
            for task in by_word[word]:
                if task.story == test.story:
                    hits[task.id] += 1
                    found[task.id] = task
        enough = max(least, (len(words) + 1) // 2)
        for name, count in hits.items():
            if count >= enough:
                yield Match(test.id, name, decides=_settles(found[name]))


def _settles(task: Task) -> bool:
    """An interface alone makes no test pass."""
    return task.kind is Kind.INTEGRATE or not _INTERFACE.search(task.title.lower())


def by_test(found: Iterable[Match]) -> Mapping[str, dict[str, bool]]:
    """For each test its code tasks, and whether that match decides."""
    result = defaultdict[str, dict[str, bool]](dict)
    for match in found:
        links = result[match.test]
        links[match.code] = links.get(match.code, False) or match.decides
    return result
