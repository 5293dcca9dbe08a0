"""What to do about a failure: one row per failure class."""

from __future__ import annotations

from collections.abc import Mapping

from sddtasks.model.verdict import FailureClass

REMEDIES: Mapping[FailureClass, str] = {
    FailureClass.TEST_GENERATION: (
        "compare the test with the contract or interface it is written for; it has to reach the"
        " product and fail there"
    ),
    FailureClass.COMPILATION: "fix imports, syntax and types, one message at a time",
    FailureClass.UNEXPECTED_TEST_FAILURE: (
        "decide whether the implementation or the test is wrong; a wrong test is changed by its"
        " own task, never by this one"
    ),
    FailureClass.DEPENDENCY: "check that the tasks it waits for really did what they say",
    FailureClass.ENVIRONMENT: "make the tests run at all: install what is missing, then try again",
    FailureClass.FROZEN: (
        "restore the files that are named; they belong to an earlier task. If one of them has to"
        " change: doit sdd waive TASK PATH --because=…"
    ),
    FailureClass.PATHS: "create or change the paths that the task names, or correct its line",
    FailureClass.AGENT: "see the log; check the agent's options, its login and its limits",
    FailureClass.COMMAND: "see the log; run the command by hand, or correct it in tasks.md",
    FailureClass.WAITING: "do what is asked for above",
    FailureClass.MERGE: (
        "run it again: the task is done anew on top of what was merged; name shared files in"
        " tasks.md, so that such tasks are not run side by side"
    ),
    FailureClass.ORDER: "do the test tasks that are named first: doit implement does so by itself",
    FailureClass.SCOPE: (
        "put back what is named, or name it in the task's line; doit sdd waive TASK PATH"
        " --because=… allows it once"
    ),
    FailureClass.SUBSTANCE: "write the real thing, with the names that the task's line gives it",
    FailureClass.ACCEPTANCE: "see what the command says; it stands in tasks.md with the task",
    FailureClass.GIT: "bring the repository back to the state the message describes",
}


def next_steps(feature: str, task: str, *, first: bool = True) -> list[tuple[str, str]]:
    """The commands that go on from a failure: (command, what it does)."""
    steps = [(f"doit implement {feature}", "try again")]
    if first:
        steps.append((f"doit sdd skip {task} --because=…", "go on without it"))
    return steps
