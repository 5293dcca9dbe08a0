"""One command's work on a feature: preparations before the first job, then job after job."""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable
from collections.abc import Mapping
from collections.abc import Sequence
from contextlib import AbstractContextManager
from contextlib import ExitStack
from dataclasses import dataclass
from dataclasses import field
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from threading import Lock

from sddtasks.app import compilation
from sddtasks.app import documents
from sddtasks.app import journaling
from sddtasks.app import preflight
from sddtasks.app import rebuild
from sddtasks.app import restart
from sddtasks.app import settings as configuration
from sddtasks.app.jobs import Jobs
from sddtasks.app.jobs import Standing
from sddtasks.app.jobs import terms
from sddtasks.app.row import FINAL
from sddtasks.execute import commands
from sddtasks.execute import history
from sddtasks.execute import integrate
from sddtasks.execute import skipping
from sddtasks.execute.history import Completion
from sddtasks.execute.job import run_job
from sddtasks.execute.site import Site
from sddtasks.model import events
from sddtasks.model.config import Settings
from sddtasks.model.job import Job
from sddtasks.model.job import JobResult
from sddtasks.model.job import JobStatus
from sddtasks.model.links import Graph
from sddtasks.model.plan import Feature
from sddtasks.model.statefile import ImplementationState
from sddtasks.state import mirror
from sddtasks.state import progress
from sddtasks.state import report
from sddtasks.state.journal import Journal
from sddtasks.state.records import Record
from sddtasks.state.records import of_result
from sddtasks.system import clock
from sddtasks.system import files
from sddtasks.system import lock
from sddtasks.system.repo import Repository
from sddtasks.workspaces import WORKSPACES


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line adds: settings to override, and permissions for this run."""

    overrides: Mapping[str, object] = field(default_factory=dict)
    allow_dirty: bool = False
    jobs: int = 1
    ask: Callable[[str], bool] | None = None
    on_line: Callable[[str], None] = lambda line: None
    on_note: Callable[[str], None] = lambda text: None


class Session:
    """Everything that one process needs to work on a feature, each part made when it is needed.

    `read_record` gives the record that doit's database has for a name.
    """

    def __init__(
        self, feature: Feature, options: Options, read_record: Callable[[str], Record | None]
    ) -> None:
        self.feature = feature
        self.options = options
        self.journal = Journal(feature.state_dir / "journal.jsonl")
        self._read_record = read_record
        self._open = ExitStack()
        self._run = ""
        self._kept_out: dict[str, str] = {}
        self._claimed: set[str] = set()
        self._began: dict[str, float] = {}
        self._landing = Lock()
        self._landed: dict[str, Record] = {}

    # --- what is known -------------------------------------------------------------------------

    @cached_property
    def settings(self) -> Settings:
        return configuration.load(self.feature.root, self.options.overrides)

    @cached_property
    def graph(self) -> Graph:
        return compilation.sound_graph(self.feature, self.settings.rules)

    @cached_property
    def repo(self) -> Repository:
        return Repository(self.feature.root)

    @cached_property
    def progress(self) -> progress.Progress:
        return progress.fold(self.journal.read())

    @cached_property
    def records(self) -> dict[str, Record]:
        found = ((name, self._read_record(name)) for name in (*self.graph.order, FINAL))
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
            finished=lambda: (
                FINAL in self.records and self.records.keys() >= self.graph.links.keys()
            ),
        )

    @cached_property
    def _own_files(self) -> list[str]:
        """What we write beside tasks.md."""
        return [f"{self.feature.relative}/{name}" for name in (*mirror.NAMES, report.NAME)]

    @cached_property
    def completions(self) -> list[Completion]:
        """What git says was completed, oldest first."""
        return rebuild.completions(self.repo, self.feature)

    @cached_property
    def jobs(self) -> Jobs:
        policy = self.settings.commands_from_documents
        if policy == "ask" and self.options.ask is None:
            policy = "refuse"
        return Jobs(self.feature, self.graph, terms(self.settings, policy))

    # --- what happens --------------------------------------------------------------------------

    def begin(self, first: str) -> None:
        """Take the lock and look at the repository; the second call does nothing.

        `first` is the task that will be done first: files that an unfinished attempt at it left
        in the tree are its own, those of other unfinished tasks are put aside.
        """
        if self._run:
            return
        documents.prepare_state_dir(self.feature)
        self._open.enter_context(lock.held(self.feature.state_dir, self.feature.name))
        preflight.check_repository(self.repo, self.settings)
        preflight.check_agent(self.settings)
        preflight.check_names(self.settings)
        if not self.settings.commit_state:
            for path in self._own_files:
                self.repo.exclude(path)
        self._sort_out_the_tree(first)
        self._run = uuid.uuid4().hex[:12]
        total = len(self.graph.plan.tasks)
        self._tell(events.RunStarted(clock.stamp(), self._run, os.getpid(), total))

    def start(self, name: str) -> Job:
        """The job of a task or gate that is about to be done; journalled. In the main thread."""
        self.begin(name)
        job = self._job(name)
        base = self.repo.head() or ""
        self._began[name] = clock.monotonic()
        self._tell(events.TaskStarted(clock.stamp(), name, base, tuple(self._kept_out)))
        self.mirror.refresh()
        return job

    def work(self, job: Job) -> JobResult:
        """Do a started job: in the checkout, or beside others in a tree of its own. In any thread.

        What was done in a tree of its own is brought into the branch before this returns.
        """
        if self.options.jobs == 1 or job.name == FINAL:
            return run_job(job, self.feature.root, self.options.on_line)
        with ExitStack() as stack:
            with self._landing:
                tree = stack.enter_context(self._slot(job.name))
                job = self._current(job)
            result = run_job(job, tree, self.options.on_line)
            if job.task is None:
                return result
            site = Site(job, tree, Repository(tree), self.options.on_line)
            if result.status is not JobStatus.COMPLETED:
                return integrate.keep_aside(site, result)
            with self._landing:
                site = replace(site, job=self._current(job))
                landed = integrate.integrate(site, result, Repository(self.feature.root))
                if landed.status is JobStatus.COMPLETED:
                    digest = job.links.digest
                    self._landed[job.name] = of_result(
                        landed, digest, job.task.title, claimed=job.claimed
                    )
                return landed

    def finish(self, result: JobResult) -> None:
        """Journal what came of a job. In the main thread."""
        seconds = clock.monotonic() - self._began.pop(result.name, clock.monotonic())
        self._tell(journaling.ending(result, seconds))
        plan = f"{self.feature.relative}/tasks.md"
        if plan in self._kept_out:
            self._kept_out[plan] = files.file_digest(self.feature.tasks_md)
        if result.status is not JobStatus.COMPLETED:
            self.mirror.refresh()
        elif result.name == FINAL:
            report.write(self.feature, self.graph, self.records, self.progress, result)

    def was_claimed(self, name: str) -> bool:
        """Was the task ticked by hand before any evidence of ours?"""
        return name in self._claimed

    def skip(self, name: str, because: str) -> Record:
        """Record that a task is not done, and why; what waits for it goes on."""
        self.begin("")
        record = skipping.skip(self.repo, self.jobs.make(name, self._standing(name)), because)
        self._tell(events.TaskSkipped(record.completed_at, name, because))
        return record

    def waive(self, name: str, path: str, because: str) -> None:
        """Record that a task may change a path that is frozen, or beyond its scope."""
        documents.prepare_state_dir(self.feature)
        self._tell(events.Waived(clock.stamp(), name, path, because))

    def adopt(self, name: str, old: str, record: Record) -> Record:
        """Take over under a new id what was done under an old one; a commit says so."""
        self.begin("")
        job = self.jobs.make(name, self._standing(name))
        text = history.message(
            job, record.how, record.evidence_digest, record.red, record.files, f"was {old}", "Adopt"
        )
        commit = self.repo.commit([], text)
        self._tell(events.TaskCompleted(clock.stamp(), name, record.how, record.evidence, commit))
        title = job.task.title if job.task else ""
        return replace(record, definition=job.links.digest, title=title, commit=commit)

    def restart(self, names: Sequence[str], *, keep_code: bool) -> None:
        """Take the work of these tasks back with revert commits, and forget their stories."""
        self.begin(names[0])
        known = self.completions
        backup = restart.undo(self.repo, self.feature, names, known, keep_code=keep_code)
        for name in names:
            self.reset(name, f"restarted from {names[0]}")
        self.__dict__.pop("completions", None)
        self.options.on_note(
            f"Took back {names[0]} and what follows it; the state before is kept as {backup}"
        )

    def reset(self, name: str, because: str) -> None:
        """A record is gone on purpose: whatever was known of the task is history."""
        self._tell(events.TaskReset(clock.stamp(), name, because))

    def recorded(self, name: str) -> None:
        """doit's database has changed: a record was written or removed."""
        record = self._read_record(name)
        if record:
            self.records[name] = record
        else:
            self.records.pop(name, None)
        self.mirror.refresh(more_follows=True)

    def recover(self, *, everything: bool) -> dict[str, Record]:
        """Records that git vouches for and the database does not have.

        `everything`: the database is new. Otherwise only the tasks that the last run had in hand
        when it ended without saying so, and only by commits that came after they were started.
        """
        known = set(self.records)
        if everything:
            wanted = {task.id for task in self.graph.plan.tasks} - known
            found = dict(rebuild.records(self.feature, self.completions, wanted))
        else:
            found = {}
            for name, story in self.progress.stories.items():
                if name not in known and story.state in ("in_progress", "interrupted", ""):
                    later = rebuild.completions(self.repo, self.feature, since=story.base)
                    found.update(rebuild.records(self.feature, later, {name}))
        for name, record in found.items():
            if self.progress.of(name).state:
                self._tell(events.TaskCompleted(record.completed_at, name, record.how))
        return found

    def close(self, exit_code: int, interrupted: Sequence[str] = ()) -> None:
        """The end of the run: say so in the journal, bring the mirror up to date, free the lock."""
        if self._run:
            if interrupted:
                self._tell(events.Interrupted(clock.stamp(), tuple(interrupted)))
            self._tell(events.RunEnded(clock.stamp(), self._run, exit_code))
            self.mirror.refresh()
            self.mirror.flush()
            if self.settings.commit_state:
                self._commit_state()
            self.repo.tidy()
        self._open.close()

    # --- parts ---------------------------------------------------------------------------------

    def _job(self, name: str) -> Job:
        job = self.jobs.make(name, self._standing(name))
        if job.claimed and job.task and job.task.done:
            self._claimed.add(name)
            self.options.on_note(f"{name} is claimed: ticked without evidence, so verified first")
        asked = commands.needs_asking(job)
        if asked and self.options.ask:
            policy = "allow" if self.options.ask(_question(name, asked)) else "refuse"
            job = replace(job, terms=replace(job.terms, command_policy=policy))
        return job

    def _slot(self, name: str) -> AbstractContextManager[Path]:
        return WORKSPACES["worktree"].open(self.feature.root, name, self.settings.share)

    def _current(self, job: Job) -> Job:
        """The job as it is made now that others have landed, of which doit may not know yet."""
        records = {**self.records, **self._landed}
        return self.jobs.make(job.name, replace(self._standing(job.name), records=records))

    def _standing(self, name: str) -> Standing:
        earlier = None if name in self.records else self._earlier(name)
        commit = earlier.commit if earlier else self._still_meant(name)
        return Standing(
            records=self.records,
            story=self.progress.of(name),
            kept_out=self._kept_out,
            own_paths=frozenset(self.repo.paths_of(commit)) if commit else frozenset(),
            done_before=earlier is not None,
            unproven=self._lost_evidence(name),
            waived=self.progress.waived(name),
        )

    def _still_meant(self, name: str) -> str:
        """The commit of a task that is done again though its line is as it was: an input changed."""
        record, links = self.records.get(name), self.graph.links.get(name)
        same = record and links and record.definition == links.digest
        return record.commit if record and same else ""

    def _lost_evidence(self, name: str) -> bool:
        """Is the record there, but not the file that says why?"""
        record = self.records.get(name)
        return bool(
            record and record.evidence and not (self.feature.root / record.evidence).exists()
        )

    def _earlier(self, name: str) -> Completion | None:
        """The commit of a task whose record is gone: forgotten, not merely claimed."""
        task = self.jobs.tasks.get(name)
        done = (done for done in reversed(self.completions) if done.task == name)
        return next(done, None) if task and task.done else None

    def _sort_out_the_tree(self, first: str) -> None:
        """Whose are the uncommitted files: the first task's, another one's, or the user's?"""
        dirty = [path for path in self.repo.changes() if path not in self._own_files]
        for name in (first, *self.progress.stories):
            story = self.progress.of(name)
            left = preflight.leftovers(dirty, self.jobs.tasks.get(name), story)
            dirty = [path for path in dirty if path not in left]
            if left and name != first:
                ref = self._ref(f"{name}/aside")
                self.repo.put_aside(left, ref, f"Unfinished work on {name}")
                self.options.on_note(f"put aside unfinished work on {name}: git show {ref}")
        self._kept_out = preflight.kept_out(
            self.repo, dirty, allowed=self.options.allow_dirty, feature=self.feature.relative
        )

    def _ref(self, name: str) -> str:
        moment = clock.now().strftime("%Y%m%dT%H%M%S")
        return f"refs/sdd/{self.feature.name}/{name.replace(':', '-')}-{moment}"

    def _tell(self, event: events.Event) -> None:
        self.journal.append(event)
        self.progress.add(event)

    def _commit_state(self) -> None:
        paths = [path for path in self._own_files if path in self.repo.changes()]
        if paths:
            self.repo.commit(paths, f"chore: State of {self.feature.name}")


def _question(name: str, lines: Sequence[str]) -> str:
    shown = "\n".join(f"    {line}" for line in lines)
    return f"{name} asks for these commands, which tasks.md names:\n{shown}\n  Run them?"
