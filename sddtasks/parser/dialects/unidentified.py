"""Tasks without ids: headings `### 1. …` with fields below, or else every outermost check box."""

from __future__ import annotations

import re
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import replace

from sddtasks.parser.dialects import checkbox
from sddtasks.parser.dialects import heading
from sddtasks.parser.sites import Site
from sddtasks.system.markdown import Document

_FIELDS_NEAR = 4
_FIELD = re.compile(
    r"\s*(?:[-*+]\s+)?(?:\*\*|__)?(?:priority|depend\w+|estimat\w+|effort|status|files?|acceptance"
    r"|优先级|依赖|估时|文件|优先|依存|優先度|приоритет|зависим\w*|prioridad|prioridade|priorité|priorität)",
    re.IGNORECASE,
)


def sites(document: Document) -> tuple[Site, ...]:
    """Numbered headings that look like tasks; without them check boxes, numbered in order."""
    headings = [site for site in heading.sites(document) if site.numbered]
    described = [site for site in headings if _has_fields(document, site)]
    if described and 2 * len(described) >= len(headings):
        return tuple(described)
    boxes = (box for box in map(checkbox.read_box, document.lines) if box)
    outermost = _outermost(box for box in boxes if box.text or box.ids)
    return tuple(replace(box, ids=(str(n),)) for n, box in enumerate(outermost, 1))


def _has_fields(document: Document, site: Site) -> bool:
    below: Sequence[str] = [
        line.text for line in document.lines[site.line : site.line + _FIELDS_NEAR]
    ]
    return any(_FIELD.match(text) for text in below)


def _outermost(boxes: Iterable[Site]) -> Iterator[Site]:
    """Boxes that are not nested in the one before them."""
    indent = 0
    for box in boxes:
        if box.indent <= max(indent, 1):
            indent = box.indent
            yield box
