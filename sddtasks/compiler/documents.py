"""Design documents: which ones a task's references mean, and the text of their sections."""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache

from sddtasks.compiler.words import tokens
from sddtasks.system.markdown import read

_NOT_SLUG = re.compile(r"[^\w\s-]")


@dataclass(frozen=True, slots=True)
class Reference:
    """One input of a task: the documents it means, and the section's text if it names one.

    Without `paths` there is no such document; without `section` although there is an `anchor`,
    the document has no such section.
    """

    text: str
    paths: tuple[str, ...] = ()
    anchor: str = ""
    section: str = ""


def resolve(text: str, documents: Mapping[str, str]) -> Reference:
    """`data-model.md`, `contracts/`, `research.md#rate-limits` among the documents."""
    name, _, anchor = text.partition("#")
    paths = tuple(_find(name, documents))
    if not anchor or not paths:
        return Reference(text, paths, anchor)
    return Reference(text, paths[:1], anchor, section(documents[paths[0]], anchor))


def _find(name: str, documents: Mapping[str, str]) -> Iterator[str]:
    """The document itself, the one whose path ends with the name, or all of a directory."""
    wanted = _relative(name)
    if not wanted:
        return
    if wanted in documents:
        yield wanted
        return
    endings = [path for path in documents if path.endswith("/" + wanted)]
    if endings:
        yield min(endings, key=len)
        return
    inside = f"/{wanted}/"
    yield from (path for path in sorted(documents) if inside in f"/{path}")


def _relative(name: str) -> str:
    return "/".join(part for part in name.split("/") if part not in ("", ".", ".."))


@lru_cache(maxsize=256)
def sections(text: str) -> tuple[tuple[str, str, str], ...]:
    """Each heading of a document: its slug, its title, and the text up to the next of its level.

    What only looks like a heading, in a fence, a comment or a quoted block, begins and ends none.
    """
    lines = read(text.encode("utf-8", "replace")).lines
    found = [line for line in lines if line.level]
    result = []
    for position, heading in enumerate(found):
        following = (other for other in found[position + 1 :] if other.level <= heading.level)
        end = next((other.number - 1 for other in following), len(lines))
        content = "\n".join(line.text for line in lines[heading.number - 1 : end])
        result.append((slug(heading.heading), heading.heading, content))
    return tuple(result)


def near_sections(text: str, anchor: str) -> list[str]:
    """Slugs that may be meant by an anchor that leads nowhere."""
    known = list(dict.fromkeys(found for found, _, _ in sections(text)))
    return get_close_matches(anchor, known, n=2, cutoff=0.5)


def slug(title: str) -> str:
    """The anchor that GitHub gives a heading."""
    return _NOT_SLUG.sub("", title.lower()).strip().replace(" ", "-")


def section(text: str, anchor: str) -> str:
    """The section with this anchor, else the first whose heading has all of the anchor's words."""
    wanted = slug(anchor.replace("%20", " "))
    for found, _, content in sections(text):
        if found == wanted:
            return content
    words = frozenset(tokens(anchor.replace("-", " ")))
    for _, title, content in sections(text):
        if words and words <= frozenset(tokens(title)):
            return content
    return ""
