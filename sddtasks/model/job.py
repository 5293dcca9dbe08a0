"""The order for one task, and what came of it. Plain data: both travel between processes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from enum import StrEnum

from sddtasks.model.how import How
from sddtasks.model.links import Check
from sddtasks.model.links import TaskLinks
from sddtasks.model.plan import Feature
from sddtasks.model.plan import Phase
from sddtasks.model.plan import Task
from sddtasks.model.ports import Outfit
from sddtasks.model.verdict import FailureClass
from sddtasks.model.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Tool:
    """An adapter by its name, with the options the configuration gives it.

    `chosen`: named by the configuration; otherwise only its options are, and it is detected.
    """

    name: str
    options: Mapping[str, object] = field(default_factory=dict)
    chosen: bool = True


@dataclass(frozen=True, slots=True)
class Terms:
    """What holds for every job of a run: adapters, limits in seconds, and permissions."""

    agent: Tool
    toolchains: tuple[Tool, ...]
    retries: int = 2
    agent_timeout: float = 0.0
    agent_idle_timeout: float = 0.0
    test_timeout: float = 0.0
    command_policy: str = "refuse"
    allowed_commands: tuple[str, ...] = ()
    prompts: str = ""
    scope: str = "report"
    outfit: Outfit = field(default_factory=Outfit)
    tests: str = "strict"
    pass_env: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Proof:
    """What an earlier task's evidence says that later gates hold on to.

    `files`: digest of each test file when it was validated; `red`: the ids that failed then, with
    the reason.
    """

    task: str
    files: Mapping[str, str]
    red: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Job:
    """Everything needed to do one task, or to pass one gate (`task` is None then).

    `due`: test files that must pass with this job; `pending`: those that may still fail after it.
    `kept_out`: the user's own uncommitted files with their digests, never committed.
    `verify_first`: look whether the gates already pass before calling anybody; `claimed`: a person
    says that it is done; `waited`: one was asked to do it; `killed`: an earlier attempt began and
    nobody saw it end; `uncommitted`: its last attempt was refused by git or a hook of it.
    `handed_over`: the digest of what its agent had left in the tree when the last call ended.
    `own_paths`: what an earlier commit of this task changed. `everything`: the tasks that a gate or
    the final validation vouches for. `library`: all design documents there are.
    `tests`: the policy that holds for it. `waived`: paths that may change although they are frozen
    or beyond its scope. `unvalidated`: test tasks that come before it and whose tests were not seen
    failing, with the reason why they were skipped, if they were. `subjects`: the tasks that the
    tests of this one are about. `planned`: every path that the plan names.
    `ahead`: other product tasks that are still to be done. `joined`: the tests of the tasks that an
    integration is stated to build on. `hint`: what a person wants the agent to know.
    `by_hand`: what commits of people have changed since the task was begun, and which commit.
    `accepted_because`: why a person says that it is done although nothing shows it. `untested`:
    test tasks about this one that were skipped, so that it is done without them.
    """

    name: str
    feature: Feature
    terms: Terms
    phase: Phase | None
    task: Task | None = None
    links: TaskLinks = field(default_factory=TaskLinks)
    check: Check | None = None
    due: tuple[str, ...] = ()
    proofs: tuple[Proof, ...] = ()
    pending: frozenset[str] = frozenset()
    kept_out: Mapping[str, str] = field(default_factory=dict)
    verify_first: bool = False
    claimed: bool = False
    waited: bool = False
    killed: bool = False
    handed_over: str = ""
    uncommitted: bool = False
    own_paths: frozenset[str] = frozenset()
    everything: tuple[Task, ...] = ()
    library: tuple[str, ...] = ()
    tests: str = "strict"
    waived: frozenset[str] = frozenset()
    unvalidated: Mapping[str, str] = field(default_factory=dict)
    subjects: tuple[str, ...] = ()
    planned: frozenset[str] = frozenset()
    ahead: tuple[Task, ...] = ()
    joined: tuple[str, ...] = ()
    hint: str = ""
    by_hand: Mapping[str, str] = field(default_factory=dict)
    accepted_because: str = ""
    untested: tuple[str, ...] = ()


class JobStatus(StrEnum):
    COMPLETED = "completed"
    FAILED = "failed"
    WAITING = "waiting"
    BROKEN = "broken"
    """Not the work is at fault, but the machine: a tool is missing, the disk is full."""


@dataclass(frozen=True, slots=True)
class JobResult:
    """What came of a job. Paths are relative to the root; times are UTC, ISO 8601.

    `red` maps the ids of validated failing tests to their reasons and `files` the test files to
    their digests. `changed` are the paths the job changed (left in the tree when it failed).
    `notes`: what its gates let pass and the report has to say. `runs`: how often tests were run,
    by what was run: "whole" suites and "part" of them. `about`: as in the Verdict that refused it.
    `warnings`: what tests and builds warn of since this job. `accepted`: the commands of tasks.md
    that verified it; `ran`: those that did its work. `because`: the person's reason, where it was
    accepted.
    """

    name: str
    status: JobStatus
    message: str
    how: How = How.EXECUTED
    verdicts: tuple[Verdict, ...] = ()
    failure: FailureClass | None = None
    started_at: str = ""
    completed_at: str = ""
    attempts: int = 0
    evidence: str = ""
    evidence_digest: str = ""
    log: str = ""
    commit: str = ""
    changed: tuple[str, ...] = ()
    red: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    usage: Mapping[str, float] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    runs: Mapping[str, int] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    accepted: tuple[str, ...] = ()
    ran: tuple[str, ...] = ()
    because: str = ""
    about: Mapping[str, str] = field(default_factory=dict)
