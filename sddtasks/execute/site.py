"""Where a job works: the tree, the repository, and the toolchains that are in use there."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from pathlib import PurePosixPath

from sddtasks import toolchains
from sddtasks.execute.commons import Commons
from sddtasks.model.errors import ToolMissing
from sddtasks.model.events import Event
from sddtasks.model.evidence import Reason
from sddtasks.model.evidence import TestRun
from sddtasks.model.evidence import merge
from sddtasks.model.evidence import settled
from sddtasks.model.ids import slug
from sddtasks.model.job import Job
from sddtasks.model.job import Tool
from sddtasks.model.ports import Place
from sddtasks.model.ports import Toolchain
from sddtasks.model.process import Outcome
from sddtasks.model.process import Request
from sddtasks.system import beneath
from sddtasks.system import environment
from sddtasks.system import process
from sddtasks.system import reftrace
from sddtasks.system.repo import Repository
from sddtasks.toolchains import warned
from sddtasks.toolchains.located import Located

Lines = Callable[[str], None]

# No test runner looks into these of its own accord.
_HIDDEN = re.compile(r"(^|/)(\.[^/]+|node_modules|vendor)/")


def silent(text: str) -> None:
    """To nobody."""


def untold(event: Event) -> None:
    """Nobody writes it down."""


def unwatched() -> None:
    """Nobody wants to know."""


@dataclass
class Site:
    """One job's surroundings. Nothing in it outlives the job but what git and `.sdd` hold.

    `before_run()` is called before anything is run that the job's task may have written, `tell`
    with what the journal has to know. `heard`: the warnings that tests and builds have printed in
    this tree, by their words. `remarks`: what the report has to say of what happened meanwhile.
    """

    job: Job
    root: Path
    repo: Repository
    on_line: Lines
    tally: Counter[str] = field(default_factory=Counter)
    heard: dict[str, str] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)
    env: Mapping[str, str] = field(default_factory=dict)
    commons: Commons = field(default_factory=Commons)
    on_note: Lines = silent
    before_run: Callable[[], None] = unwatched
    tell: Callable[[Event], None] = untold

    def at(self, place: Place) -> Site:
        """The same job, looked at in another tree; what is run there is counted here."""
        env = {**place.env, **reftrace.environment(self.trace)}
        return replace(self, root=place.root, repo=Repository(place.root), env=env, heard={})

    def anew(self) -> Site:
        """The same job in the same tree, whose toolchains and plan are looked at once more."""
        return replace(self)

    @property
    def is_alone(self) -> bool:
        """In the checkout itself one task is done at a time; beside a work tree others are."""
        ours = self.job.feature.root
        return self.root == ours or self.root.resolve() == ours.resolve()

    @property
    def scratch(self) -> Path:
        """For reports and prompts: git does not see it, and it is kept for a look."""
        path = self.job.feature.state_dir / "work" / self.slug
        beneath.make(path)
        return path

    @property
    def trace(self) -> Path:
        """Where git writes down which refs the job's processes move: a place they may write to."""
        own = self.env.get("TMPDIR")
        return (Path(own) if own else self.scratch) / f"refs-{self.slug}.trace"

    @property
    def environment(self) -> dict[str, str]:
        """What every process of the job gets on top of the caller's environment."""
        return {**reftrace.environment(self.trace), **self.env}

    @property
    def slug(self) -> str:
        return slug(self.job.name)

    @property
    def baselines(self) -> Path:
        return self.job.feature.state_dir / "baselines"

    def relative(self, path: Path) -> str:
        return path.relative_to(self.job.feature.root).as_posix()

    @property
    def plan(self) -> Path:
        """tasks.md in this tree."""
        return self.root / self.plan_file

    @property
    def plan_file(self) -> str:
        return f"{self.job.feature.relative}/tasks.md"

    @cached_property
    def plan_text(self) -> str:
        """What the plan and its documents say."""
        paths = (self.plan_file, *self.job.library)
        texts = (self.root / path for path in paths)
        return "\n".join(
            path.read_text(encoding="utf-8", errors="replace") for path in texts if path.is_file()
        )

    @property
    def log(self) -> Path:
        return self.job.feature.state_dir / "logs" / f"{self.slug}.log"

    @property
    def evidence(self) -> Path:
        return self.job.feature.state_dir / "evidence" / f"{self.slug}.toml"

    @cached_property
    def active(self) -> tuple[tuple[Located, Tool], ...]:
        """The toolchains of this project: as configured, else as its files say at this moment."""
        known = {tool.name: tool for tool in self.job.terms.toolchains}
        configured = [tool for tool in self.job.terms.toolchains if tool.chosen]
        if configured:
            return tuple((toolchains.at(tool.name, self.root), tool) for tool in configured)
        found = toolchains.located(self.root)
        return tuple((chain, known.get(chain.NAME, Tool(chain.NAME))) for chain in found)

    def toolchain_of(self, file: str) -> tuple[Toolchain, Tool] | None:
        """Who runs a test file, with its settings; None for a file that is no test here."""
        tools = dict(self.active)
        chain = toolchains.runner_of(PurePosixPath(file), tools)
        if chain is None:
            return None
        tool = tools.get(chain) if isinstance(chain, Located) else None
        return chain, tool or Tool(chain.NAME)

    def tests_among(self, paths: Iterable[str]) -> tuple[str, ...]:
        """Those of `paths` that are existing test files."""
        return tuple(
            sorted(
                path
                for path in set(paths)
                if (self.root / path).is_file() and self.toolchain_of(path)
            )
        )

    def all_tests(self) -> tuple[str, ...]:
        """Every test file of the project that a toolchain in use runs."""
        if not self.active:
            return ()
        return tuple(
            path
            for path in self.repo.files()
            if not _HIDDEN.search(path)
            and any(chain.is_test(PurePosixPath(path)) for chain, _ in self.active)
            and (self.root / path).is_file()
        )

    def run_tests(self, files: Sequence[str], purpose: str = "part") -> TestRun:
        """Run exactly the tests of `files`, each with its toolchain, as one TestRun."""
        groups: dict[Toolchain, tuple[Tool, list[str]]] = {}
        for file in files:
            found = self.toolchain_of(file)
            if found:
                chain, tool = found
                groups.setdefault(chain, (tool, []))[1].append(file)
        if groups:
            self.tally[purpose] += len(groups)
        run = merge(self._run_chain(chain, *group) for chain, group in groups.items())
        return settled(run, self.job.planned)

    def run_suite(self) -> TestRun:
        """Run the tests that each toolchain in use finds of its own accord, as one TestRun."""
        self.tally["whole"] += len(self.active)
        return merge(self._run_chain(chain, tool, []) for chain, tool in self.active)

    def build(self) -> list[Outcome]:
        """Compile with every toolchain that compiles."""
        outcomes = []
        for chain, tool in self.active:
            request = chain.build_request(self.root, self._scratch_of(tool), tool.options)
            if request:
                outcomes.append(self._run_tool(request))
        return outcomes

    def _run_tool(self, request: Request) -> Outcome:
        """Run tests or a build, when it is their turn."""
        self.before_run()
        terms, env = self.job.terms, {**request.env, **self.environment}
        with self.commons.counted.hold("tests"):
            limited = replace(request, timeout=terms.test_timeout, log=self.log, env=env)
            outcome = process.run(replace(limited, pass_env=terms.pass_env))
        self.heard.update(warned.warnings(outcome, self.root))
        if not outcome.ok:
            self._tell_withheld(outcome)
        return outcome

    def _tell_withheld(self, outcome: Outcome) -> None:
        """A program that failed and names a variable which it did not get may have needed it."""
        for name in environment.lacking(outcome, self.job.terms.pass_env):
            self.on_note(
                f'{name} is not passed on to tests and builds; pass_env = ["{name}"] does it'
            )

    def _run_chain(self, chain: Toolchain, tool: Tool, files: list[str]) -> TestRun:
        lack = chain.missing(self.root, tool.options)
        if lack:
            raise ToolMissing(f"toolchain {tool.name}: {lack}", "install it, then try again")
        options = {"timeout": self.job.terms.test_timeout, **tool.options}
        request = chain.test_request(self.root, files, self._scratch_of(tool), options)
        outcome = self._run_tool(request)
        if outcome.timed_out:
            limit = f"no end after {self.job.terms.test_timeout:g} s (test_timeout)"
            run = chain.read(outcome, self.root, files)
            return replace(run, trouble=run.trouble or limit, trouble_reason=Reason.TIMEOUT)
        return chain.read(outcome, self.root, files)

    def _scratch_of(self, tool: Tool) -> Path:
        path = self.scratch / tool.name
        beneath.clear(path)
        return path
