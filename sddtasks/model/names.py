"""Names of files that are no plain text: how they are shown, and how a shell is told of them.

A name that is no UTF-8 is kept as Python has it from the file system, with a surrogate for each
byte that is no text. No file of ours, no screen and no other program can take these.
"""

from __future__ import annotations

import re
import shlex

_SURROGATE = re.compile("[\ud800-\udfff]")
_BYTE = 0xFF


def shown(text: str) -> str:
    """The text with `<FF>` for each byte of a name that is no text."""
    return _SURROGATE.sub(_hexadecimal, text)


def quoted(name: str) -> str:
    """The name as one word of a shell's command line."""
    if name.isprintable():
        return shlex.quote(name)
    inner = "".join(
        char if char.isprintable() and char not in "\\'" else _escaped(char) for char in name
    )
    return f"$'{inner}'"


def _hexadecimal(found: re.Match[str]) -> str:
    return f"<{ord(found[0]) & _BYTE:02X}>"


def _escaped(char: str) -> str:
    return "".join(f"\\x{byte:02x}" for byte in char.encode(errors="surrogateescape"))
