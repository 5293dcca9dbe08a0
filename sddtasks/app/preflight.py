"""Before the first job: is the repository fit for work, and is it ours alone?"""

from __future__ import annotations

from collections.abc import Iterable

from sddtasks import agents
from sddtasks import toolchains
from sddtasks.model.config import Settings
from sddtasks.model.errors import ToolMissing
from sddtasks.model.errors import WorkspaceError
from sddtasks.model.plan import Task
from sddtasks.state.progress import Story
from sddtasks.system import files
from sddtasks.system.repo import Repository

_SHOWN = 15


def check(repo: Repository, settings: Settings) -> None:
    """Raise what speaks against starting."""
    check_repository(repo, settings)
    check_agent(settings)
    check_names(settings)


def check_repository(repo: Repository, settings: Settings) -> None:
    """A branch, a first commit, an identity, nothing half done."""
    if repo.head() is None:
        raise WorkspaceError(
            "the repository has no commit yet", "git add -A && git commit -m 'Start'"
        )
    unfinished = repo.unfinished()
    if unfinished:
        raise WorkspaceError(
            f"a {unfinished} is in progress", f"finish it, or git {unfinished} --abort"
        )
    branch = repo.branch()
    if branch is None:
        raise WorkspaceError(
            "HEAD is detached: commits made now would belong to no branch",
            "git switch -c NNN-name",
        )
    if branch in settings.protected_branches:
        raise WorkspaceError(
            f"branch {branch} is protected (protected_branches)", "git switch -c NNN-name"
        )
    problem = repo.identity_problem()
    if problem:
        raise WorkspaceError(
            f"git does not know who commits: {problem}",
            "git config user.name 'You' && git config user.email you@example.com",
        )


def check_agent(settings: Settings) -> None:
    options = settings.agents.get(settings.agent, {})
    lack = agents.get(settings.agent).missing(options)
    if lack:
        raise ToolMissing(f"agent {settings.agent}: {lack}", f"see [agents.{settings.agent}]")


def check_names(settings: Settings) -> None:
    """Every adapter that the configuration mentions exists."""
    for name in (*settings.toolchains, *settings.toolchain):
        toolchains.get(name)
    for name in settings.agents:
        agents.get(name)


def leftovers(dirty: Iterable[str], task: Task | None, story: Story) -> tuple[str, ...]:
    """Those uncommitted files that an earlier, unfinished attempt at `task` explains.

    A person who was asked to do it, or an agent that was killed, may have written anything since;
    a failed attempt left what it was seen to leave, and the person may have mended what it names.
    """
    own = frozenset(story.kept_out)
    if story.state in ("waiting", "in_progress", "interrupted"):
        return tuple(path for path in dirty if path not in own)
    if story.state == "failed" and task:
        known = {*story.changed, *task.paths, *task.removes}
        return tuple(path for path in dirty if path in known and path not in own)
    return ()


def kept_out(
    repo: Repository, dirty: Iterable[str], *, allowed: bool, feature: str
) -> dict[str, str]:
    """The user's own uncommitted files with their digests, or a refusal that lists them."""
    paths = list(dirty)
    if paths and not allowed:
        shown = [f"  {path}" for path in paths[:_SHOWN]]
        if len(paths) > _SHOWN:
            shown.append(f"  … and {len(paths) - _SHOWN} more")
        raise WorkspaceError(
            f"{len(paths)} files have uncommitted changes that are not this feature's work:\n"
            + "\n".join(shown),
            "commit or stash them, or keep them out of the commits:"
            f" doit implement {feature} --allow-dirty",
        )
    return {path: files.file_digest(repo.root / path) for path in paths}
