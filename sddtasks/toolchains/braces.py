"""Reading source code of the brace languages by its outline: blocks, statements, names."""

from __future__ import annotations

import re

_LITERAL = re.compile(
    r"""//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`|'(?:\\.|[^'\\\n])*'""", re.DOTALL
)
_NAME = re.compile(r"(?<![\w.])[A-Za-z_]\w*")


def masked(text: str) -> str:
    """The same text with comments blanked and string literals emptied; positions stay."""
    return _LITERAL.sub(_blank, text)


def _blank(match: re.Match[str]) -> str:
    literal = match[0]
    inside = re.sub(r"[^\n]", " ", literal[1:-1])
    return " " + inside + " " if literal[0] == "/" else literal[0] + inside + literal[-1]


def enclosing(code: str, position: int) -> tuple[tuple[str, int], ...]:
    """The blocks around a position of masked code: what stands before each brace, and where.

    A brace on a line of its own belongs to the line above.
    """
    stack: list[tuple[str, int]] = []
    for match in re.finditer(r"[{}]", code[:position]):
        if match[0] == "{":
            before = code[: match.start()].rstrip(" \t")
            before = before.rstrip() if before.endswith("\n") else before
            header = before[max(map(before.rfind, "\n{}")) + 1 :].strip()
            stack.append((header, match.start()))
        elif stack:
            stack.pop()
    return tuple(stack)


def block_end(code: str, begin: int) -> int:
    """The position after the brace that closes the one at `begin`."""
    depth = 0
    for match in re.finditer(r"[{}]", code[begin:]):
        depth += 1 if match[0] == "{" else -1
        if depth == 0:
            return begin + match.end()
    return len(code)


def line_of(code: str, line: int) -> str:
    """The text of a 1-based line, empty where there is none."""
    lines = code.splitlines()
    return lines[line - 1] if 0 < line <= len(lines) else ""


def offset(code: str, line: int, word: re.Pattern[str]) -> int:
    """Where the pattern, or else the first word, begins on a 1-based line."""
    text = line_of(code, line)
    match = word.search(text)
    inner = match.start() if match else len(text) - len(text.lstrip())
    return sum(map(len, code.splitlines(keepends=True)[: line - 1])) + inner


def statement(code: str, line: int) -> str:
    """The statement that begins at a line: on until its brackets are closed."""
    depth = 0
    found = []
    for text in code.splitlines()[line - 1 : line + 40]:
        found.append(text)
        depth += sum(text.count(opening) for opening in "([{")
        depth -= sum(text.count(closing) for closing in ")]}")
        if depth <= 0:
            break
    return "\n".join(found)


def names(code: str) -> tuple[str, ...]:
    """Identifiers that are not selected from another one: `shop` and `x` in `shop.New(x.id)`."""
    return tuple(_NAME.findall(code))
