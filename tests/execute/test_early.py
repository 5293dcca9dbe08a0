"""Which part a task plays, and what of a test's needs it answers for."""

from __future__ import annotations

import pytest

from sddtasks.execute import early
from sddtasks.execute.early import Part
from sddtasks.model.plan import Kind
from sddtasks.model.plan import Task


def task(title: str, *paths: str, kind: Kind = Kind.CODE) -> Task:
    return Task("T001", title, 1, 1, "1", kind, paths=paths)


@pytest.mark.parametrize(
    ("title", "path", "part"),
    [
        ("Define the ExchangeAdapter interface in", "internal/exchange/adapter.go", "interface"),
        ("Store trait in", "src/store.rs", "interface"),
        ("Notifier protocol for senders in", "shop/notify.py", "interface"),
        ("Outgoing mail in", "shop/ports/mail.py", "interface"),
        ("OHLCV Candle model in", "internal/candle.go", "model"),
        ("Implement the User entity in", "src/user.ts", "model"),
        ("Candle struct with validation in", "src/candle.rs", "model"),
        ("Money in", "app/models/money.py", "model"),
        ("User interface for orders in", "src/orders.tsx", None),
        ("Listen on port 8080 in", "shop/server.py", None),
        ("Memory store that implements the Store interface in", "shop/memory.py", None),
        ("Order service in", "shop/orders.py", None),
    ],
)
def test_the_part_of_a_task(title: str, path: str, part: str | None) -> None:
    assert early.part_of(task(f"{title} {path}", path)) == (Part(part) if part else None)
    assert early.part_of(task(title, path, kind=Kind.INTEGRATE)) is None


@pytest.mark.parametrize(
    ("missing", "owed"),
    [
        ("shop.ports", True),
        ("shop.ports.Anything", True),
        ("ports.Store", True),
        ("store.Ledger", True),
        ("Store", True),
        ("shop.memory.MemoryStore", False),
        ("memory.NewStore", False),
        ("Store.add", False),
        ("shop.portside", False),
    ],
)
def test_what_a_task_is_to_provide(missing: str, owed: bool) -> None:
    """A name in its line, or in a module that it alone writes."""
    one = task("Store interface and Ledger interface in src/shop/ports.py", "src/shop/ports.py")
    assert early.is_owed(missing, one, ()) is owed


def test_a_module_that_others_go_on_with_is_not_its_own() -> None:
    one = task("Store interface in shop/ports.py", "shop/ports.py")
    other = task("Memory store in shop/ports.py", "shop/ports.py")
    assert not early.is_owed("shop.ports.Memory", one, (other,))
    assert early.is_owed("shop.ports.Store", one, (other,))
