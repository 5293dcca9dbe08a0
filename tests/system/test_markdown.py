"""The Document: what each line is."""

from __future__ import annotations

from sddtasks.system.markdown import Line
from sddtasks.system.markdown import LineKind
from sddtasks.system.markdown import read

SIGNS = {
    LineKind.PROSE: ".",
    LineKind.HEADING: "#",
    LineKind.ROW: "|",
    LineKind.FENCE: "`",
    LineKind.COMMENT: "!",
    LineKind.FRONT_MATTER: "-",
}


def kinds(text: str) -> str:
    return "".join(SIGNS[line.kind] for line in read(text.encode()).lines)


def test_each_line_has_a_kind() -> None:
    text = (
        "---\nname: x\n---\n# Title\n\n- [ ] T001 a\n\n  ```sh\n  # no heading\n  ```\n<!--\n"
        "- [ ] T002\n-->\n| a | b |\n|---|---|\n| 1 | 2 |\n\nText\n"
    )
    assert kinds(text) == "---#...```!!!|||.."


def test_line_ends_and_byte_order_mark_are_no_text() -> None:
    document = read(b"\xef\xbb\xbf# A\r\nb\rc\n")
    assert [line.text for line in document.lines] == ["# A", "b", "c"]
    assert document.lines[0].heading == "A"


def test_headings_know_their_level_and_text() -> None:
    lines = read(b"# One #\n\nTwo\n===\n\n### `T001` **x** ##\n").lines
    assert [(line.level, line.heading) for line in lines if line.level] == [
        (1, "One"),
        (1, "Two"),
        (3, "`T001` **x**"),
    ]


def test_a_rule_below_a_paragraph_makes_no_heading() -> None:
    assert kinds("**Checkpoint**: done\n---\n## Phase 2\n") == "..#"


def test_dashes_at_the_start_without_keys_are_no_front_matter() -> None:
    assert read(b"---\nSome text.\n---\n").front_matter == ()
    assert read(b'---\na: 1\nb: "two"\n---\nx\n').front_matter == (("a", "1"), ("b", "two"))


def test_tables_are_cut_into_cells() -> None:
    table = read(b"| ID | Task |\n|----|------|\n| T001 | a \\| `b` |\n").tables[0]
    assert table.header.cells == ("ID", "Task")
    assert table.rows[0].line == 3
    assert table.rows[0].cells == ("T001", "a | `b`")


def test_a_fence_that_never_ends_costs_its_own_line_only() -> None:
    document = read(b"```sh\nls\n```\n```sh\n- [ ] T001 a\n## Phase 2\n")
    assert document.unclosed == (4,)
    assert "".join(SIGNS[line.kind] for line in document.lines) == "```..#"


def test_lines_that_are_not_utf8_are_named() -> None:
    document = read(b"good\nb\xffd\nalso good\n")
    assert document.undecodable == (2,)
    assert document.lines[2] == Line(3, "also good")
