"""One command's work on a feature: preparations before the first job, then job after job."""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable
from collections.abc import Sequence
from contextlib import AbstractContextManager
from contextlib import ExitStack
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from threading import Lock

from sddtasks.app import documents
from sddtasks.app import journaling
from sddtasks.app import preflight
from sddtasks.app.knowledge import Knowledge
from sddtasks.app.knowledge import Options
from sddtasks.app.row import FINAL
from sddtasks.app.turns import Turns
from sddtasks.execute import commands
from sddtasks.execute import integrate
from sddtasks.execute.job import run_job
from sddtasks.execute.site import Site
from sddtasks.model import events
from sddtasks.model.job import Job
from sddtasks.model.job import JobResult
from sddtasks.model.job import JobStatus
from sddtasks.model.plan import Feature
from sddtasks.state import report
from sddtasks.state.records import Record
from sddtasks.state.records import of_result
from sddtasks.system import clock
from sddtasks.system import files
from sddtasks.system import lock
from sddtasks.system.repo import Repository
from sddtasks.workspaces import WORKSPACES


class Session(Knowledge):
    """One run: the lock is taken and the tree looked at before the first job is started."""

    def __init__(
        self, feature: Feature, options: Options, read_record: Callable[[str], Record | None]
    ) -> None:
        super().__init__(feature, options, read_record)
        self._open = ExitStack()
        self._run = ""
        self._claimed: set[str] = set()
        self._began: dict[str, float] = {}
        self._landing = Lock()
        self._turns = Turns()
        self._landed: dict[str, Record] = {}

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
            for path in self.own_files:
                self.repo.exclude(path)
        self._sort_out_the_tree(first)
        self._run = uuid.uuid4().hex[:12]
        total = len(self.graph.plan.tasks)
        self.tell(events.RunStarted(clock.stamp(), self._run, os.getpid(), total))

    def start(self, name: str) -> Job:
        """The job of a task or gate that is about to be done; journalled. In the main thread."""
        self.begin(name)
        job = self._job(name)
        base = self.repo.head() or ""
        self._began[name] = clock.monotonic()
        if job.task:
            self._turns.enter(self.places[name])
        self.tell(events.TaskStarted(clock.stamp(), name, base, tuple(self.kept_out)))
        self.mirror.refresh()
        return job

    @cached_property
    def places(self) -> dict[str, int]:
        """Where each task and gate stands in the plan."""
        return {name: place for place, name in enumerate((*self.graph.order, FINAL))}

    def work(self, job: Job) -> JobResult:
        """Do a started job: in the checkout, or beside others in a tree of its own. In any thread.

        What was done in a tree of its own is brought into the branch before this returns.
        """
        if self.options.jobs == 1 or job.name == FINAL:
            return run_job(job, self.feature.root, self.options.on_line)
        place = self.places[job.name]
        with self._turns.leaving(place), ExitStack() as stack:
            with self._landing:
                tree = stack.enter_context(self._slot(job.name))
                job = self._current(job)
            result = run_job(job, tree, self.options.on_line)
            if job.task is None:
                return result
            site = Site(job, tree, Repository(tree), self.options.on_line)
            if result.status is not JobStatus.COMPLETED:
                return integrate.keep_aside(site, result)
            self._turns.wait(place)
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
        self.tell(journaling.ending(result, seconds))
        plan = f"{self.feature.relative}/tasks.md"
        if plan in self.kept_out:
            self.kept_out[plan] = files.file_digest(self.feature.tasks_md)
        if result.status is not JobStatus.COMPLETED:
            self.mirror.refresh()
        elif result.name == FINAL:
            report.write(self.feature, self.graph, self.records, self.progress, result)

    def was_claimed(self, name: str) -> bool:
        """Was the task ticked by hand before any evidence of ours?"""
        return name in self._claimed

    def recorded(self, name: str) -> None:
        """doit's database has changed: a record was written or removed."""
        record = self.read_record(name)
        if record:
            self.records[name] = record
        else:
            self.records.pop(name, None)
        self.mirror.refresh(more_follows=True)

    def close(self, exit_code: int, interrupted: Sequence[str] = ()) -> None:
        """The end of the run: say so in the journal, bring the mirror up to date, free the lock."""
        if self._run:
            if interrupted:
                self.tell(events.Interrupted(clock.stamp(), tuple(interrupted)))
            self.tell(events.RunEnded(clock.stamp(), self._run, exit_code))
            self.mirror.refresh()
            self.mirror.flush()
            if self.settings.commit_state:
                self._commit_state()
            self.repo.tidy()
        self._open.close()

    # --- parts ---------------------------------------------------------------------------------

    def _job(self, name: str) -> Job:
        job = self.jobs.make(name, self.standing(name))
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
        return self.jobs.make(job.name, replace(self.standing(job.name), records=records))

    def _sort_out_the_tree(self, first: str) -> None:
        """Whose are the uncommitted files: the first task's, another one's, or the user's?"""
        dirty = [path for path in self.repo.changes() if path not in self.own_files]
        for name in (first, *self.progress.stories):
            story = self.progress.of(name)
            left = preflight.leftovers(dirty, self.jobs.tasks.get(name), story)
            dirty = [path for path in dirty if path not in left]
            if left and name != first:
                ref = self._ref(f"{name}/aside")
                self.repo.put_aside(left, ref, f"Unfinished work on {name}")
                self.options.on_note(f"put aside unfinished work on {name}: git show {ref}")
        self.kept_out = preflight.kept_out(
            self.repo, dirty, allowed=self.options.allow_dirty, feature=self.feature.relative
        )

    def _ref(self, name: str) -> str:
        moment = clock.now().strftime("%Y%m%dT%H%M%S")
        return f"refs/sdd/{self.feature.name}/{name.replace(':', '-')}-{moment}"

    def _commit_state(self) -> None:
        paths = [path for path in self.own_files if path in self.repo.changes()]
        if paths:
            self.repo.commit(paths, f"chore: State of {self.feature.name}")


def _question(name: str, lines: Sequence[str]) -> str:
    shown = "\n".join(f"    {line}" for line in lines)
    return f"{name} asks for these commands, which tasks.md names:\n{shown}\n  Run them?"
