"""What is nested too deeply, or counts too far, is refused like any other mistake."""

from __future__ import annotations

import json
import tomllib

import pytest

from sddtasks.system import nested

DEPTH = 200_000


@pytest.mark.parametrize("text", ["[" * DEPTH, '{"a":' * DEPTH, "[" * DEPTH + "]" * DEPTH])
def test_json(text: str) -> None:
    with pytest.raises(json.JSONDecodeError):
        nested.read_json(text)


@pytest.mark.parametrize(
    "text", ["a = " + "[" * DEPTH, "a = " + "{b = " * DEPTH, "a = " + "9" * 5000]
)
def test_toml(text: str) -> None:
    with pytest.raises(tomllib.TOMLDecodeError):
        nested.read_toml(text)


def test_what_is_sound_is_read() -> None:
    assert nested.read_json(b'{"a": [1]}') == {"a": [1]}
    assert nested.read_toml("a = [1]") == {"a": [1]}
