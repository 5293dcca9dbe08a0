"""The rows of a feature's doit tasks, kept, so that an unchanged feature costs nothing.

Commands that only look (`doit list`, a run with nothing to do) then pay neither for the parser and
the compiler nor for the configuration's schema.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os

from sddtasks import __version__
from sddtasks.app import documents
from sddtasks.app import possession
from sddtasks.app.row import Row
from sddtasks.model.errors import StateError
from sddtasks.model.inputs import SETTINGS_FILES
from sddtasks.model.plan import Feature
from sddtasks.state import ending
from sddtasks.system import beneath
from sddtasks.system import files
from sddtasks.system import nested

_VARIABLES = ("SDD_TESTS", "SDD_TESTS_FROM_DOCUMENTS")


def rows(feature: Feature) -> list[Row]:
    """Every doit task, so ordered that no dependency points back; `final` is the last.

    Raises PlanError or ConfigError when the feature cannot be compiled; nothing is written then,
    nor while a run is at work on the feature: that sees to it that nobody else writes there.
    """
    key = _key(feature)
    stored = _stored(feature, key)
    if stored is not None:
        return stored
    fresh: list[Row] = importlib.import_module("sddtasks.app.tabulation").compiled(feature)
    if ending.is_held(feature.state_dir):
        return fresh
    text = json.dumps({"key": key, "rows": fresh}, ensure_ascii=False)
    with contextlib.suppress(OSError, StateError):  # it only saves time
        possession.prepare(feature)
        beneath.write(feature.state_dir / "table.json", text)
    return fresh


def _stored(feature: Feature, key: str) -> list[Row] | None:
    try:
        document = nested.read_json(beneath.read(feature.state_dir / "table.json"))
        return [Row(*values) for values in document["rows"]] if document["key"] == key else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _key(feature: Feature) -> str:
    """What the rows depend on: plan and configuration by content, documents by time and size."""
    parts = [__version__, files.digest(documents.read_plan(feature))]
    parts += [files.file_digest(feature.root / name) for name in SETTINGS_FILES]
    parts += [os.environ.get(name, "") for name in _VARIABLES]
    parts += [
        f"{path}|{stat.st_mtime_ns}|{stat.st_size}" for path, stat in documents.listed(feature)
    ]
    return files.digest("\n".join(parts))
