"""Reading the configuration: defaults, files, environment, command line; all mistakes at once."""

from __future__ import annotations

import difflib
import os
import tomllib
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from sddtasks.compiler.catalogue import RULES
from sddtasks.model.config import Settings
from sddtasks.model.errors import ConfigError
from sddtasks.model.inputs import SETTINGS_FILES
from sddtasks.system import nested

_PREFIX = "SDD_"


def load(root: Path, overrides: Mapping[str, object]) -> Settings:
    """The settings for the project at `root`; a later source wins, key by key."""
    table, source = _from_files(root)
    merged = {**table, **_from_environment(os.environ), **overrides}
    rows = [*_unknown_rules(merged.get("rules"))]
    try:
        settings = Settings.model_validate(merged)
    except ValidationError as error:
        rows = [*_mistakes(error), *rows]
    if rows:
        count = "1 mistake" if len(rows) == 1 else f"{len(rows)} mistakes"
        raise ConfigError(
            "\n  ".join((f"the configuration has {count} ({source}):", *rows)),
            "doit sdd init --force writes a commented sddtasks.toml to compare with",
        )
    return settings


def _unknown_rules(wanted: object) -> Iterator[str]:
    """Codes and names that no rule of `doit sdd check` has: they would switch nothing."""
    known = {*RULES, *(rule.name for rule in RULES.values())}
    for name in wanted if isinstance(wanted, dict) else ():
        if name not in known:
            yield f"rules.{name}: there is no such rule{_guess(name, known)}"


def _from_files(root: Path) -> tuple[dict[str, Any], str]:
    """sddtasks.toml if there is one, else the table in pyproject.toml."""
    own, shared = (root / name for name in SETTINGS_FILES)
    if own.is_file():
        return _toml(own), own.name
    if shared.is_file():
        table = _toml(shared).get("tool", {}).get("sddtasks", {})
        return dict(table), f"[tool.sddtasks] in {shared.name}"
    return {}, "environment and command line"


def _toml(path: Path) -> dict[str, Any]:
    try:
        return nested.read_toml(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path} is not valid TOML: {error}", "correct it") from None


def _from_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """`SDD_RETRIES=0` and the like, for every setting that is a single value."""
    simple = {
        name for name, field in Settings.model_fields.items() if not _is_collection(field.default)
    }
    names = {f"{_PREFIX}{name.upper()}": name for name in simple}
    return {names[key]: value for key, value in environment.items() if key in names}


def _is_collection(default: object) -> bool:
    return not isinstance(default, str | bool | int | float)


def _mistakes(error: ValidationError) -> list[str]:
    rows = []
    for detail in error.errors():
        where = ".".join(str(part) for part in detail["loc"])
        if detail["type"] == "extra_forbidden":
            rows.append(f"{where}: there is no such setting{_guess(where, Settings.model_fields)}")
        else:
            rows.append(f"{where}: {detail['msg']} (got {detail['input']!r})")
    return rows


def _guess(name: str, known: Iterable[str]) -> str:
    close = difflib.get_close_matches(name, list(known), n=1)
    return f"; did you mean `{close[0]}`?" if close else ""
