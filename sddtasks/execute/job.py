"""One job from start to finish: look, act, judge, and keep what was proven."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sddtasks.execute import acts
from sddtasks.execute import barrier
from sddtasks.execute import commit
from sddtasks.execute import completion
from sddtasks.execute import flight
from sddtasks.execute import gates
from sddtasks.execute import guard
from sddtasks.execute import inputs
from sddtasks.execute import prior
from sddtasks.execute import ratchet
from sddtasks.execute import redness
from sddtasks.execute.gates import order
from sddtasks.execute.gates.attempt import Attempt
from sddtasks.execute.ratchet import Baseline
from sddtasks.execute.recipes import RECIPES
from sddtasks.execute.site import Site
from sddtasks.model.evidence import TestRun
from sddtasks.model.how import How
from sddtasks.model.job import JobResult
from sddtasks.model.job import JobStatus
from sddtasks.model.ports import AgentReport
from sddtasks.model.verdict import FailureClass
from sddtasks.model.verdict import GateName
from sddtasks.model.verdict import Verdict
from sddtasks.system import clock
from sddtasks.system import files
from sddtasks.system import ignoring


def run_job(site: Site, refused: Verdict | None = None) -> JobResult:
    """Do one task, or pass one gate, in a tree: the user's checkout, or a work tree.

    `refused`: why what was done before did not count. A refusal is a result; only a broken machine
    raises.
    """
    return (
        barrier.passed(site) if site.job.task is None else _Work(flight.resumed(site), refused).do()
    )


class _Work:
    """The life of one task's job. `refused` is why the last attempt did not count."""

    def __init__(self, site: Site, refused: Verdict | None) -> None:
        assert site.job.task is not None
        self.site = site
        self.recipe = RECIPES[site.job.task.kind]
        self.started = clock.stamp()
        self.reports: list[AgentReport] = []
        self.before: tuple[Verdict, ...] = ()
        self.verdicts: list[Verdict] = []
        self.refused = refused
        self.done: JobResult | None = None
        self.run_before: TestRun | None = None
        self.handed_over: frozenset[str] | None = None
        self.is_stuck = False
        self.heard = frozenset[str]()
        self.ran: tuple[str, ...] = ()
        completion.restore_tick(site)
        self.base = site.repo.head() or ""
        self.plan_digest = files.file_digest(site.plan)
        self.hidden = self._hidden_before()
        self.baseline = self._passing_before()

    def _passing_before(self) -> Baseline:
        """The suite at the base: run at most once a commit, before anything is done."""
        if self.site.job.tests == "off":
            return ratchet.known(self.site, self.base)
        baseline = ratchet.known_or_measured(self.site, self.base)
        if baseline.unknown:
            name = self.site.job.name
            self.site.on_note(f"what passes before {name} is not known yet: {baseline.unknown}")
        return baseline

    def _hidden_before(self) -> frozenset[str]:
        """From job to job of one tree it stays as the last one's commit left it."""
        last, known = self.site.commons.hidden.pop(self.site.root, ("", frozenset()))
        if last and last == self.base:
            return known
        return ignoring.hidden(self.site.repo, self.site.repo.changes())

    def do(self) -> JobResult:
        again, by_word = self.refused, bool(self.site.job.accepted_because)
        ordered = order.found(self.site.job)
        if not ordered.passed:
            self.refused = ordered
            return self._result()
        looks = not again and self.site.job.verify_first and prior.is_there(self.site)
        how = How.ACCEPTED if by_word else How.VERIFIED
        if (looks and self._proven(how)) or by_word:
            return self._result()
        found = [verdict for verdict in self.verdicts if not verdict.passed]
        if self.site.job.killed:
            self._put_aside()
        if self.recipe.red_before:
            self.before = (self._red_before(),)
        chosen = acts.mechanical(self.site) if self.recipe.commands else []
        if chosen:
            self.refused = acts.run_commands(self.site, chosen)
            self.ran = () if self.refused else tuple(command.text for command in chosen)
            if self.refused or self._proven(How.EXECUTED) or self._is_for_a_person():
                return self._result()
        for attempt in range(1, self.site.job.terms.retries + 2):
            self.refused = self._called(attempt)
            if self.refused and self.refused.failure is FailureClass.WAITING:
                break
            if self.refused is None and (self._proven(How.EXECUTED) or self.is_stuck):
                break
        return self._result(found)

    def _is_for_a_person(self) -> bool:
        """Commands have done the work: no agent is called because git or a hook refused it."""
        assert self.refused is not None
        return self.refused.failure in (FailureClass.GIT, FailureClass.HOOK)

    def _called(self, attempt: int) -> Verdict | None:
        """Call the agent, and put back what it must not touch; what speaks against its work."""
        before = guard.take(self.site)
        report, refused = acts.call_agent(self.site, attempt, self.refused)
        self.reports.append(report)
        self.verdicts = []
        found = self.site.repo.look()
        touched = guard.check(self.site, before)
        if touched:
            self._tell(touched)
        refused = touched or refused
        if refused is None:
            self.handed_over = completion.of_task(self.site, found())
            flight.hand_over(self.site, self.handed_over)
        return refused

    def _tell(self, touched: Verdict) -> None:
        """It may have been the person's: he has to know, also if the next attempt is proper."""
        told = "; ".join((touched.reason, *touched.details))
        self.site.remarks.append(told)
        self.site.on_note(f"{self.site.job.name}: {told}")

    def _put_aside(self) -> None:
        """Nobody saw the last attempt end, and what it left does not pass: begin afresh."""
        changed = sorted(completion.changed_paths(self.site))
        if changed:
            name = self.site.job.name
            ref = f"{flight.place(self.site.job.feature, name)}/{self.base[:12]}"
            self.site.repo.put_aside(changed, ref, f"Interrupted work on {name}")
            self.site.on_note(f"interrupted work on {name} was put aside: git show {ref}")

    def _proven(self, how: How) -> bool:
        """Ask the gates about the tree as it is now; keep the work if all of them let it pass."""
        self.site = self.site.anew()
        changed, self.handed_over = self.handed_over, None
        if changed is None:
            changed = completion.changed_paths(self.site)
        hidden = ignoring.hidden(self.site.repo, changed) - self.hidden
        attempt = Attempt(
            changed=changed | hidden,
            hidden=hidden,
            baseline=self.baseline,
            plan_digest=self.plan_digest,
            claimed=how is How.VERIFIED and self.site.job.claimed,
            before=self.run_before,
            heard=self.heard,
            ran=self.ran,
        )
        trespass = completion.trespass(self.site, self.base)
        self.verdicts = (
            [trespass] if trespass else gates.judge(self.site, attempt, self.recipe.after)
        )
        self.refused = next((verdict for verdict in self.verdicts if not verdict.passed), None)
        if self.refused is None:
            self._keep(attempt, how)
        return self.refused is None

    def _keep(self, attempt: Attempt, how: How) -> None:
        result = replace(
            self._described(JobStatus.COMPLETED),
            how=how,
            warnings=attempt.warnings,
            accepted=attempt.accepted,
            ran=attempt.ran,
            because=self.site.job.accepted_because,
        )
        told = inputs.notes(attempt.changed)
        result = replace(result, notes=(*result.notes, *told))
        kept = commit.make(self.site, result, self.reports, attempt, self.base)
        self.refused, self.is_stuck = kept.refused, kept.is_stuck
        if kept.refused:
            return
        self.done = done = kept.result
        self.site.commons.hidden[self.site.root] = done.commit, self.hidden | attempt.hidden
        ratchet.advance(self.site, self.baseline, kept.attempt.suite, done.commit)

    def _red_before(self) -> Verdict:
        """See whether what is due fails now, so that its passing later proves something."""
        due = self.site.tests_among(self.site.job.due)
        if not due:
            return Verdict(GateName.RED, True, "before: no test is due with this task")
        self.run_before = run = self.site.run_tests(due)
        self.heard = frozenset(self.site.heard)
        failing = len(redness.reasons(run, due))
        told = f"{failing} fail" if failing else "all pass already"
        return Verdict(GateName.RED, True, f"before: of the tests that are due, {told}")

    def _result(self, found: Sequence[Verdict] = ()) -> JobResult:
        """What came of it all: kept, refused, or waiting for somebody.

        `found`: what is wrong with work that was there already.
        """
        if self.done:
            return self.done
        assert self.refused is not None
        changed = tuple(sorted(completion.changed_paths(self.site)))
        if self.refused.failure is FailureClass.WAITING:
            return replace(
                self._described(JobStatus.WAITING),
                message="\n".join([self.refused.reason, *_not_yet(found if changed else ())]),
                failure=FailureClass.WAITING,
                changed=changed,
            )
        if self.refused not in self.verdicts:
            self.verdicts.append(self.refused)
        result = completion.refused(self._described(JobStatus.FAILED), self.refused)
        return completion.with_evidence(
            self.site, replace(result, changed=changed), self.reports, self.base
        )

    def _described(self, status: JobStatus) -> JobResult:
        usage: dict[str, float] = {}
        for report in self.reports:
            for name, amount in report.usage.items():
                usage[name] = usage.get(name, 0.0) + amount
        return JobResult(
            name=self.site.job.name,
            status=status,
            message="",
            verdicts=(*self.before, *self.verdicts),
            started_at=self.started,
            completed_at=clock.stamp(),
            attempts=len(self.reports),
            log=self.site.relative(self.site.log),
            usage=usage,
            notes=self._notes(),
            runs=dict(self.site.tally),
        )

    def _notes(self) -> tuple[str, ...]:
        """What the report has to say beyond that the task was completed."""
        job = self.site.job
        policy = [f"tests = {job.tests}"] if job.tests != "strict" else []
        waived = [f"may change by waiver: {path}" for path in sorted(job.waived)]
        without = [
            f"implemented without its test {name}, which was skipped" for name in job.untested
        ]
        told = [f"{verdict.gate}: {verdict.reason}" for verdict in self.verdicts if verdict.notable]
        return (*policy, *waived, *without, *told, *self.site.remarks)


def _not_yet(found: Sequence[Verdict]) -> list[str]:
    """What is wrong with the work that somebody has begun."""
    lines = [line for verdict in found for line in (verdict.reason, *verdict.details)]
    return [f"  not yet   {line}" for line in lines]
