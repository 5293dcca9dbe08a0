"""Foreign text made safe for where it goes: terminal, one line, JSON, Markdown, a prompt's tag.

Titles, test names, documents and what agents print are written by others. Every place that shows
or stores them as text calls the one function here that is named after that place.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from sddtasks.model import names

# Invisible, or able to move, reorder, hide or colour what stands around them. Joiners stay: emoji
# and several scripts need them; so do the marks of direction that reorder nothing else.
_RAW = (
    r"\x00-\x08\x0b-\x1f\x7f-\x9f"  # C0 without tab and line feed, DEL, C1
    r"\u2028\u2029"  # ends of a line for some programs
    r"\u202a-\u202e\u2066-\u206f"  # embeddings, overrides and isolates of direction
    r"\ud800-\udfff"  # halves of a character, which no encoding has
    r"\U000e0000-\U000e007f"  # tags: text that nobody sees
)
_FLAG = r"\U0001f3f4[\U000e0030-\U000e007a]{1,7}\U000e007f"  # the only proper use of tags
_CONTROL = re.compile(rf"(?P<flag>{_FLAG})|(?P<control>[{_RAW}])")
_STYLE = re.compile(r"\x1b\[[0-9;:]{0,40}m")
_SEQUENCE = re.compile(
    r"\x1b\[[0-?]{0,40}[ -/]{0,4}[@-~]"  # CSI: colours, moves, erasing
    r"|\x1b[\]PX^_][^\x07\x1b]{0,4000}(?:\x07|\x1b\\)"  # OSC, DCS, SOS, PM, APC: strings
    r"|\x1b[ -/]{0,4}[0-~]"  # the short ones
)
_BYTES = range(0xDC80, 0xDD00)  # as Python keeps them: errors="surrogateescape"
_LINE_END = re.compile("\r\n|[\n\r\t\v\f\x85\u2028\u2029]")
_LEADING = re.compile(r"^(\s*(?:\d{1,9}(?=[.)](?:\s|$))|(?=[#>+=-])))")
_MARKDOWN = re.compile(r"[\\`*\[\]~]|(?<![^\W_])_|_(?![^\W_])")
_ENTITY = re.compile(r"&(?=#?\w{1,32};)")
_CODE = re.compile(r"(`[^`]+`)")
_FENCES = re.compile(r"<(?=\s*/?\s*(?:document|hint|output|task)\b)", re.IGNORECASE)


def terminal(text: str) -> str:
    """Text for a terminal or a log of CI: lines stay lines; control characters are shown as `\\x1b`
    instead of being obeyed. Colours are dropped."""
    if text.isascii() and text.isprintable():
        return text
    return _CONTROL.sub(_shown, _STYLE.sub("", text.replace("\r\n", "\n")))


def line(text: str) -> str:
    """The same on one line: every end of a line and every tab becomes a space."""
    return terminal(_LINE_END.sub(" ", text))


def live(text: str) -> str:
    """A line that a running program prints: what it does to the terminal is dropped, not shown.
    After a carriage return a program writes over what stood there."""
    return line(_SEQUENCE.sub("", text.rstrip("\r\n").rpartition("\r")[2]))


def name(text: str) -> str:
    """A name or path as a value on one line, from which `read_name` makes the same name again: a
    JSON string where the plain text would not do."""
    plain = text == line(text) == text.strip() and not text.startswith('"') and " | " not in text
    return text if plain else json.dumps(text)


def read_name(text: str) -> tuple[str, str]:
    """The name with which a value begins, and what follows it; a plain name ends before ` | `."""
    if text.startswith('"'):
        try:
            found, end = json.JSONDecoder().raw_decode(text)
        except ValueError:
            found = None
        if isinstance(found, str):
            return found, text[end:]
    found, bar, rest = text.partition(" | ")
    return found, bar + rest


def as_json(value: object, *, indent: int | None = None) -> str:
    """A JSON text that people can read, without a raw control character."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    return _CONTROL.sub(lambda found: found["flag"] or json.dumps(found[0])[1:-1], text)


def markdown(text: str) -> str:
    """Text in the middle of a Markdown document: one line that is neither HTML nor markup. Code in
    single backticks stays code."""
    text = line(text)
    is_paired = "``" not in text and text.count("`") % 2 == 0
    parts = _CODE.split(text) if is_paired else [text]
    parts[::2] = [_inert(part) for part in parts[::2]]
    return _LEADING.sub(r"\1\\", "".join(parts))


def cell(text: str) -> str:
    """`markdown` in a cell of a table."""
    return markdown(text).replace("|", "\\|")


def code(text: str) -> str:
    """Text as a code span of Markdown, with as many backticks around it as it takes."""
    text = line(text)
    longest = max((len(found) for found in re.findall("`+", text)), default=0)
    marks = "`" * (longest + 1)
    return f"{marks} {text} {marks}" if longest else f"{marks}{text}{marks}"


def prompt(text: str) -> str:
    """Text inside one of the tags that mark foreign text in a prompt: it cannot end its tag."""
    return _FENCES.sub("&lt;", terminal(text))


def prompt_lines(lines: Sequence[str]) -> list[str]:
    """The same for each of these lines, none of which becomes two."""
    return [_FENCES.sub("&lt;", line(text)) for text in lines]


def _inert(text: str) -> str:
    """Without markup, entities and tags."""
    return _ENTITY.sub("&amp;", _MARKDOWN.sub(r"\\\g<0>", text)).replace("<", "&lt;")


def _shown(found: re.Match[str]) -> str:
    """A flag as it is, a byte of a name that is no text in hexadecimal, any other character as
    Python would write it."""
    if found["flag"]:
        return found["flag"]
    point = ord(found["control"])
    if point in _BYTES:
        return names.shown(found["control"])
    if point < 0x100:
        return f"\\x{point:02x}"
    return f"\\u{point:04x}" if point < 0x10000 else f"\\U{point:08x}"
