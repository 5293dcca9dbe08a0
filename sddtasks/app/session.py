"""One command's work on a feature: preparations before the first job, then job after job."""

from __future__ import annotations

import contextlib
import os
import uuid
from collections.abc import Callable
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from functools import cached_property
from threading import Lock

from sddtasks.app import aftermath
from sddtasks.app import claims
from sddtasks.app import exclusions
from sddtasks.app import foreign_files
from sddtasks.app import journaling
from sddtasks.app import leftovers
from sddtasks.app import limits
from sddtasks.app import possession
from sddtasks.app import preflight
from sddtasks.app import trust
from sddtasks.app.checkout import Checkout
from sddtasks.app.knowledge import Knowledge
from sddtasks.app.knowledge import Options
from sddtasks.app.reopening import Reopening
from sddtasks.app.row import FINAL
from sddtasks.execute import commands
from sddtasks.execute import completion
from sddtasks.execute import flight
from sddtasks.execute import integrate
from sddtasks.execute.commons import Commons
from sddtasks.execute.job import run_job
from sddtasks.execute.site import Site
from sddtasks.model import events
from sddtasks.model.job import Job
from sddtasks.model.job import JobResult
from sddtasks.model.job import JobStatus
from sddtasks.model.plan import Feature
from sddtasks.model.ports import Place
from sddtasks.model.verdict import Verdict
from sddtasks.state.records import Record
from sddtasks.state.records import of_result
from sddtasks.system import clock
from sddtasks.system import commits
from sddtasks.system import files
from sddtasks.system import lock
from sddtasks.system import worktrees
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
        self._branch: str | None = None
        self.commons = Commons()
        self._claimed: set[str] = set()
        self._began: dict[str, float] = {}
        self.reopening = Reopening(self)
        self._tip = Lock()
        self._landed: dict[str, Record] = {}
        self._at_work: dict[str, Site] = {}
        self._slots: dict[str, ExitStack] = {}

    def begin(self, first: str, *, moves: bool = True) -> None:
        """Take the lock and look at the repository; the second call does nothing.

        `first` is the task that will be done first: files that an unfinished attempt at it left
        in the tree are its own, those of other unfinished tasks are put aside.
        """
        if self._run:
            return
        possession.prepare(self.feature)
        self._open.enter_context(lock.held(self.feature.state_dir, self.feature.name))
        with self.checkout.in_turn():
            self._look_at_the_tree(first, moves=moves)
        self._branch = self.repo.branch()
        self._run = uuid.uuid4().hex[:12]
        total = len(self.graph.plan.tasks)
        self.tell(events.RunStarted(clock.stamp(), self._run, os.getpid(), total))

    def _look_at_the_tree(self, first: str, *, moves: bool) -> None:
        aftermath.clear(self.feature, self.repo, self.options.on_note)
        preflight.check(self.repo, self.settings)
        foreign_files.make_way(self)
        self.commons = Commons(limits.counted(self.settings))
        exclusions.write(self)
        trust.note(self.feature)
        elsewhere = self.jobs_at_a_time > 1
        self.kept_out = leftovers.sort_out(self, first, elsewhere=elsewhere, moves=moves)

    def start(self, name: str) -> Job:
        """The job of a task or gate that is about to be done; journalled. In the main thread."""
        self.begin(name)
        job = self._job(name)
        base = self.repo.head() or ""
        self._began[name] = clock.monotonic()
        self.tell(events.TaskStarted(clock.stamp(), name, base, tuple(self.kept_out)))
        self.mirror.refresh()
        return job

    @cached_property
    def jobs_at_a_time(self) -> int:
        return limits.jobs_at_a_time(self.options.jobs, self.settings)

    @cached_property
    def checkout(self) -> Checkout:
        return Checkout(
            self.feature,
            self.repo,
            self.own_files,
            self.options.on_note,
            is_shared=self.jobs_at_a_time > 1,
        )

    def work_alone(self, job: Job) -> JobResult:
        """Do a started job in the checkout: nothing else of this run is being done."""
        checkout = WORKSPACES["inplace"].open(self.feature.root, "", job.terms.outfit)
        with self.checkout.in_turn(), checkout as place:
            return run_job(self._site(self.checkout.without_strangers(job), place, self.repo))

    def work(self, job: Job, refused: Verdict | None = None) -> JobResult:
        """Do a started job beside others, in a tree of its own. In any thread.

        What it completes does not count before it has landed; its tree is kept until then.
        `refused`: why what it did before could not land.
        """
        with self._tip:
            job, tip = self._current(job), self.repo.head() or ""
        stack = ExitStack()
        with stack:
            keep = flight.ref(self.feature, job.name) if job.task else ""
            place = stack.enter_context(
                WORKSPACES["worktree"].open(self.feature.root, tip, job.terms.outfit, keep)
            )
            site = self._site(job, place, Repository(place.root))
            self._at_work[job.name] = site
            try:
                result = run_job(site, refused)
            finally:
                self._at_work.pop(job.name)
            if job.task and result.status is not JobStatus.COMPLETED:
                return integrate.keep_aside(site, result)
            if job.task:
                self._slots[job.name] = stack.pop_all()
                self._at_work[job.name] = site
        return result

    def land(self, job: Job, result: JobResult) -> JobResult:
        """Bring what a job completed into the branch, judged again where it lands.

        In any thread, but one at a time.
        """
        with self._slots.pop(job.name), self.checkout.in_turn():
            site = self._at_work.pop(job.name)
            with self._tip:
                site = replace(site, job=self._current(job))
            return integrate.integrate(
                site, result, self.repo, lambda landed: self._advance(site.job, landed)
            )

    def _advance(self, job: Job, landed: JobResult) -> None:
        """The branch goes to the commit; whoever starts now knows what was proven with it."""
        assert job.task is not None
        with self._tip, self.commons.landing:
            self.commons.tips[landed.commit] = f"refs/heads/{self._branch}"
            worktrees.advance(self.repo, landed.commit, self._branch)
            self._landed[job.name] = of_result(
                landed, job.links.digest, job.task.title, claimed=job.claimed
            )

    def collisions(self) -> dict[str, list[str]]:
        """The files that several tasks are changing at this moment, with the tasks."""
        changed: dict[str, list[str]] = {}
        for name, site in list(self._at_work.items()):
            for path in completion.changed_paths(site) - {site.plan_file}:
                changed.setdefault(path, []).append(name)
        return {path: names for path, names in changed.items() if len(names) > 1}

    def finish(self, result: JobResult) -> None:
        """Journal what came of a job. In the main thread."""
        seconds = clock.monotonic() - self._began.pop(result.name, clock.monotonic())
        self.tell(journaling.ending(result, seconds))
        foreign_files.make_way(self)
        plan = f"{self.feature.relative}/tasks.md"
        if plan in self.kept_out:
            self.kept_out[plan] = files.file_digest(self.feature.tasks_md)
        if result.status is not JobStatus.COMPLETED:
            self.mirror.refresh()
        elif result.name == FINAL:
            foreign_files.write_report(self, result)

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
        self.reopening.note(name, record)
        self.mirror.refresh(more_follows=True)

    def show(self) -> None:
        """Bring the mirror up to date, whatever has changed."""
        self.mirror.refresh()
        self.flush()

    def flush(self) -> None:
        """Nothing follows at once: write what was changed, and let git know what it has to."""
        self.mirror.flush()
        self.reopening.keep()

    def close(self, exit_code: int, interrupted: Sequence[str] = ()) -> None:
        """The end of the run: say so in the journal, bring the mirror up to date, free the lock."""
        for slot in self._slots.values():  # what did not land is left in flight
            with contextlib.suppress(KeyboardInterrupt), slot:
                raise KeyboardInterrupt
        if self._run:
            if interrupted:
                self.tell(events.Interrupted(clock.stamp(), tuple(interrupted)))
            self.show()
            if self.settings.commit_state:
                self._commit_state()
            self.repo.tidy()
            self.tell(events.RunEnded(clock.stamp(), self._run, exit_code))
        self._open.close()

    # --- parts ---------------------------------------------------------------------------------

    def _job(self, name: str) -> Job:
        job = self.jobs.make(name, self.standing(name))
        if job.claimed and job.task and job.task.done:
            self._claimed.add(name)
        claims.tell(self, job)
        asked = commands.needs_asking(job)
        if asked and self.options.ask:
            policy = "allow" if self.options.ask(commands.question(name, asked)) else "refuse"
            job = replace(job, terms=replace(job.terms, command_policy=policy))
        return job

    def _site(self, job: Job, place: Place, repo: Repository) -> Site:
        options = self.options
        return Site(
            job,
            place.root,
            repo,
            options.on_line,
            on_note=options.on_note,
            env=place.env,
            commons=self.commons,
            tell=self.tell,
        )

    def _current(self, job: Job) -> Job:
        """The job as it is made now that others have landed, of which doit may not know yet."""
        records = {**self.records, **self._landed}
        return self.jobs.make(job.name, replace(self.standing(job.name), records=records))

    def _commit_state(self) -> None:
        if paths := [path for path in self.own_files if path in self.repo.changes()]:
            commits.commit(self.repo, paths, f"chore: State of {self.feature.name}")
