"""Which refs the gits below a process have moved: git writes that down where GIT_TRACE_REFS says.

What is written there was done by a descendant of that process. Another process's doing, and that of
a descendant which has dropped the variable, is not.
"""

from __future__ import annotations

import contextlib
import re
from dataclasses import dataclass
from dataclasses import field
from pathlib import Path

_UPDATED = re.compile(r"\d+: (\S+) [0-9a-f]+ -> ([0-9a-f]+) \(F=")
_DELETED = re.compile(r"\d+\s+(refs/\S+)$")
_SYMBOLIC = re.compile(r"create_symref: (\S+) -> (\S+) ")
_RENAMED = re.compile(r"(?:rename|copy)_ref: (\S+) -> (\S+) ")


def environment(file: Path) -> dict[str, str]:
    """The variable that makes git write to `file`."""
    return {"GIT_TRACE_REFS": str(file)}


@dataclass
class Moves:
    """`to`: refs with the values that they got, empty for deleted ones; `renamed`: refs that got
    or lost the value of another one."""

    to: set[tuple[str, str]] = field(default_factory=set)
    renamed: set[str] = field(default_factory=set)

    def include(self, name: str, value: str) -> bool:
        """Was the ref brought to what it is now? `value`: a commit, `ref: refs/…`, or nothing."""
        return (name, value.removeprefix("ref: ")) in self.to or name in self.renamed

    def add(self, file: Path) -> None:
        """Read a trace; a file that is not there says nothing."""
        with contextlib.suppress(OSError), file.open("rb") as stream:
            for line in stream:
                said = line.decode(errors="surrogateescape").rstrip("\n")
                self._read(said.partition("refs/debug.c:")[2])

    def _read(self, said: str) -> None:
        if found := _UPDATED.search(said):
            self.to.add((found[1], found[2] if found[2].strip("0") else ""))
        elif found := _SYMBOLIC.search(said):
            self.to.add((found[1], found[2]))
        elif found := _RENAMED.search(said):
            self.renamed.update(found.groups())
        elif found := _DELETED.match(said):
            self.to.add((found[1], ""))
