"""What to do about a failure: one row per failure class, and the commands that go on from it."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass

from sddtasks.model import names
from sddtasks.model.links import Check
from sddtasks.model.verdict import FailureClass

Step = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Remedy:
    """`when`: how one gets there; `advice`: what to think of; `steps`: commands and what they do.

    A command with a name in braces that nothing is known of for the failure at hand is left out.
    """

    when: str
    advice: str
    steps: tuple[Step, ...]


AGAIN: Step = ("doit implement {feature}", "try again, and go on")
_RETRY: Step = ('doit sdd retry {task} --hint="…"', "only this task, with a hint for the agent")
_OTHER: Step = ("doit sdd retry {task} --agent=NAME", "only this task, by another agent")
SKIP: Step = ("doit sdd skip {name} --because=…", "go on without it")
_ACCEPT: Step = ("doit sdd accept {unseen} --because=…", "it is done: take your word for it")
_UNTESTED: Step = (
    "doit sdd skip {untested} --without-test --because=…",
    "implement without its test, on the record",
)
_UNSKIP: Step = ("doit sdd undo {untested}", "take the skip back: the test is written after all")
_WAIVE: Step = ("doit sdd waive {name} {named} --because=…", "allow it, on the record")
_ADD: Step = ("git add -f -- {ignored}", "have git take it all the same")
_RESTORE: Step = ("git restore --source=HEAD -- {path}", "put it back as it was")
_REMOVE: Step = ("rm {made}", "remove what is not its own")
_LOG: Step = ("less {log}", "everything that was said")

REMEDIES: Mapping[FailureClass, Remedy] = {
    FailureClass.TEST_GENERATION: Remedy(
        "a new test is not red for a proper reason, or cannot fail",
        "compare the test with the contract or interface that it is written for; it has to reach"
        " the product and fail there",
        (_RETRY, AGAIN, SKIP),
    ),
    FailureClass.COMPILATION: Remedy(
        "the product, or a file that the tests load, does not compile",
        "fix imports, syntax and types, one message at a time, the first one first",
        (_LOG, AGAIN, _RETRY, SKIP),
    ),
    FailureClass.UNEXPECTED_TEST_FAILURE: Remedy(
        "a test that is due fails, or one that passed before",
        "decide whether the implementation or the test is wrong; a wrong test is changed by its"
        " own task, never by this one",
        (AGAIN, _RETRY, SKIP),
    ),
    FailureClass.FLAKY: Remedy(
        "the same test ended differently in two runs of the same tree",
        "take out what differs from run to run: time, order, randomness, ports, shared files; a"
        " flaky test proves nothing, however often it is run",
        (AGAIN, _RETRY, SKIP),
    ),
    FailureClass.DEPENDENCY: Remedy(
        "something that an earlier task or a person had to provide is not there",
        "check that the tasks it waits for did what they say; do the one that did not again",
        (("doit sdd explain {task}", "what it waits for, and why"), AGAIN, SKIP),
    ),
    FailureClass.ENVIRONMENT: Remedy(
        "a tool, a package or a fixture is missing, or tests could not be run at all",
        "install or mend what is named, on this machine, then try again; no work is judged by it",
        (_LOG, AGAIN),
    ),
    FailureClass.FROZEN: Remedy(
        "tests that were validated, or what they rest on, are not as they were",
        "put back what is named; a test that has to change is changed by its own task",
        (
            _RESTORE,
            _REMOVE,
            _WAIVE,
            ("doit sdd retry {owner}", "the changed test is meant: judge it anew, then go on"),
            AGAIN,
            SKIP,
        ),
    ),
    FailureClass.PATHS: Remedy(
        "a path that the task names is missing, empty or unchanged",
        "create or change the paths that the task names, or correct its line in tasks.md",
        (AGAIN, _ACCEPT, _RETRY, SKIP),
    ),
    FailureClass.IGNORED: Remedy(
        "git would leave out a path that the task names, so that it would be in no commit",
        "take the rule away, or make an exception below it (`!/src/lib/`); what is to stay on this"
        " machine only is waived",
        (_ADD, _WAIVE, AGAIN, _RETRY, SKIP),
    ),
    FailureClass.AGENT: Remedy(
        "the agent ended with an error",
        "see the log; check the agent's options, its login and its limits",
        (_LOG, AGAIN, _OTHER, SKIP),
    ),
    FailureClass.AGENT_TIMEOUT: Remedy(
        "the agent took, or was silent for, longer than it may",
        "give it more time (agent_timeout, agent_idle_timeout), or split the task in tasks.md",
        (
            ("SDD_AGENT_TIMEOUT=3600 doit implement {feature}", "more time, for once"),
            _RETRY,
            _OTHER,
            SKIP,
        ),
    ),
    FailureClass.COMMAND: Remedy(
        "a command of tasks.md failed, or may not run",
        "see the log; run the command by hand, allow it, or correct it in tasks.md",
        (
            _LOG,
            ("SDD_COMMANDS_FROM_DOCUMENTS=allow doit implement {feature}", "allow all, for once"),
            AGAIN,
            SKIP,
        ),
    ),
    FailureClass.WAITING: Remedy(
        "a person has to do something",
        "do what is asked for",
        (AGAIN, SKIP),
    ),
    FailureClass.GIT: Remedy(
        "git refused the commit, or the agent touched what is sddtasks' alone",
        "bring the repository back to the state that the message describes",
        (("git status", "what is there now"), AGAIN),
    ),
    FailureClass.HOOK: Remedy(
        "a hook of git refused the commit, or made another one of it that does not pass",
        "see what the hook says or does; mend what it finds, or the hook",
        (("git config core.hooksPath", "where the hooks are, if not in .git/hooks"), AGAIN, SKIP),
    ),
    FailureClass.MERGE: Remedy(
        "work done beside others conflicts with what was merged meanwhile",
        "the task is done anew on top of what was merged; name shared files in tasks.md, so that"
        " such tasks are not done side by side",
        (AGAIN, _RETRY, SKIP),
    ),
    FailureClass.ORDER: Remedy(
        "code is begun before its tests were seen failing",
        "do the test tasks that are named first: doit implement does so by itself; a test that was"
        " skipped needs a decision of yours",
        (_UNSKIP, _UNTESTED, AGAIN),
    ),
    FailureClass.LEAK: Remedy(
        "a changed file holds the value of a secret variable of your environment",
        "read it from the environment where the program runs; if it was meant to be no secret,"
        " waive the file",
        (AGAIN, _RETRY, _WAIVE, SKIP),
    ),
    FailureClass.SCOPE: Remedy(
        "files beyond the paths of the task were changed",
        "put back what is named, or name it in the task's line",
        (_RESTORE, _REMOVE, _WAIVE, AGAIN, SKIP),
    ),
    FailureClass.SUBSTANCE: Remedy(
        "new code is a placeholder, or lacks the names that the task asks for",
        "write the real thing, with the names that the task's line gives it",
        (AGAIN, _RETRY, SKIP),
    ),
    FailureClass.ACCEPTANCE: Remedy(
        "a check that stands in tasks.md with the task does not hold",
        "see what the command says; it stands in tasks.md with the task",
        (_LOG, AGAIN, _RETRY, SKIP),
    ),
    FailureClass.PERFORMANCE: Remedy(
        "only tests or checks of performance fail",
        "profile before changing anything; look for what research.md and plan.md say about it",
        (_LOG, _RETRY, AGAIN, SKIP),
    ),
    FailureClass.EFFECT: Remedy(
        "nothing was changed, no test turned green and no command of tasks.md was run",
        "do what the task says; of a check that leaves nothing behind, put the command into"
        " tasks.md, in backticks, or let a person say that it was done",
        (AGAIN, _ACCEPT, _RETRY, SKIP),
    ),
}


def next_steps(
    failure: FailureClass | None,
    *,
    feature: str,
    name: str,
    is_task: bool = True,
    log: str = "",
    about: Mapping[str, str] | None = None,
) -> list[Step]:
    """The commands that go on from a failure: (command, what it does), the most likely first.

    `name` is a task of tasks.md or a gate; `about` is what the gate that refused it found out, such
    as the `path` it is about. Without a class: try again, or go on without it.
    """
    known = {
        **(about or {}),
        "feature": feature,
        "name": "" if name == Check.FINAL else name,
        "task": name if is_task else "",
        "log": log,
    }
    words = {key: names.quoted(value) for key, value in known.items() if value}
    return list(_filled(REMEDIES[failure].steps if failure else (AGAIN, SKIP), words))


def taking_back(feature: str, name: str, *, is_gate: bool) -> str:
    """The command by which what is recorded of a task or gate counts no more."""
    if is_gate:
        return f"doit implement {feature} --restart-from={name} --keep-code"
    return f"doit sdd undo {name}"


def _filled(steps: Iterable[Step], words: Mapping[str, str]) -> Iterator[Step]:
    for command, purpose in steps:
        try:
            yield command.format_map(words), purpose
        except KeyError:
            continue


def class_of(value: str) -> FailureClass | None:
    """The class of this name; None for none, and for one of another version of ours."""
    try:
        return FailureClass(value)
    except ValueError:
        return None
