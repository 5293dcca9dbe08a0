"""Tasks as paragraphs: `**T001 [S]** - …` with fields below, `- T001 …` or `T001 …` alone."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sddtasks.parser.sites import Form
from sddtasks.parser.sites import Site
from sddtasks.parser.sites import site_of
from sddtasks.system.markdown import Document
from sddtasks.system.markdown import LineKind

_ITEM = re.compile(r"(?P<indent>[ \t]*)(?P<bullet>(?:[-*+]|\d{1,3}[.)])\s+)?(?P<text>\S.*)")


def sites(document: Document) -> Iterator[Site]:
    """Every paragraph or list item without a box that begins with an id, bold or not."""
    for line in document.lines:
        if line.kind is not LineKind.PROSE:
            continue
        match = _ITEM.match(line.text)
        if match and not match["text"].startswith("["):
            bold = match["text"].startswith(("**", "__"))
            form = Form.BOLD if bold else Form.BARE
            site = site_of(form, line.number, match["text"], len(match["indent"]))
            if site and not site.boxed:
                yield site
