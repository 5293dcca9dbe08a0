"""A task's title as plain text: no bold, no strike-through, no done sign at its end."""

from __future__ import annotations

import re

from sddtasks.system.markdown import LONGEST

CODE = re.compile(r"`+[^`]*`+")
_STRONG = re.compile(r"(?<![\w/*.])\*\*(?=\S)((?:(?!\*\*).)+?)(?<=\S)\*\*(?![\w/])")
_LONE_STRONG = re.compile(r"(?<![\w/*.])\*\*(?![\w/*.])|(?<=\s)\*\*|\*\*(?=\s|$)")
_DONE_SIGNS = " ✅✓✔☑\ufe0f"


def plain(text: str) -> str:
    """The text without its markup; code spans keep theirs."""
    if len(text) > LONGEST:
        return " ".join(text.split())
    pieces, end = [], 0
    for code in CODE.finditer(text):
        pieces += [_unmarked(text[end : code.start()]), code[0]]
        end = code.end()
    pieces.append(_unmarked(text[end:]))
    return " ".join("".join(pieces).split()).rstrip(_DONE_SIGNS)


def _unmarked(text: str) -> str:
    if "**" in text:
        text = _LONE_STRONG.sub("", _STRONG.sub(r"\1", text))
    return text.replace("~~", "")
