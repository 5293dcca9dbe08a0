"""Mermaid gantt charts: `Orders (T002) :b1, after a1, 1d` after the bar that is called `a1`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sddtasks.model.plan import Ref
from sddtasks.model.plan import Statement
from sddtasks.parser.depends_ids import Ids
from sddtasks.system.markdown import Fence

_BAR = re.compile(r"(?P<text>[^:%]+):(?P<data>.*)")
_NAME = re.compile(r"[A-Za-z_][\w-]*")
_TAGS = frozenset("done active crit milestone vert".split())


def gantt(fence: Fence, ids: Ids) -> Iterator[Statement]:
    """What the bars that name tasks wait for, if that names tasks as well."""
    if not any(line.strip() == "gantt" for line in fence.content[:3]):
        return
    named: dict[str, tuple[str, ...]] = {}
    for offset, line in enumerate(fence.content, 1):
        bar = _BAR.match(line)
        if bar is None:
            continue
        refs = ids.mark(bar["text"])
        own = refs.of(refs.text)
        for part in map(str.strip, bar["data"].split(",")):
            if part.startswith("after "):
                before = tuple(name for key in part.split()[1:] for name in named.get(key, ()))
                if before and own:
                    yield Statement(
                        Ref(before), Ref(own), "gantt", fence.line + offset, line.strip()
                    )
            elif _NAME.fullmatch(part) and part not in _TAGS:
                named[part] = own
