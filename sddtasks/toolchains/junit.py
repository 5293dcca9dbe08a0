"""JUnit XML as it is written in the wild: nested suites, or cases without any suite."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from sddtasks.model.evidence import Result

_FAILED = ("failure", "error", "rerunFailure", "rerunError")


@dataclass(frozen=True, slots=True)
class Case:
    """One `<testcase>`. `file` and `line` are empty where the writer leaves them out."""

    name: str
    owner: str
    file: str
    line: int
    result: Result
    is_assertion: bool = False
    type: str = ""
    message: str = ""
    text: str = ""


def cases(report: str) -> tuple[Case, ...]:
    """Every case of a report, or none where it is not XML."""
    try:
        root = ET.fromstring(report)  # noqa: S314 - written by a tool that we started
    except ET.ParseError:
        return ()
    return tuple(_cases(root, ""))


def _cases(node: ET.Element, file: str) -> Iterator[Case]:
    file = node.get("file") or node.get("filepath") or file
    if _plain(node.tag) == "testcase":
        yield _case(node, file)
        return
    for child in node:
        yield from _cases(child, file)


def _case(node: ET.Element, file: str) -> Case:
    parts = {_plain(child.tag): child for child in reversed(list(node))}
    failed = next((parts[tag] for tag in _FAILED if tag in parts), None)
    left_out = parts.get("skipped", parts.get("warning"))
    told = failed if failed is not None else left_out
    result = Result.FAILED if failed is not None else Result.SKIPPED
    if told is None and node.get("status") in ("notrun", "disabled"):
        told = ET.Element("skipped")
    return Case(
        name=node.get("name", ""),
        owner=node.get("classname") or node.get("class") or "",
        file=file,
        line=int(node.get("line") or 0),
        result=Result.PASSED if told is None else result,
        is_assertion="failure" in parts,
        type=told.get("type", "") if told is not None else "",
        message=told.get("message", "") if told is not None else "",
        text=((told.text or "").strip() or _printed(parts)) if told is not None else "",
    )


def _printed(parts: Mapping[str, ET.Element]) -> str:
    """What the test printed, for writers that put the reason there."""
    return "\n".join(
        parts[tag].text or "" for tag in ("system-out", "system-err") if tag in parts
    ).strip()


def _plain(tag: str) -> str:
    return tag.rpartition("}")[2]
