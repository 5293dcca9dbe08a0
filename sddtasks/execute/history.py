"""Status in git: the message of a task's commit, and reading it back on another machine."""

from __future__ import annotations

import re
from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field
from dataclasses import replace

from sddtasks.model.errors import WorkspaceError
from sddtasks.model.job import Job
from sddtasks.system import commits
from sddtasks.system import escape
from sddtasks.system import ledger
from sddtasks.system import reverts
from sddtasks.system import trailers
from sddtasks.system.commits import Made
from sddtasks.system.repo import Commit
from sddtasks.system.repo import Repository

_FEATURE = "Sdd-Feature"
_STALE = "Sdd-Stale"
_REVERTS = re.compile(rf"^{reverts.MARK}([0-9a-f]{{7,40}})", re.MULTILINE)
_SUBJECT_LENGTH = 240
_LINE_END = "\n"
_UNTESTED = "Sdd-Untested"


@dataclass(frozen=True, slots=True)
class Completion:
    """What a commit says about a task. `red` and `files` as in JobResult.

    `stale`: why it is to be looked at again; a later commit says so. `is_ours`: this installation
    made the commit. Anybody else's is a claim.
    """

    task: str
    commit: str
    at: str
    how: str
    definition: str
    evidence: str
    title: str = ""
    because: str = ""
    red: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    stale: str = ""
    untested: bool = False
    is_ours: bool = False


def stale_trailers(names: Iterable[str], because: str) -> tuple[str, ...]:
    """For a commit that takes away what the work of these tasks stands on."""
    return tuple(f"{_STALE}: {name} {_words(because)}" for name in names)


def untested_trailer(*, untested: bool) -> str:
    """For the message of a skipped test whose code may be done without it."""
    return f"\n{_UNTESTED}: yes" if untested else ""


def message(
    job: Job,
    how: str,
    evidence_digest: str,
    red: Mapping[str, str],
    files: Mapping[str, str],
    because: str = "",
    verb: str = "Complete",
) -> str:
    """`feat: Complete T012 - …` with the trailers from which its status can be rebuilt."""
    task = job.task
    title = _words(task.title if task else job.name)
    kind = "feat" if verb == "Complete" else "chore"
    subject = f"{kind}: {verb} {job.name} - {title}"[:_SUBJECT_LENGTH]
    pairs = [
        ("Sdd-Task", job.name),
        (_FEATURE, escape.name(job.feature.name)),
        ("Sdd-How", how),
        ("Sdd-Definition", job.links.digest),
        ("Sdd-Evidence", evidence_digest),
    ]
    if because:
        pairs.append(("Sdd-Because", because))
    pairs += [("Sdd-File", f"{digest} {escape.name(path)}") for path, digest in files.items()]
    pairs += [("Sdd-Red", f"{escape.name(test)} | {reason}") for test, reason in red.items()]
    return "\n".join([subject, "", *(f"{key}: {_words(value)}" for key, value in pairs)])


def commit(repo: Repository, paths: Sequence[str], text: str) -> Made:
    """Make a commit of `paths` that says what was done, and enter it into our ledger."""
    ledger.intend(text)
    made = commits.make(repo, paths, text)
    ledger.enter(made.commit, text)
    return made


def completions(repo: Repository, feature: str, since: str = "") -> list[Completion]:
    """What HEAD's history (after the commit `since`) says was completed and not reverted."""
    said = repo.log((_mark(feature), reverts.MARK), since)
    known = ledger.commits() if said else None
    ours = {one.sha for one in said if known and known.vouches(one.sha, one.message)}
    return [replace(done, is_ours=done.commit in ours) for done in standing(feature, said)]


def settle(repo: Repository, feature: str) -> None:
    """Enter the commits that we made and were killed before we could say so."""
    known = ledger.commits()
    for made in repo.log([_mark(feature)]) if known.intended else ():
        if made.sha not in known.made and known.is_intended(made.message):
            ledger.enter(made.sha, made.message)


def taken_back(repo: Repository) -> tuple[str, ...]:
    """The commits that HEAD's history says were reverted, perhaps shortened."""
    return tuple(sha for commit in repo.log([reverts.MARK]) for sha in _reverted(commit))


def standing(feature: str, commits: Iterable[Commit]) -> list[Completion]:
    """Every completion of a feature's task that was not reverted. `commits` come oldest first, and
    so do the completions; a task that was done twice is there twice."""
    found: list[Completion] = []
    for commit in commits:
        gone = _reverted(commit)
        if gone:
            stale = _stale(commit)
            found = [
                replace(done, stale=stale.get(done.task, done.stale))
                for done in found
                if not done.commit.startswith(gone)
            ]
        else:
            done = _completion(commit, feature)
            found += [done] if done else []
    return found


def _reverted(commit: Commit) -> tuple[str, ...]:
    return tuple(_REVERTS.findall(commit.message))


def _stale(commit: Commit) -> dict[str, str]:
    """By task why its work is to be looked at again."""
    pairs = trailers.read(commit.message)
    said = (value.partition(" ") for name, value in pairs if name == _STALE)
    return {task: why for task, _, why in said}


def _completion(commit: Commit, feature: str) -> Completion | None:
    """What the trailers say; None where they say nothing, or nothing of this feature. Of a trailer
    that is there once the first counts."""
    pairs = trailers.read(commit.message)
    one = dict(reversed(pairs))
    if "Sdd-Task" not in one or escape.read_name(one.get(_FEATURE, ""))[0] != feature:
        return None
    reds = [escape.read_name(value) for name, value in pairs if name == "Sdd-Red"]
    digests = [value.partition(" ") for name, value in pairs if name == "Sdd-File"]
    return Completion(
        task=one["Sdd-Task"],
        commit=commit.sha,
        at=commit.at,
        how=one.get("Sdd-How", ""),
        definition=one.get("Sdd-Definition", ""),
        evidence=one.get("Sdd-Evidence", ""),
        title=commit.message.partition("\n")[0].partition(" - ")[2],
        because=one.get("Sdd-Because", ""),
        red={test: rest.removeprefix(" | ") for test, rest in reds},
        files={escape.read_name(path)[0]: digest for digest, _, path in digests},
        untested=_UNTESTED in one,
    )


def by_hand(repo: Repository, since: str) -> dict[str, str]:
    """The paths that commits of people have changed since this one, with the last such commit.

    Nothing of a history that was rewritten meanwhile: then nobody can say what is new in it.
    """
    if not since or since == repo.head():
        return {}
    try:
        if repo.run("merge-base", since, "HEAD").strip() != since:
            return {}
    except WorkspaceError:
        return {}
    words = ("-z", "--name-only", "--relative")
    differing = {*repo.run("diff", *words, since, "HEAD", "--").split("\0")} - {""}
    found: dict[str, str] = {}
    for commit in repo.log((), since):
        ours = _FEATURE in dict(trailers.read(commit.message))
        if not ours and reverts.MARK not in commit.message:
            named = f"{commit.sha[:10]} {commit.message.partition(_LINE_END)[0]}"
            found |= {path: named for path in repo.paths_of(commit.sha) if path in differing}
    return found


def _mark(feature: str) -> str:
    return f"{_FEATURE}: {escape.name(feature)}"


def _words(text: str) -> str:
    """One line, whatever the text: a value makes no other trailer."""
    return escape.line(" ".join(text.split()))
