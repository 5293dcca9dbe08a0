"""Looking at a feature while somebody else may be at work on it: no lock, and nothing written."""

from __future__ import annotations

from collections.abc import Mapping

from sddtasks.app import compilation
from sddtasks.app import documents
from sddtasks.app import possession
from sddtasks.app import rebuild
from sddtasks.app import settings
from sddtasks.app.overview import Overview
from sddtasks.app.overview import overview
from sddtasks.execute import history
from sddtasks.model.errors import WorkspaceError
from sddtasks.model.events import Event
from sddtasks.model.links import Graph
from sddtasks.model.plan import Feature
from sddtasks.model.statefile import TaskState
from sddtasks.plugins.database import recorded
from sddtasks.state import mirror
from sddtasks.state import progress
from sddtasks.state.journal import Journal
from sddtasks.state.records import Record
from sddtasks.system import clock
from sddtasks.system import lock
from sddtasks.system.lock import Holder
from sddtasks.system.repo import Repository


class Looker:
    """Looks again and again; the plan is compiled anew only when its text has changed."""

    def __init__(self, feature: Feature) -> None:
        self.feature = feature
        self._settings = settings.load(feature.root, {})
        self._text = b""
        self._graph: Graph | None = None

    def overview(self) -> Overview:
        folded = progress.fold(self.events())
        return overview(self.feature, self.graph(), self._records(), folded, self.holder())

    def graph(self) -> Graph:
        text = documents.read_plan(self.feature)
        if self._graph is None or text != self._text:
            self._text, self._graph = text, compilation.graph_of(self.feature, self._settings)
        return self._graph

    def events(self) -> list[Event]:
        if not possession.is_ours(self.feature):
            return []
        return Journal(self.feature.state_dir / "journal.jsonl").read()

    def holder(self) -> Holder | None:
        return lock.holder(self.feature.state_dir)

    def statuses(self) -> Mapping[str, TaskState]:
        """The state of each task."""
        folded = progress.fold(self.events())
        found = mirror.project(self.feature, self.graph(), self._records(), folded, clock.stamp())
        return found.task_status

    def _records(self) -> dict[str, Record]:
        """From the database; in a clone that has none yet, from what our own commits say."""
        found = recorded(self.feature) if possession.is_ours(self.feature) else None
        if found is not None:
            return found
        try:
            past = history.completions(Repository(self.feature.root), self.feature.name)
        except WorkspaceError:
            return {}
        return {done.task: rebuild.record(done) for done in past if done.is_ours}
