"""Trailers of a commit message as git defines them: `Key: value` lines in its last paragraph."""

from __future__ import annotations

import re

_TRAILER = re.compile(r"(?P<key>[A-Za-z0-9][A-Za-z0-9-]*)[ \t]*:(?P<value>.*)", re.DOTALL)
_OF_GIT = ("Signed-off-by: ", "(cherry picked from commit ")


def read(message: str) -> list[tuple[str, str]]:
    """Every trailer in its order. What stands in the subject or in the body is none, and a last
    paragraph that is prose has none."""
    lines = _last_paragraph(message)
    others = len([line for line in lines if not _belongs(line)])
    is_of_git = any(line.startswith(_OF_GIT) for line in lines)
    if others and not (is_of_git and 3 * (len(lines) - others) >= others):
        return []
    whole = re.sub(r"\n[ \t]+", " ", "\n".join(lines)).split("\n")
    found = [match for line in whole if (match := _TRAILER.fullmatch(line))]
    return [(match["key"], match["value"].strip(" \t\r")) for match in found]


def _last_paragraph(message: str) -> list[str]:
    """The lines behind the last empty one; none where that is the subject."""
    lines = message.rstrip("\n \t\r").split("\n")
    empty = [number for number, line in enumerate(lines) if not line.strip(" \t\r")]
    return lines[empty[-1] + 1 :] if empty and empty[0] else []


def _belongs(line: str) -> bool:
    """A trailer, the continuation of one, or what git itself writes between them."""
    return bool(_TRAILER.fullmatch(line)) or line[:1] in " \t" or line.startswith(_OF_GIT)
