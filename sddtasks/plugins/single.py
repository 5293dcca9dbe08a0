"""One task by itself, now: `doit sdd retry` and `doit sdd accept`."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping
from typing import Any

from sddtasks.model.plan import Feature
from sddtasks.plugins.database import attached
from sddtasks.plugins.display import Display
from sddtasks.plugins.run import Run
from sddtasks.plugins.tasks import FeatureTasks


def run(
    feature: Feature,
    name: str,
    screen: Display,
    options: Mapping[str, Any],
    decide: Callable[[Any], None],
) -> int:
    """Run the task after `decide(work)` has recorded what a person wants of it; the exit code."""
    told = {
        "on_line": screen.line,
        "on_note": lambda text: screen.show({"event": "note", "message": text}, text),
    }
    with attached(feature, {**options, **told}) as tasks:
        done = [row for row in tasks.rows if row != name and tasks.work.record(row)]
        run = Run(tasks, screen, done)
        code = run.do(tasks.made(), [name], lambda: decide(tasks.work))
        if code == 0:
            _tell_what_is_left(screen, feature, tasks)
    return code


def _tell_what_is_left(screen: Display, feature: Feature, tasks: FeatureTasks) -> None:
    names = [row.name for row in tasks.rows.values() if row.members is None]
    left = [name for name in names if name not in tasks.work.session.records]
    what = f"goes on: {len(left)} left" if left else "closes the feature"
    screen.show(
        {"event": "left", "tasks": left}, f"  next      doit implement {feature.relative}  {what}"
    )
