"""Design documents: file_dep for whole ones, text in the digest for sections."""

from __future__ import annotations

import pytest

from sddtasks.compiler.documents import resolve
from sddtasks.compiler.documents import section
from tests.compiler.reading import codes
from tests.compiler.reading import compiled
from tests.compiler.reading import the

DOCUMENTS = {
    "specs/001-shop/data-model.md": (
        "# Data\n\n## Order\n\nHas a number.\n\n## Price\n\nIs positive.\n"
    ),
    "specs/001-shop/contracts/orders.yaml": "openapi: 3.0.0\n",
    "specs/001-shop/contracts/prices.yaml": "openapi: 3.0.0\n",
    "specs/001-shop/quickstart.md": "# Quickstart\n",
}


def plan(line: str, more: str = "") -> str:
    return f"# Tasks: Shop\n## Phase 1: Core\n- [ ] T001 {line}\n{more}"


def test_a_whole_document_is_an_input() -> None:
    links = compiled(plan("Order in src/order.py per data-model.md"), DOCUMENTS).links["T001"]
    assert links.file_dep == ("specs/001-shop/data-model.md",)
    assert links.documents == ("specs/001-shop/data-model.md",)


def test_a_section_is_not_an_input_but_part_of_the_definition() -> None:
    text = plan("Order in src/order.py per data-model.md#order")
    before = compiled(text, DOCUMENTS).links["T001"]
    assert before.file_dep == ()
    assert before.documents == ("specs/001-shop/data-model.md#order",)
    name = "specs/001-shop/data-model.md"
    elsewhere = {**DOCUMENTS, name: DOCUMENTS[name].replace("positive", "not negative")}
    there = {**DOCUMENTS, name: DOCUMENTS[name].replace("a number", "two numbers")}
    assert compiled(text, elsewhere).links["T001"].digest == before.digest
    assert compiled(text, there).links["T001"].digest != before.digest


def test_a_document_that_some_task_writes_is_no_input() -> None:
    text = plan(
        "Order in src/order.py per data-model.md",
        "- [ ] T002 Update specs/001-shop/data-model.md\n",
    )
    assert compiled(text, DOCUMENTS).links["T001"].file_dep == ()


@pytest.mark.parametrize(
    ("reference", "paths"),
    [
        ("data-model.md", ("specs/001-shop/data-model.md",)),
        ("contracts/orders.yaml", ("specs/001-shop/contracts/orders.yaml",)),
        ("specs/001-shop/quickstart.md", ("specs/001-shop/quickstart.md",)),
        ("./quickstart.md", ("specs/001-shop/quickstart.md",)),
        (
            "contracts/",
            ("specs/001-shop/contracts/orders.yaml", "specs/001-shop/contracts/prices.yaml"),
        ),
        ("research.md", ()),
        ("model.md", ()),
    ],
)
def test_resolving(reference: str, paths: tuple[str, ...]) -> None:
    assert resolve(reference, DOCUMENTS).paths == paths


TEXT = (
    "# API\n\n## Rate limits (v2)\n\nTen.\n\n### Burst\n\nTwo.\n\n"
    "## Errors\n\n```\n# no heading\n```\n"
)


@pytest.mark.parametrize(
    ("anchor", "found"),
    [
        ("rate-limits-v2", "## Rate limits (v2)\n\nTen.\n\n### Burst\n\nTwo.\n"),
        ("rate-limits", "## Rate limits (v2)\n\nTen.\n\n### Burst\n\nTwo.\n"),
        ("burst", "### Burst\n\nTwo.\n"),
        ("no-heading", ""),
        ("prices", ""),
    ],
)
def test_sections(anchor: str, found: str) -> None:
    assert section(TEXT, anchor).rstrip() == found.rstrip()


@pytest.mark.parametrize(
    "inside",
    [
        "```bash\n# install it\npip install shop\n```",
        "~~~\n## not a heading\n~~~",
        "````md\n```\n# inner\n```\n# outer\n````",
        "- step\n\n  ```sh\n  # in a list\n  ```",
        "1. step\n   - inner\n     ~~~\n     ## deeper\n     ~~~",
        "<!--\n## hidden\n-->",
        "> ## quoted\n> words",
        "Set `# this` and\n#hashtag",
    ],
)
def test_only_real_headings_end_a_section(inside: str) -> None:
    text = f"# API\n\n## Limits\n\n{inside}\n\nTen.\n\n## Errors\n\nNone.\n"
    assert section(text, "limits") == f"## Limits\n\n{inside}\n\nTen.\n"
    assert section(text, "errors") == "## Errors\n\nNone."


@pytest.mark.parametrize("anchor", ["hidden", "quoted", "shown"])
def test_what_only_looks_like_a_heading_begins_no_section(anchor: str) -> None:
    text = "# API\n<!--\n## Hidden\n-->\n> ## Quoted\n\n```\n## Shown\n```\n"
    assert section(text, anchor) == ""


def test_underlined_headings_begin_and_end_sections() -> None:
    text = "API\n===\n\nLimits\n------\n\nTen.\n\nErrors\n------\n\n# Other\n"
    assert section(text, "limits") == "Limits\n------\n\nTen.\n"
    assert section(text, "errors") == "Errors\n------\n"
    assert section(text, "api").endswith("Errors\n------\n")


def test_a_document_that_does_not_exist() -> None:
    found = the(
        compiled(plan("Order in src/order.py per contracts/order.yaml"), DOCUMENTS), "SDD025"
    )
    assert "orders.yaml" in found.hint


@pytest.mark.parametrize("name", ["data-modell.md", "data_model.md", "datamodel.md"])
def test_a_misspelt_document(name: str) -> None:
    graph = compiled(plan(f"Order in src/order.py from the entities in `{name}`"), DOCUMENTS)
    assert the(graph, "SDD025").text.startswith(name)
    assert "data-model.md" in the(graph, "SDD025").hint


def test_another_document_is_no_misspelt_one() -> None:
    line = "Order in src/order.py per docs/data-modell.md, models.md and quickstart-2.md"
    assert "SDD025" not in codes(compiled(plan(line), DOCUMENTS))


def test_a_section_that_does_not_exist() -> None:
    found = the(
        compiled(plan("Order in src/order.py per data-model.md#orders-and-carts"), DOCUMENTS),
        "SDD026",
    )
    assert "specs/001-shop/data-model.md" in found.text


def test_documents_elsewhere_in_the_repository_exist_too() -> None:
    graph = compiled(
        plan("Order in src/order.py per contracts/old.yaml"), DOCUMENTS, lambda path: True
    )
    assert "SDD025" not in codes(graph)
