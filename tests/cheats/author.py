"""Writes behaviours down: what they replace, and at which task, for one scene."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.cheats.behaviour import Behaviour
from tests.cheats.behaviour import Deed
from tests.cheats.behaviour import Scene
from tests.cheats.deeds import write


@dataclass(frozen=True, slots=True)
class Author:
    """The author of one scene's behaviours."""

    scene: Scene

    @property
    def product(self) -> str:
        """The file of T005."""
        return self.scene.product("receipt")

    @property
    def test(self) -> str:
        """The file of T003, which T005 is tested by."""
        return self.scene.paths["receipt_test"]

    def red(
        self, name: str, text: str, *more: Deed, quick: bool = False, known: str = ""
    ) -> Behaviour:
        """This text is the test of T003."""
        deeds = (write(self.test, text), *more)
        return Behaviour(f"red-{name}", self.scene.name, "T003", deeds, quick=quick, known=known)

    def hidden(self, name: str, *deeds: Deed, quick: bool = False, known: str = "") -> Behaviour:
        """T005 is done wrong, and then something is done so that nobody sees it."""
        deeds = (*self.scene.wrong, *deeds)
        return Behaviour(name, self.scene.name, "T005", deeds, quick=quick, known=known)

    def instead(
        self, name: str, text: str, *deeds: Deed, quick: bool = False, known: str = ""
    ) -> Behaviour:
        """This text is the product of T005."""
        written = (write(self.product, text), *self.scene.wrong[1:], *deeds)
        return Behaviour(name, self.scene.name, "T005", written, quick=quick, known=known)

    def though_right(
        self, name: str, *deeds: Deed, trace: Callable[[Path], bool] | None = None, wait: float = 0
    ) -> Behaviour:
        """T005 is done as it should be, and then something that it must not do."""
        return Behaviour(name, self.scene.name, "T005", deeds, work=True, trace=trace, wait=wait)

    def at_last(self, name: str, *deeds: Deed, again: bool = False) -> Behaviour:
        """These deeds are all that is done at T005; perhaps it is tried again afterwards."""
        return Behaviour(name, self.scene.name, "T005", deeds, again=again)

    def after(
        self, name: str, text: str, *more: Deed, quick: bool = False, known: str = ""
    ) -> Behaviour:
        """This text is the test of T006, which comes after the code."""
        deeds = (write(self.scene.paths["rounding_test"], text), *more)
        return Behaviour(f"after-{name}", self.scene.name, "T006", deeds, quick=quick, known=known)

    def honest(self, name: str, task: str, *deeds: Deed, work: bool = False) -> Behaviour:
        """A proper way of doing a task that is not the plainest."""
        full = f"honest-{name}"
        return Behaviour(full, self.scene.name, task, deeds, honest=True, work=work)
