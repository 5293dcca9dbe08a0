"""Which executor runs jobs: the registry of engines."""

from __future__ import annotations

from sddtasks.engines import threads
from sddtasks.model.ports import Engine

ENGINES: dict[str, Engine] = {threads.NAME: threads}
