"""From a task of the graph to the job that does it: what the records say it has to hold on to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field

from sddtasks.app import documents
from sddtasks.app import policies
from sddtasks.app.row import FINAL
from sddtasks.model.config import Settings
from sddtasks.model.job import Job
from sddtasks.model.job import Proof
from sddtasks.model.job import Terms
from sddtasks.model.job import Tool
from sddtasks.model.links import Check
from sddtasks.model.links import Graph
from sddtasks.model.links import TaskLinks
from sddtasks.model.plan import Feature
from sddtasks.model.plan import Kind
from sddtasks.model.plan import Task
from sddtasks.model.ports import Outfit
from sddtasks.model.verdict import FailureClass
from sddtasks.state.progress import Story
from sddtasks.state.records import Record

# What the work was refused for says nothing against it: a person may have mended that.
_UNCOMMITTED = frozenset({FailureClass.GIT, FailureClass.HOOK, FailureClass.IGNORED})


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known when a job is made: the records so far, and the state of the tree.

    `done_before`: a commit of ours completed the task, its record was forgotten since, and
    `own_paths` is what that commit changed. `by_hand`: what people have committed since the task
    waits for one, with the commits. `accepted`: why a person says that it is done.
    """

    records: Mapping[str, Record]
    story: Story
    kept_out: Mapping[str, str]
    own_paths: frozenset[str] = frozenset()
    done_before: bool = False
    unproven: bool = False
    waived: frozenset[str] = frozenset()
    hint: str = ""
    by_hand: Mapping[str, str] = field(default_factory=dict)
    accepted: str = ""


def outfit(settings: Settings) -> Outfit:
    """What work trees get beside what git holds."""
    return Outfit(
        settings.share, settings.share_by, settings.setup, settings.first_port, settings.pass_env
    )


def terms(settings: Settings, policy: str) -> Terms:
    """What holds for every job of the run; `policy` is what "ask" came to."""
    chosen = [
        Tool(name, settings.toolchain.get(name, {}), chosen=True) for name in settings.toolchains
    ]
    others = [
        Tool(name, options, chosen=False)
        for name, options in settings.toolchain.items()
        if name not in settings.toolchains
    ]
    return Terms(
        agent=Tool(settings.agent, settings.agents.get(settings.agent, {})),
        toolchains=(*chosen, *others),
        retries=settings.retries,
        agent_timeout=settings.agent_timeout,
        agent_idle_timeout=settings.agent_idle_timeout,
        test_timeout=settings.test_timeout,
        command_policy=policy,
        allowed_commands=settings.allowed_commands,
        prompts=settings.prompts,
        scope=settings.scope,
        outfit=outfit(settings),
        tests=settings.tests,
        pass_env=settings.pass_env,
    )


