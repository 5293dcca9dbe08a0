"""Does a failing line of a test fail whatever the product does? For the brace languages.

A piece of code is *inert* when no name in it can depend on the product: literals, the test
library, variables that are given nothing else. Judged by outline only, and in doubt not inert:
a placeholder that is overlooked is caught later, a good test that is refused is not.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from collections.abc import Iterator
from dataclasses import dataclass

from sddtasks.toolchains.braces import block_end
from sddtasks.toolchains.braces import enclosing
from sddtasks.toolchains.braces import line_of
from sddtasks.toolchains.braces import masked
from sddtasks.toolchains.braces import names
from sddtasks.toolchains.braces import offset
from sddtasks.toolchains.braces import statement

_CONDITION = re.compile(r"(?:^|;)\s*(?:if|while|for|switch)\b(.*)", re.DOTALL)
_LABELS = re.compile(r"\b\w+\s*:(?![:=])")
_LINE_START = re.compile("^")
_ASSIGNED = r"(?<![.\w$])%s\b(?:\s*,\s*\w+)*\s*(?::\s*[^=\n;{]+)?(?::=|[-+*/]?=(?![=>]))([^\n;]*)"
_TYPED = r"^\s*var\s+%s\s+[^=\n]+=([^\n]*)"
_HANDED_ON = r"&(?:mut )?%s\b|[({\[,]\s*%s\s*[,)}\]]|(?:=>|\|)\s*\(?\s*%s\s*(?:\+\+|[-+]?=(?!=))"
_LEAVES = re.compile(r"\breturn\b|\?;")


@dataclass(frozen=True, slots=True)
class Language:
    """What a language's tests look like.

    `always`: fails when it is reached; `check`: an assertion, up to its opening parenthesis;
    `function`: the header of a function's block; `undefined`: a declaration of `%s` without a
    value; `inert`: keywords, the test library and what else has nothing to do with a product.
    """

    always: re.Pattern[str]
    check: re.Pattern[str]
    function: re.Pattern[str]
    undefined: str
    inert: frozenset[str]
    mask: Callable[[str], str] = masked


def is_placeholder(language: Language, text: str, line: int) -> bool:
    """Is the statement at this line reached unconditionally, and fails it without the product?"""
    place = _Place.at(language, text, line)
    return place.unconditional and (place.fails or place.inert(place.statement))


def is_inert_line(language: Language, text: str, line: int) -> bool:
    """Does the statement leave the product alone, whatever condition guards it?"""
    place = _Place.at(language, text, line, whole=True)
    return place.inert(place.statement)


def always_fails(language: Language, text: str, line: int) -> bool:
    """Is it a `throw` or `fail(…)` of the test's own?"""
    return _Place.at(language, text, line).fails


@dataclass(frozen=True, slots=True)
class _Place:
    """A statement of a test, with the blocks around it."""

    language: Language
    code: str
    line: int
    position: int
    fails: bool
    blocks: tuple[tuple[str, int], ...]

    @classmethod
    def at(cls, language: Language, text: str, line: int, *, whole: bool = False) -> _Place:
        """At what always fails on the line, if anything does and not the whole line is meant."""
        code = language.mask(text)
        fails = not whole and bool(language.always.search(line_of(code, line)))
        position = offset(code, line, language.always if fails else language.check)
        return cls(language, code, line, position, fails, enclosing(code, position))

    @property
    def statement(self) -> str:
        skipped = self.position - offset(self.code, self.line, _LINE_START)
        return statement(self.code, self.line)[skipped:]

    @property
    def unconditional(self) -> bool:
        """No condition around it in its function, and no way out before it, is the product's."""
        functions = [i for i, (header, _) in enumerate(self.blocks) if self._is_function(header)]
        if not functions:
            return False
        body = self.code[self.blocks[functions[-1]][1] : self.position]
        guards = [header for header, _ in self.blocks[functions[-1] + 1 :]]
        return not _LEAVES.search(body) and all(map(self._inert_guard, guards))

    def inert(self, expression: str, seen: frozenset[str] = frozenset()) -> bool:
        judged = self.language.check.sub("(", _LABELS.sub("", expression))
        return all(self._inert_name(name, seen) for name in names(judged))

    def _is_function(self, header: str) -> bool:
        return bool(self.language.function.search(header))

    def _inert_guard(self, header: str) -> bool:
        match = _CONDITION.search(header)
        return match is not None and self.inert(match[1])

    def _inert_name(self, name: str, seen: frozenset[str]) -> bool:
        if name in self.language.inert or name in seen:
            return True
        for begin, end in self._scopes():
            values = list(self._values(name, self.code[begin:end]))
            if values:
                private = not self._shared(name, begin, end)
                return private and all(self.inert(value, seen | {name}) for value in values)
        return False

    def _scopes(self) -> Iterator[tuple[int, int]]:
        """The functions around the place, innermost first, then the file."""
        for header, begin in reversed(self.blocks):
            if self._is_function(header):
                yield begin, block_end(self.code, begin)
        yield 0, len(self.code)

    def _values(self, name: str, scope: str) -> Iterator[str]:
        """Everything that is assigned to the name; a declaration alone gives it nothing."""
        escaped = re.escape(name)
        if re.search(self.language.undefined % escaped, scope, re.MULTILINE):
            yield ""
        for pattern in (_ASSIGNED, _TYPED):
            yield from re.findall(pattern % escaped, scope, re.MULTILINE)

    def _shared(self, name: str, begin: int, end: int) -> bool:
        """May someone else give it a value: a call that gets hold of it, a callback, a pattern?"""
        scope = self.language.check.sub(lambda match: " " * len(match[0]), self.code[begin:end])
        if re.search(_HANDED_ON.replace("%s", re.escape(name)), scope):
            return True
        around = {start for _, start in self.blocks}
        for match in re.finditer(rf"(?<![.\w$]){re.escape(name)}\b", scope):
            blocks = enclosing(self.code, begin + match.start())
            inner = (start for header, start in blocks if self._is_function(header))
            if any(start > begin and start not in around for start in inner):
                return True
        return False
