"""Which test tasks are written before their code, so that their tests must fail at first."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass

from sddtasks.compiler.matching import without_paths
from sddtasks.compiler.words import Role
from sddtasks.compiler.words import roles
from sddtasks.model.links import Edge
from sddtasks.model.plan import Task

_CHECKING = re.compile(
    r"^(?:\W*(?:final|manual(?:ly)?|full|re-?)\W+)?(?:run|re-?run|execute|verify|validate|confirm"
    r"|check|ensure|smoke|walk|perform|review|measure|проверить|запустить|прогнать|ejecutar"
    r"|verificar|validar|executar|vérifier|exécuter|prüfen)\b"
    r"|^(?:运行|验证|检查|確認|検証|실행|확인)|\bmanual(?:ly)?\b|手动|手動|вручную",
    re.IGNORECASE,
)
_AFTERWARDS = re.compile(
    r"\bregressions?\b|\bexisting (?:\w+ )?tests?\b|\bstill (?:pass|work)|回归|回帰|регресс",
    re.IGNORECASE,
)
_SEEN_FAILING = re.compile(r"\bfail(?:s|ing|ed)?\b|\bred\b|失败|失敗", re.IGNORECASE)
_DATA = re.compile(r"\bfixtures?\b|\btest data\b|\bsample data\b|\bmock data\b", re.IGNORECASE)
_DOCUMENT = re.compile(r"\.(?:md|markdown|mdx|txt|rst|adoc)$", re.IGNORECASE)
_RED = re.compile(r"(?:^|[\W_])red(?:$|[\W_])", re.IGNORECASE)
_WRITTEN_FIRST = re.compile(
    r"\btdd\b|\b(?:write|written) first\b|\bmust (?:initially )?fail\b|\bbefore (?:the )?implement",
    re.IGNORECASE,
)
_FIRST = re.compile(
    r"\bfirst\b|\btdd\b|\bbefore\b|\bfail|\bred\b|测试优先|優先|优先|先行|ファースト|必须在"
    r"|сначала|primero|primeiro|d'abord|zuerst",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What is known around the test tasks. `products`: phase → its code tasks, in order."""

    index: Mapping[str, int]
    phase_of: Mapping[str, str]
    headings: Mapping[str, str]
    products: Mapping[str, Sequence[str]]
    polish: frozenset[str]
    links: Mapping[str, Mapping[str, bool]]


def is_check(task: Task) -> bool:
    """A task that runs or inspects something instead of writing tests."""
    return bool(_CHECKING.search(task.title)) or task.title.startswith("`")


def checks_for_red(task: Task) -> bool:
    """A task that looks whether tests fail, before their code is written."""
    return is_check(task) and bool(_SEEN_FAILING.search(task.title))


def declared(writers: Iterable[Task], around: Surroundings) -> frozenset[str]:
    """Tests that a heading, a label or a later check (`verify that they fail`) wants first."""
    writers = tuple(writers)
    failing = {
        (task.phase, task.section): around.index[task.id]
        for task in writers
        if checks_for_red(task)
    }
    return frozenset(
        task.id
        for task in writers
        if task.phase not in around.polish
        and not (is_check(task) and (task.commands or not task.paths))
        and (
            any(_RED.search(label) for label in task.labels)
            or _says_first(task.section)
            or _says_first(around.headings.get(task.phase, ""))
            or around.index[task.id] < failing.get((task.phase, task.section), -1)
        )
    )


def _says_first(heading: str) -> bool:
    return Role.TESTS in roles(heading) and bool(_FIRST.search(heading))


def first(
    writers: Iterable[Task], wanted: frozenset[str], around: Surroundings, stated: Iterable[Edge]
) -> frozenset[str]:
    """The tests that really come first: wanted first, or in front of the code they are about."""
    behind = frozenset(_behind_code(stated, around))
    last = max(_products(around), default=-1)
    own_phase = any(around.phase_of[name] not in around.products for name in wanted)

    def comes_first(task: Task) -> bool:
        place = around.index[task.id]
        if task.phase in around.polish or task.id in behind or _cannot_fail(task):
            return False
        if task.id in wanted:
            return place < last
        if is_check(task) or _AFTERWARDS.search(without_paths(task)) or _is_late(task, around):
            return False
        own = [around.index[name] for name in around.products.get(task.phase, ())]
        if _WRITTEN_FIRST.search(task.title):
            return bool(own) and place < max(own)
        linked = [code for code, decides in around.links.get(task.id, {}).items() if decides]
        if linked:
            later = (code for code in linked if around.index[code] > place)
            return any(around.phase_of[code] == task.phase for code in later)
        return not own_phase and bool(own) and place < min(own)

    return frozenset(task.id for task in writers if comes_first(task))


def _products(around: Surroundings) -> Iterator[int]:
    for phase, names in around.products.items():
        if phase not in around.polish:
            yield from (around.index[name] for name in names)


def _cannot_fail(task: Task) -> bool:
    """Check lists, reports and data for tests."""
    if _DATA.search(task.title) and all(path.endswith("/") for path in task.paths):
        return True
    return bool(task.paths) and all(_DOCUMENT.search(path) for path in task.paths)


def _is_late(task: Task, around: Surroundings) -> bool:
    """In a phase of tests that is not said to come first, or in nothing but directories."""
    heading = around.headings.get(task.phase, "")
    only_directories = bool(task.paths) and all(path.endswith("/") for path in task.paths)
    return roles(heading)[:1] == (Role.TESTS,) or only_directories


def _behind_code(stated: Iterable[Edge], around: Surroundings) -> Iterator[str]:
    """Tasks that wait for code of their own phase because the document says so."""
    outgoing = defaultdict[str, list[str]](list)
    for edge in stated:
        if around.phase_of.get(edge.before) == around.phase_of.get(edge.after):
            outgoing[edge.before].append(edge.after)
    reached: set[str] = set()
    queue = [name for names in around.products.values() for name in names]
    while queue:
        for name in outgoing.get(queue.pop(), ()):
            if name not in reached:
                reached.add(name)
                queue.append(name)
                yield name
