"""JSON and TOML that others wrote: nesting too deep for us is a mistake like any other."""

from __future__ import annotations

import json
import tomllib
from typing import Any

_TOO_DEEP = "nested too deeply"


def read_json(text: str | bytes) -> Any:
    """The document; raises json.JSONDecodeError for everything that cannot be read."""
    try:
        return json.loads(text)
    except RecursionError:
        raise json.JSONDecodeError(_TOO_DEEP, "", 0) from None


def read_toml(text: str) -> dict[str, Any]:
    """The document; raises tomllib.TOMLDecodeError for everything that cannot be read."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        raise
    except ValueError as error:  # a number of thousands of digits
        raise tomllib.TOMLDecodeError(str(error)) from None
    except RecursionError:
        raise tomllib.TOMLDecodeError(_TOO_DEEP) from None
