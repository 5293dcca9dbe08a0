"""Templates: found beside the checkout or inside the wheel, filled strictly."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import jinja2
from jinja2.sandbox import SandboxedEnvironment

from sddtasks.model.errors import ConfigError
from sddtasks.system import escape

_PACKAGE = Path(__file__).resolve().parent.parent


def templates() -> Path:
    """The directory of the shipped templates."""
    packaged = _PACKAGE / "_templates"
    return packaged if packaged.is_dir() else _PACKAGE.parent / "templates"


class Ready(str):
    """Text that a filter of a template has made safe for its place already."""

    __slots__ = ()


def render(
    name: str,
    values: Mapping[str, object],
    overrides: tuple[Path, ...] = (),
    *,
    escaped: Callable[[str], str] = escape.terminal,
) -> str:
    """Fill the template `name`; a file of that name in one of `overrides` wins over ours.

    Every text that a template prints passes `escaped`, unless a filter says what it is: `code`, or
    `cell` of a table.
    """
    try:
        return _environment(overrides, escaped).get_template(name).render(values)
    except jinja2.TemplateError as error:
        raise ConfigError(
            f"template {name} cannot be filled: {error}",
            f"compare yours with {templates() / name}",
        ) from error


@lru_cache(maxsize=4)
def _environment(
    overrides: tuple[Path, ...], escaped: Callable[[str], str]
) -> SandboxedEnvironment:
    def printed(value: object) -> object:
        is_foreign = isinstance(value, str) and not isinstance(value, Ready)
        return escaped(str(value)) if is_foreign else value

    environment = SandboxedEnvironment(
        finalize=printed,
        loader=jinja2.FileSystemLoader([*overrides, templates()]),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["code"] = lambda text: Ready(escape.code(str(text)))
    environment.filters["cell"] = lambda text: Ready(escape.cell(str(text)))
    return environment