class Jobs:
    """Makes the jobs of one feature; what does not change between two of them is looked up once."""

    def __init__(self, feature: Feature, graph: Graph, settings: Settings, terms: Terms) -> None:
        self.feature = feature
        self.graph = graph
        self.terms = terms
        self.tasks = {task.id: task for task in graph.plan.tasks}
        self.gates = {gate.name: gate for gate in graph.gates}
        self._phases = {phase.id: phase for phase in graph.plan.phases}
        self._library = tuple(path for path, _ in documents.listed(feature))
        source = documents.read_plan(feature)
        self._policies = policies.in_force(source, graph.plan, settings)
        self._red_expected = tuple(
            task.id for task in graph.plan.tasks if graph.links[task.id].red_expected
        )
        self._planned = frozenset(path for task in graph.plan.tasks for path in task.paths)
        self._deadlines = {
            path: owner
            for owner, guards in [
                *((task, links.guards) for task, links in graph.links.items()),
                *((gate.name, gate.guards) for gate in graph.gates),
            ]
            for path in guards
        }

    def make(self, name: str, standing: Standing) -> Job:
        """The job of a task of tasks.md, or of a gate."""
        task, gate = self.tasks.get(name), self.gates.get(name)
        links = self.graph.links.get(name, TaskLinks())
        guards = gate.guards if gate else links.guards
        proofs = _proofs(standing.records, name)
        validated = {path for proof in proofs for path in proof.files}
        story = standing.story.state
        ticked = bool(task and task.done) and not standing.done_before
        claimed = ticked and name not in standing.records
        return Job(
            name=name,
            feature=self.feature,
            terms=self.terms,
            phase=self._phases.get(task.phase if task else gate.phase if gate else ""),
            task=task,
            links=links,
            check=gate.check if gate else Check.FINAL if name == FINAL else None,
            everything=() if task else self._everything(standing.records, name),
            due=tuple(path for path in guards if path in validated),
            proofs=proofs,
            pending=self._pending(standing.records, name),
            kept_out=standing.kept_out,
            uncommitted=standing.story.failure in _UNCOMMITTED,
            killed=story in ("in_progress", "interrupted"),
            handed_over=standing.story.work,
            verify_first=claimed or bool(story) or standing.unproven or bool(standing.accepted),
            claimed=claimed,
            waited=story == "waiting",
            own_paths=standing.own_paths,
            library=self._library,
            tests=self._policy(name),
            waived=standing.waived,
            unvalidated=self.unvalidated(name, standing.records),
            subjects=self._subjects(task),
            planned=self._planned,
            ahead=self._ahead(task, standing.records),
            joined=self._joined(task),
            hint=standing.hint,
            by_hand=standing.by_hand,
            accepted_because=standing.accepted,
            untested=self._untested(task, standing.records),
        )

    def unvalidated(self, name: str, records: Mapping[str, Record]) -> dict[str, str]:
        """Tests that have to come before a code task or a gate, and have not been seen failing,
        with the reason for which they were skipped."""
        task = self.tasks.get(name)
        if task and task.kind not in (Kind.CODE, Kind.INTEGRATE):
            return {}
        open_tests = [test for test in self._red_expected if not self._counts(test, name, records)]
        before = self.before(name) if open_tests else frozenset()
        known = ((test, records.get(test)) for test in open_tests if test in before)
        return {test: record.because if record else "" for test, record in known}

    def _counts(self, test: str, name: str, records: Mapping[str, Record]) -> bool:
        """Does this test, for that task or gate, keep no code waiting? A skipped one does, unless a
        person lets its code go without it, or nobody has to write any."""
        record = records.get(test)
        if record is None or not record.skipped:
            return record is not None
        return record.untested or any(self._policy(one) != "strict" for one in (test, name))

    def _policy(self, name: str) -> str:
        return self._policies.get(name, self.terms.tests)

    def _untested(self, task: Task | None, records: Mapping[str, Record]) -> tuple[str, ...]:
        """The skipped tests that are about the task."""
        if task is None or task.kind not in (Kind.CODE, Kind.INTEGRATE):
            return ()
        skipped = (test for test in self._red_expected if test in records and records[test].skipped)
        return tuple(test for test in skipped if task.id in self._subjects(self.tasks[test]))

    def before(self, name: str) -> frozenset[str]:
        """Everything that comes before it in the graph."""
        found: set[str] = set()
        queue = [name]
        while queue:
            one = queue.pop()
            links, gate = self.graph.links.get(one), self.gates.get(one)
            new = {*(links.task_dep if links else ()), *(gate.waits_for if gate else ())} - found
            found |= new
            queue += new
        return frozenset(found)

    def _subjects(self, task: Task | None) -> tuple[str, ...]:
        """The tasks that the tests of this one are linked to, or due with."""
        own = set(task.paths) if task and task.kind is Kind.TEST else set()
        linked = tuple(
            name
            for name, links in self.graph.links.items()
            if task and name != task.id and own & {*links.tests, *links.guards}
        )
        later = (gate for gate in self.graph.gates if own & set(gate.guards))
        waited = {name for gate in later for name in gate.waits_for}
        return linked or tuple(
            other.id
            for other in self.graph.plan.tasks
            if other.id in waited and other.kind in (Kind.CODE, Kind.INTEGRATE)
        )

    def _ahead(self, task: Task | None, records: Mapping[str, Record]) -> tuple[Task, ...]:
        """The product tasks that are still to be done beside this one."""
        return tuple(
            other
            for other in self.graph.plan.tasks
            if task
            and other.kind in (Kind.CODE, Kind.INTEGRATE)
            and other.id != task.id
            and other.id not in records
        )

    def _joined(self, task: Task | None) -> tuple[str, ...]:
        """The tests of what an integration task is stated to depend on."""
        if task is None or task.kind is not Kind.INTEGRATE:
            return ()
        stated = (edge for edge in self.graph.edges if edge.stated and edge.after == task.id)
        linked = (self.graph.links[edge.before].tests for edge in stated)
        return tuple(dict.fromkeys(file for files in linked for file in files))

    def _everything(self, records: Mapping[str, Record], name: str) -> tuple[Task, ...]:
        """The tasks behind a gate; of the whole plan behind the last one."""
        behind = self.gates[name].waits_for if name in self.gates else self.tasks
        return tuple(
            task
            for task in self.graph.plan.tasks
            if task.id in behind and task.id in records and not records[task.id].skipped
        )

    def _pending(self, records: Mapping[str, Record], name: str) -> frozenset[str]:
        """Validated red test files that may still fail: the task they are due with is open."""
        red = {path for record in records.values() if record.red for path in record.files}
        return frozenset(
            path for path in red if _is_open(self._deadlines.get(path, ""), records, name)
        )


def _is_open(owner: str, records: Mapping[str, Record], name: str) -> bool:
    record = records.get(owner)
    return owner != name and (record is None or record.skipped)


def _proofs(records: Mapping[str, Record], name: str) -> tuple[Proof, ...]:
    """What validated test files must look like; the latest validation of a file counts."""
    latest: dict[str, str] = {}
    ordered = sorted(
        (record.completed_at, task) for task, record in records.items() if record.files
    )
    for _, task in ordered:
        latest.update(dict.fromkeys(records[task].files, task))
    return tuple(
        Proof(
            task,
            {path: digest for path, digest in records[task].files.items() if latest[path] == task},
            records[task].red,
        )
        for _, task in ordered
        if task != name
    )
