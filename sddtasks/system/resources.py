"""Templates: found beside the checkout or inside the wheel, filled strictly."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import jinja2
from jinja2.sandbox import SandboxedEnvironment

from sddtasks.model.errors import ConfigError

_PACKAGE = Path(__file__).resolve().parent.parent


def templates() -> Path:
    """The directory of the shipped templates."""
    packaged = _PACKAGE / "_templates"
    return packaged if packaged.is_dir() else _PACKAGE.parent / "templates"


def render(name: str, values: Mapping[str, object], overrides: tuple[Path, ...] = ()) -> str:
    """Fill the template `name`; a file of that name in one of `overrides` wins over ours."""
    try:
        return _environment(overrides).get_template(name).render(values)
    except jinja2.TemplateError as error:
        raise ConfigError(
            f"template {name} cannot be filled: {error}",
            f"compare yours with {templates() / name}",
        ) from error


@lru_cache(maxsize=4)
def _environment(overrides: tuple[Path, ...]) -> SandboxedEnvironment:
    return SandboxedEnvironment(
        loader=jinja2.FileSystemLoader([*overrides, templates()]),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
