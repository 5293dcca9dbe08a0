"""Which of the sites define the tasks: one form leads, the others only say the same again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import replace

from sddtasks.parser.ids import is_usual
from sddtasks.parser.ids import names_a_task
from sddtasks.parser.ids import prefix_of
from sddtasks.parser.outline import Outline
from sddtasks.parser.sites import Form
from sddtasks.parser.sites import Site

_CHECKLIST = re.compile(
    r"check-?list|validation|verification (?:result|status)|acceptance|definition of done"
    r"|success criteria|progress|summary|status|sign-?off|coverage|traceability|dependenc|parallel"
    r"|action items?|notes?$|检查|清单|验证|依赖|进度|总结|チェック|検証|依存|進捗|サマリ"
    r"|체크|검증|의존|진행"
    r"|провер|зависим|прогресс|итог|dependenci|dependênci|dépendanc|abhängig",
    re.IGNORECASE,
)


def choose(sites: Iterable[Site], outline: Outline) -> tuple[Site, ...]:
    """The sites that define tasks, in document order; each still with all of its ids."""
    believed = _of_one_style(_believed(list(sites)))
    single = [site for site in believed if len(site.ids) == 1]
    leading = _leading_form(single)
    defining = [site for site in single if site.form is leading]
    defining = _once([*defining, *_joining(single, defining, leading, outline)], outline)
    ranges = _ranges(believed, _ids(defining))
    marked = _with_marks(defining, single)
    return tuple(sorted([*marked, *ranges], key=lambda site: site.line))


_JOINING = frozenset({Form.BOX, Form.HEADING, Form.ROW})


def _joining(
    sites: Iterable[Site], leaders: Sequence[Site], leading: Form, outline: Outline
) -> Iterator[Site]:
    """Sites of another form, with ids of the same kind that the leading form does not define."""
    known = _ids(leaders)
    prefixes = {prefix_of(identifier) for identifier in known}
    headings = {site.line for site in leaders if leading is Form.HEADING}
    for site in sites:
        if site.form is leading or site.form not in _JOINING or site.ids[0] in known:
            continue
        inside = any(heading.line in headings for heading in outline.around(site.line))
        if prefix_of(site.ids[0]) in prefixes and not inside:
            yield site


def _ids(sites: Iterable[Site]) -> set[str]:
    return {identifier for site in sites for identifier in site.ids}


def _believed(sites: Sequence[Site]) -> list[Site]:
    """Without ids of requirements, and without unusual ids that stand alone (`- [ ] B12 cells`)."""
    numbers: dict[str, set[str]] = {}
    for site in sites:
        for identifier in site.ids:
            numbers.setdefault(prefix_of(identifier), set()).add(identifier)
    return [
        site
        for site in sites
        if all(
            names_a_task(identifier)
            and (is_usual(identifier) or len(numbers[prefix_of(identifier)]) > 1)
            for identifier in site.ids
        )
        and not (site.numbered and not site.named and site.form is not Form.BOX)
    ]


def _of_one_style(sites: list[Site]) -> list[Site]:
    """Only `T001` or only `1.2`: the other one numbers steps or sections."""
    numbered = len({site.ids for site in sites if site.numbered})
    lettered = len({site.ids for site in sites if not site.numbered})
    return [site for site in sites if site.numbered is (numbered > lettered)]


def _leading_form(sites: Sequence[Site]) -> Form:
    """The form that defines most ids, except that a list of boxes needs only half of a table's."""
    usual = [site for site in sites if is_usual(site.ids[0])]
    by_form: dict[Form, set[str]] = {form: set() for form in Form}
    for site in usual or sites:
        by_form[site.form].add(site.ids[0])
    boxes, rows = by_form[Form.BOX], by_form[Form.ROW]
    if boxes and 2 * len(boxes & rows) >= len(rows):
        by_form[Form.ROW] = set()
    if any(ids for form, ids in by_form.items() if form is not Form.BARE):
        by_form[Form.BARE] = set()
    return max(Form, key=lambda form: (len(by_form[form]), -form))


def _once(sites: Sequence[Site], outline: Outline) -> list[Site]:
    """Without repetitions: struck out, in a check list, or in a second table."""
    counts = Counter(site.ids[0] for site in sites)
    proper: set[str] = set()
    doubtful = []
    for site in sites:
        unmarked = site.form is Form.BOX and not site.boxed
        if counts[site.ids[0]] > 1 and (unmarked or site.struck or _in_checklist(site, outline)):
            doubtful.append(site)
        else:
            proper.add(site.ids[0])
    dropped = {id(site) for site in doubtful if site.ids[0] in proper}
    kept = [site for site in sites if id(site) not in dropped]
    return _one_table(kept)


def _in_checklist(site: Site, outline: Outline) -> bool:
    stack = outline.around(site.line)
    return any(_CHECKLIST.search(heading.plain) for heading in stack if heading.level > 1)


def _one_table(sites: list[Site]) -> list[Site]:
    """Of two rows with the same id, the one with a status box or with more columns is the task."""
    best: dict[str, Site] = {}
    for site in sites:
        if site.form is Form.ROW:
            other = best.get(site.ids[0])
            if other is None or (site.boxed, len(site.fields)) > (other.boxed, len(other.fields)):
                best[site.ids[0]] = site
    return [site for site in sites if site.form is not Form.ROW or best[site.ids[0]] is site]


def _ranges(sites: Iterable[Site], known: set[str]) -> Iterable[Site]:
    """Headings that define a range of which nothing is defined elsewhere; or boxes, if alone."""
    forms = {Form.HEADING} if known else _JOINING
    for site in sites:
        if len(site.ids) > 1 and site.form in forms and not known & set(site.ids):
            known = known | set(site.ids)
            yield site


def _with_marks(sites: Iterable[Site], others: Iterable[Site]) -> Iterable[Site]:
    """A task without a box of its own takes the mark of a box that repeats its id."""
    boxes = {site.ids[0]: site.mark for site in others if site.form is Form.BOX}
    for site in sites:
        repeated = None if site.boxed else boxes.get(site.ids[0])
        yield replace(site, mark=repeated) if repeated else site
