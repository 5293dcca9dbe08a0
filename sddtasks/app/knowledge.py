"""What is known of a feature while one command works on it, each part found when it is needed."""

from __future__ import annotations

import json
from collections.abc import Callable
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from functools import cached_property

from sddtasks.app import compilation
from sddtasks.app import settings as configuration
from sddtasks.app.jobs import Jobs
from sddtasks.app.jobs import Standing
from sddtasks.app.jobs import terms
from sddtasks.app.row import FINAL
from sddtasks.execute import completion
from sddtasks.execute import history
from sddtasks.execute.history import Completion
from sddtasks.model import events
from sddtasks.model.config import Settings
from sddtasks.model.how import How
from sddtasks.model.links import Graph
from sddtasks.model.plan import Feature
from sddtasks.model.statefile import ImplementationState
from sddtasks.state import counts
from sddtasks.state import foreign
from sddtasks.state import mirror
from sddtasks.state import progress
from sddtasks.state.journal import Journal
from sddtasks.state.records import Record
from sddtasks.system import clock
from sddtasks.system.repo import Repository


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line adds: settings to override, and permissions for this run.

    `jobs`: how many tasks at a time; 0: as the settings say.
    """

    overrides: Mapping[str, object] = field(default_factory=dict)
    allow_dirty: bool = False
    keep_going: bool = False
    jobs: int = 0
    ask: Callable[[str], bool] | None = None
    on_line: Callable[[str], None] = lambda line: None
    on_note: Callable[[str], None] = lambda text: None


class Knowledge:
    """Settings, graph, repository, history and records of one feature.

    `read_record` gives the record that doit's database has for a name.
    """

    def __init__(
        self, feature: Feature, options: Options, read_record: Callable[[str], Record | None]
    ) -> None:
        self.feature = feature
        self.options = options
        self.journal = Journal(feature.state_dir / "journal.jsonl")
        self.kept_out: dict[str, str] = {}
        self.judged_anew: set[str] = set()
        self.accepting: dict[str, str] = {}
        self.read_record = read_record

    @cached_property
    def settings(self) -> Settings:
        return configuration.load(self.feature.root, self.options.overrides)

    @cached_property
    def graph(self) -> Graph:
        return compilation.sound_graph(self.feature, self.settings)

    @cached_property
    def repo(self) -> Repository:
        return Repository(self.feature.root)

    @cached_property
    def progress(self) -> progress.Progress:
        return progress.fold(self.journal.read())

    @cached_property
    def records(self) -> dict[str, Record]:
        found = ((name, self.read_record(name)) for name in (*self.graph.order, FINAL))
        return {name: record for name, record in found if record}

    def document(self) -> ImplementationState:
        """The state of everything at this moment."""
        return mirror.project(self.feature, self.graph, self.records, self.progress, clock.stamp())

    @cached_property
    def mirror(self) -> mirror.Mirror:
        return mirror.Mirror(
            self.feature.directory,
            len(self.graph.plan.tasks),
            document=self.document,
            finished=self._is_finished,
            may_write=self.may_write_state,
        )

    def _is_finished(self) -> bool:
        """Is the state to be archived?"""
        return counts.is_complete(self.graph, self.records) or (
            counts.is_closed(self.graph, self.records) and self.settings.archive_with_skips
        )

    def may_write_state(self) -> bool:
        """Is nothing lost when the state file is written? Who only looks moves nothing away."""
        directory = self.feature.directory
        return not any(
            foreign.is_foreign(directory / name, mirror.MARK) or self.is_of_another_run(name)
            for name in mirror.NAMES
        )

    def is_of_another_run(self, name: str) -> bool:
        """Is it there, though this clone has no history of its own, and other than in git?

        A state file says where it was written.
        """
        path = self.feature.directory / name
        if self.journal.path.exists() or not path.is_file():
            return False
        text = path.read_bytes()
        here = json.dumps(str(self.feature.directory), ensure_ascii=False).encode()
        known = self.repo.committed(f"{self.feature.relative}/{name}")
        return bool(text) and here not in text and known != text

    @cached_property
    def own_files(self) -> list[str]:
        """What we write beside tasks.md."""
        return completion.own_files(self.feature)

    @cached_property
    def completions(self) -> list[Completion]:
        """What git says was completed, oldest first."""
        return history.completions(self.repo, self.feature.name)

    @cached_property
    def jobs(self) -> Jobs:
        policy = self.settings.commands_from_documents
        if policy == "ask" and self.options.ask is None:
            policy = "refuse"
        return Jobs(self.feature, self.graph, self.settings, terms(self.settings, policy))

    def look_again(self) -> None:
        """Boxes in tasks.md and commits are no longer those that we know of."""
        for known in ("graph", "jobs", "completions"):
            self.__dict__.pop(known, None)

    def standing(self, name: str) -> Standing:
        """What a job for this name has to know of the past."""
        earlier = None if name in self.records else self._earlier(name)
        commit = earlier.commit if earlier else self._still_meant(name)
        own = frozenset(self.repo.paths_of(commit)) if commit else frozenset[str]()
        plan = f"{self.feature.relative}/tasks.md"
        was_claim = earlier is not None and earlier.how == How.VERIFIED and own <= {plan}
        return Standing(
            records=self.records,
            story=self.progress.of(name),
            kept_out=self.kept_out,
            own_paths=own,
            done_before=earlier is not None and earlier.is_ours and not was_claim,
            unproven=self._lost_evidence(name) or self._to_be_judged(name),
            waived=self.progress.waived(name),
            hint=self.progress.hints.get(name, ""),
            by_hand=self._by_hand(name),
            accepted=self.accepting.get(name) or self._accepted(name),
        )

    def _by_hand(self, name: str) -> Mapping[str, str]:
        """What the person who was asked to do the task has committed himself since."""
        story = self.progress.of(name)
        return history.by_hand(self.repo, story.since) if story.state == "waiting" else {}

    def _accepted(self, name: str) -> str:
        """The word of a person, which stands for as long as the task's line does."""
        record, links = self.records.get(name), self.graph.links.get(name)
        same = record and links and record.definition == links.digest
        return record.because if record and same and record.is_accepted else ""

    def _still_meant(self, name: str) -> str:
        """The commit of a task that is done again though its line is unchanged: an input is not."""
        record, links = self.records.get(name), self.graph.links.get(name)
        same = record and links and record.definition == links.digest
        return record.commit if record and same else ""

    def _lost_evidence(self, name: str) -> bool:
        """Is the record there, but not the file that says why?"""
        record = self.records.get(name)
        return bool(
            record and record.evidence and not (self.feature.root / record.evidence).exists()
        )

    def _to_be_judged(self, name: str) -> bool:
        """Is the work there, and to be looked at again before anybody is asked to do it anew?"""
        record = self.records.get(name)
        return name in self.judged_anew or bool(record and record.stale)

    def _earlier(self, name: str) -> Completion | None:
        """The last commit of a ticked task without a record: it was forgotten if the commit is
        ours, and is claimed otherwise."""
        task = self.jobs.tasks.get(name)
        return self._latest(name) if task and task.done else None

    def claim(self, name: str) -> Completion | None:
        """What a commit says of a task, last of all, that was not made here."""
        latest = self._latest(name)
        return None if latest is None or latest.is_ours else latest

    def _latest(self, name: str) -> Completion | None:
        return next((done for done in reversed(self.completions) if done.task == name), None)

    def tell(self, event: events.Event) -> None:
        """Write an event into the journal, and know it."""
        self.journal.append(event)
        self.progress.add(event)
