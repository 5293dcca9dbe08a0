"""What makes a task's definition changed: its words, paths, kind, guards and document sections."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from collections.abc import Sequence

from sddtasks.model.plan import Task

_BOX = re.compile(r"^([-*+]\s+)?\[[^\]]?\]\s*")


def digest(task: Task, guards: Sequence[str], sections: Iterable[str]) -> str:
    """SHA-256 over everything but the check boxes and where the task stands."""
    definition = [
        task.id,
        task.kind.value,
        _words(task.title),
        [_words(_BOX.sub("", line.strip())) for line in task.body if line.strip()],
        sorted(task.paths),
        sorted(task.removes),
        sorted(task.commands),
        sorted(guards),
        [hashlib.sha256(text.encode()).hexdigest() for text in sections],
    ]
    text = json.dumps(definition, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _words(text: str) -> str:
    return " ".join(text.split())
