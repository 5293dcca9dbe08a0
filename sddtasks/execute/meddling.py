"""Files that reach into how tests are run and reported, judged by their new lines alone."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

_HOOK = re.compile(
    r"\bpytest_(?:runtest|pyfunc|report|exception|sessionfinish|collect(?!ion_modify)|ignore|make"
    r"|item|fixture|warning|terminal|unconfigure|assert|cmdline|load_initial)\w*|\bhookimpl\b"
)
_OF_RUNNER = r"\b(?:item|test|func|function|rep|report|result|session|call|outcome|config)s?\b"
_TAMPERS = re.compile(
    rf"{_OF_RUNNER}(?:\[[^\]]*\]|\(\)|\.\w+\(\))*\.(?:runtest|_?obj|outcome|longrepr|exitstatus"
    r"|_?excinfo|__code__)\s*=[^=]|setattr\([^,]+,\s*[\"'](?:runtest|_?obj|outcome|longrepr)"
    r"|\bimport _pytest|\b_pytest(?:\.\w+)+\s*=[^=]"
    r"|\bunittest\.(?:case|result|TestCase)[\w.]*\s*=[^=]"
    r"|from _pytest\.(?:runner|python|main|assertion|skipping|reports)\b"
    r"|pluginmanager\.(?:register|unregister|set_blocked|import_plugin|add_hook)"
    r"|\bos\._exit\b"
)
_OURS = re.compile(r"^\s*\[tool\.(?:sddtasks|doit)\b|^\s*\[(?:GLOBAL|sdd)", re.MULTILINE)
_PLUGIN = re.compile(r"\bpytest11\b")
_MANIFESTS = frozenset({"pyproject.toml", "setup.cfg", "setup.py", "entry_points.txt"})


def in_tests(added: str, *, is_named: bool) -> list[str]:
    """New lines on the tests' side that can change what tests say.

    A file that the task names may have hooks, as long as it leaves their results alone.
    """
    patterns = (_TAMPERS,) if is_named else (_TAMPERS, _HOOK)
    return [line.strip() for line in added.splitlines() if any(p.search(line) for p in patterns)]


def is_settings(path: str) -> bool:
    return PurePosixPath(path).name in _MANIFESTS


def in_settings(added: str) -> list[str]:
    """New lines of a manifest that bring a plugin for the runner, or settings of our own."""
    lines = added.splitlines()
    return [line.strip() for line in lines if _OURS.search(line) or _PLUGIN.search(line)]
