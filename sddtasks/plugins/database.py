"""The database of a feature, opened outside of a doit command of its own."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping
from contextlib import contextmanager
from typing import Any

from doit.dependency import Dependency

from sddtasks.model.plan import Feature
from sddtasks.plugins.backend import SddBackend
from sddtasks.plugins.tasks import FeatureTasks


@contextmanager
def opened(feature: Feature, options: Mapping[str, Any]) -> Iterator[FeatureTasks]:
    """The feature's tasks with their database; closed, and the mirror written, at the end."""
    tasks = FeatureTasks(feature)
    tasks.options = dict(options)
    dependency = Dependency(SddBackend, tasks.configuration["dep_file"])
    try:
        tasks.attach(dependency)
        yield tasks
        tasks.close(0)
    finally:
        dependency.close()
