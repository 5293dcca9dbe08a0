"""The two sides of a statement as tasks of this plan, and what nothing can be made of."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass

from sddtasks.compiler.catalogue import problem
from sddtasks.compiler.groups import Group
from sddtasks.compiler.groups import Groups
from sddtasks.compiler.groups import named
from sddtasks.model.plan import Problem
from sddtasks.model.plan import Ref
from sddtasks.model.plan import Statement

_TREE = "tree"
_Ids = tuple[str, ...]
_Parts = tuple[_Ids, ...]


@dataclass(frozen=True, slots=True)
class Sides:
    """Pairs of ids: all of the first precede all of the second, and none is in both."""

    pairs: tuple[tuple[_Ids, _Ids], ...]
    problems: tuple[Problem, ...]


def sides(statement: Statement, known: Groups, index: Mapping[str, int]) -> Sides:
    """Both sides as known ids; "everything" means everything before or behind the other side.

    A statement of which nothing remains is a Problem, unless its unknown ids are one already, both
    sides mean the same tasks, or a tree only draws a group above its own tasks.
    """
    near = _group(statement.after, known, statement.before.ids).ids
    before = _group(statement.before, known, near)
    after = _group(statement.after, known, before.ids)
    lost = tuple(_lost(statement, (*before.missing, *after.missing)))
    before, after = _relative(before, after, index)
    pairs = tuple(_pairs(statement, before, after, known, index))
    alike = set(before.ids) == set(after.ids)
    if pairs or lost or alike or not (before.ids and after.ids) or statement.rule == _TREE:
        return Sides(pairs, lost)
    text = f"one side is part of the other, and nothing comes before it: {statement.text}"
    return Sides((), (problem("SDD045", statement.line, text),))


def _group(ref: Ref, known: Groups, near: Sequence[str]) -> Group:
    ids = tuple(dict.fromkeys(name for name in ref.ids if name in known.phase_of))
    if ids or ref.ids or not ref.words:
        return Group((ids,) if ids else ())
    return named(ref.words, known, near)


def _lost(statement: Statement, words: Sequence[str]) -> Iterator[Problem]:
    for name in dict.fromkeys(words):
        yield problem("SDD045", statement.line, f"no group of tasks is called {name!r}")


def _relative(before: Group, after: Group, index: Mapping[str, int]) -> tuple[Group, Group]:
    if before.everything and after.ids:
        first = min(index[name] for name in after.ids)
        before = Group((tuple(name for name, place in index.items() if place < first),))
    if after.everything and before.ids:
        last = max(index[name] for name in before.ids)
        after = Group((tuple(name for name, place in index.items() if place > last),))
    return before, after


def _pairs(
    statement: Statement, before: Group, after: Group, known: Groups, index: Mapping[str, int]
) -> Iterator[tuple[_Ids, _Ids]]:
    if not (before.ids and after.ids):
        return
    early = _meant(before, after.ids, known, lambda part, others: _is_behind(part, others, index))
    late = _meant(after, _union(early), known, lambda part, others: _is_behind(others, part, index))
    for left, right in _by_phase(early, late, known):
        for pair in _apart(statement, left, right, index):
            if pair[0] and pair[1]:
                yield pair


def _meant(
    group: Group, others: _Ids, known: Groups, is_wrong: Callable[[_Ids, _Ids], bool]
) -> _Parts:
    """The parts of a group that can be meant beside the other side's tasks.

    Of several headings of the same name it is none on the wrong side of them, rather one of their
    phase, and there none that holds them.
    """
    phases = {known.phase_of[name] for name in others}
    wishes: tuple[Callable[[_Ids], bool], ...] = (
        lambda part: set(part) != set(others),
        lambda part: not is_wrong(part, others),
        lambda part: any(known.phase_of[name] in phases for name in part),
        lambda part: not set(part) & set(others),
    )
    parts = group.parts
    for wish in wishes:
        parts = tuple(part for part in parts if wish(part)) or parts
    return parts


def _is_behind(part: _Ids, others: _Ids, index: Mapping[str, int]) -> bool:
    return min(map(index.__getitem__, part)) > max(map(index.__getitem__, others))


def _by_phase(early: _Parts, late: _Parts, known: Groups) -> Iterator[tuple[_Ids, _Ids]]:
    """Where both names occur in several phases, each phase has a pair of its own."""
    shared = _phases(early, known).keys() & _phases(late, known).keys()
    if len(early) > 1 and len(late) > 1 and shared:
        for phase, left in _phases(early, known).items():
            if phase in shared:
                yield left, _phases(late, known)[phase]
    else:
        yield _union(early), _union(late)


def _phases(parts: _Parts, known: Groups) -> dict[str, _Ids]:
    result: dict[str, _Ids] = {}
    for name in _union(parts):
        phase = known.phase_of[name]
        result[phase] = (*result.get(phase, ()), name)
    return result


def _apart(
    statement: Statement, before: _Ids, after: _Ids, index: Mapping[str, int]
) -> Iterator[tuple[_Ids, _Ids]]:
    """Both sides without what they share. Of a group around the other side the rest is meant: if
    it is named in words, for each task on the other side what stands before or behind it."""
    common = set(before) & set(after)
    left = tuple(name for name in before if name not in common)
    right = tuple(name for name in after if name not in common)
    if not common or (left and right):
        yield left, right
    elif statement.rule == _TREE:
        return
    elif left and statement.before.ids:
        yield left, after
    elif left:
        for late in after:
            yield tuple(name for name in left if index[name] < index[late]), (late,)
    elif right and statement.after.ids:
        yield before, right
    elif right:
        for early in before:
            yield (early,), tuple(name for name in right if index[name] > index[early])


def _union(parts: _Parts) -> _Ids:
    return tuple(dict.fromkeys(name for part in parts for name in part))
