"""How much may be done at the same time."""

from __future__ import annotations

import os

from sddtasks import agents
from sddtasks.agents import manual
from sddtasks.model.config import Settings
from sddtasks.model.errors import ConfigError
from sddtasks.system.counted import Counted

_MOST_BY_DEFAULT = 4


def jobs_at_a_time(asked: int, settings: Settings) -> int:
    """`asked`, else what the settings say; a person is asked for one thing at a time."""
    if settings.agent == manual.NAME:
        return 1
    return asked or settings.parallel or min(os.cpu_count() or 1, _MOST_BY_DEFAULT)


def counted(settings: Settings) -> Counted:
    """What is counted over all jobs of a run; ConfigError for what cannot be counted."""
    known = ("tests", "agents", *agents.names())
    wrong = sorted(settings.resources.keys() - set(known))
    if wrong:
        raise ConfigError(
            f"resources: there is no {', '.join(wrong)} to count",
            f"known: {', '.join(known)}",
        )
    return Counted({"tests": os.cpu_count() or 1, **settings.resources})
