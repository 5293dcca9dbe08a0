"""The configuration: every field, its meaning (the README's text), its default."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel
from pydantic import ConfigDict
from pydantic import Field
from pydantic import NonNegativeFloat
from pydantic import NonNegativeInt
from pydantic import PositiveInt

from sddtasks.model.inputs import PROMPTS

CommandPolicy = Literal["ask", "allow", "refuse", "agent"]
Level = Literal["error", "warning", "note", "off"]
TestPolicy = Literal["strict", "when-tests-exist", "off"]
PolicySource = Literal["tighten", "any"]
ScopePolicy = Literal["refuse", "report", "off"]
Sharing = Literal["detect", "reflink", "hardlink", "symlink", "copy"]
Tree = Literal["checkout", "worktree"]


class Settings(BaseModel):
    """`[tool.sddtasks]` in pyproject.toml, or sddtasks.toml."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)

    agent: str = "manual"
    """Who writes the code: the name of an agent."""

    agents: dict[str, dict[str, object]] = Field(default_factory=dict)
    """Options of each agent, one table per agent: `[agents.command]`."""

    toolchains: tuple[str, ...] = ()
    """What builds and tests the project; empty: detected from its files."""

    toolchain: dict[str, dict[str, object]] = Field(default_factory=dict)
    """Options of each toolchain, one table per toolchain: `[toolchain.pytest]`."""

    commands_from_documents: CommandPolicy = "ask"
    """Commands that tasks.md puts in backticks, beyond the built-in allow-list: `ask` (in a
    terminal; refuse elsewhere), `allow`, `refuse`, or leave them to the `agent`."""

    allowed_commands: tuple[str, ...] = ()
    """More commands that may run without asking, by their first words: `pip install`."""

    retries: NonNegativeInt = 2
    """How often an agent is called again with what its gates said."""

    agent_timeout: NonNegativeFloat = 1800.0
    """Seconds one call of an agent may take; 0: no limit."""

    agent_idle_timeout: NonNegativeFloat = 600.0
    """Seconds an agent may be silent; 0: no limit."""

    test_timeout: NonNegativeFloat = 600.0
    """Seconds one run of a toolchain may take; 0: no limit."""

    tests: TestPolicy = "strict"
    """What a task has to show by tests: `strict`, `when-tests-exist` (nobody has to write any), or
    `off`. tasks.md may ask for more for a phase, story or task; the report names what is not
    strict."""

    tests_from_documents: PolicySource = "tighten"
    """Whether tasks.md may ask for less than `tests`: `tighten` (it may not), or `any` (it may;
    check, report and the last line of a run name the tasks)."""

    weakened_exit_code: int = Field(default=0, ge=0, le=125)
    """Exit code of a run that completed a feature while less than `tests` was asked of some
    tasks."""

    scope: ScopePolicy = "report"
    """Changes beyond the paths that a task names: `refuse` all of them, `report` them (deleting a
    file or rewriting most of it is refused all the same), or `off`."""

    parallel: NonNegativeInt = 0
    """How many tasks at a time, unless `-n` says so; 0: as many as there are cores, 4 at most. The
    agent `manual` is always asked for one task at a time."""

    sequential_in: Tree = "checkout"
    """Where a task is done that no other is done beside: in the `checkout` itself, or in a
    `worktree` like parallel ones."""

    share: tuple[str, ...] = ()
    """Untracked paths that work trees get from the checkout: `.env`. Installed dependencies
    (`node_modules`, `.venv`, `venv`, `vendor`) need not be named."""

    share_by: Sharing = "detect"
    """How they get them: `reflink`, `hardlink`, `copy`, or `symlink` (what one tree changes all of
    them see); `detect`: reflink where the file system can, else symlink."""

    setup: tuple[str, ...] = ()
    """Commands that make a work tree ready, without a shell: `npm ci`. Run in a new one, and again
    when a lock file or a manifest at its root has changed."""

    first_port: PositiveInt = 20_000
    """Each work tree is told ten ports of its own, from SDD_PORT on: this one plus ten for each."""

    resources: dict[str, int | str] = Field(default_factory=dict)
    """What is counted over all parallel tasks: `tests` (runs of tests and builds; default: the
    number of cores), `agents`, or an agent by its name: so many at a time, `2`, or so often,
    `"30/min"`."""

    pass_env: tuple[str, ...] = ()
    """Variables that tests, builds and commands of documents get beside those that programs
    commonly need: `DATABASE_URL`, `MYAPP_*`. Agents get the whole environment."""

    protected_branches: tuple[str, ...] = ()
    """Branches on which nothing is committed: `main`."""

    commit_state: bool = False
    """Keep .implementation-state.json in git; otherwise it is excluded from this clone."""

    archive_with_skips: bool = False
    """Archive the state of a feature that ends with skipped tasks; file and report name them."""

    prompts: str = PROMPTS
    """Directory with templates of your own; a file of the same name wins over the shipped one."""

    rules: dict[str, Level] = Field(default_factory=dict)
    """Severity of single rules of `doit sdd check`, by code: `SDD023 = "off"`. `SDD012` is
    always an error."""
