"""What the task names has real content: no placeholder, and the names that its text asks for."""

from __future__ import annotations

from sddtasks.execute import answers
from sddtasks.execute import awareness
from sddtasks.execute import changes
from sddtasks.execute import equality
from sddtasks.execute import substance
from sddtasks.execute import testware
from sddtasks.execute.changes import Change
from sddtasks.execute.gates.attempt import Attempt
from sddtasks.execute.gates.attempt import refused
from sddtasks.execute.site import Site
from sddtasks.model.plan import Task
from sddtasks.model.verdict import FailureClass
from sddtasks.model.verdict import GateName
from sddtasks.model.verdict import Verdict


def judge(site: Site, attempt: Attempt) -> Verdict:
    """What the task names has real content: no placeholder, and the names its text asks for."""
    task = site.job.task
    if task is None:
        return Verdict(GateName.SUBSTANCE, True, "not a task")
    touched = [
        changes.of(site, path)
        for path in sorted(attempt.changed)
        if substance.is_program(path) and not testware.is_support(path)
    ]
    written = [change for change in touched if change.added and not site.toolchain_of(change.path)]
    rows = [
        *_placeholders(task, written),
        *_knowing(task, written),
        *_answering(site, written),
        *_shadowing(task, written),
        *_lacking(site, task, touched),
    ]
    if rows:
        reason = f"no real content ({len(rows)} findings)"
        return refused(GateName.SUBSTANCE, FailureClass.SUBSTANCE, reason, rows)
    return Verdict(GateName.SUBSTANCE, True, f"{len(written)} source files have real content")


def _placeholders(task: Task, written: list[Change]) -> list[str]:
    if substance.may_promise(task):
        return []
    return [
        f"{change.path}  is only a placeholder"
        for change in written
        if change.path in task.paths
        and substance.is_placeholder(change.path, change.added, change.new)
    ]


def _knowing(task: Task, written: list[Change]) -> list[str]:
    """A product that is about testing may speak of test runners."""
    if testware.is_about_tests(task.title):
        return []
    return [
        f"{change.path}  knows that it is being tested: {line}"
        for change in written
        for line in [*awareness.of_tests(change.added), *_pretending(change)]
    ]


def _pretending(change: Change) -> list[str]:
    if not change.path.endswith(".py"):
        return []
    before = equality.of_everything(change.old)
    return [found for found in equality.of_everything(change.new) if found not in before]


def _answering(site: Site, written: list[Change]) -> list[str]:
    tests = [changes.of(site, path).new for path in site.tests_among(site.job.due)]
    return [
        f"{change.path}  {line}"
        for change in written
        for line in answers.known(change.path, change.new, tests, site.plan_text)
    ]


def _shadowing(task: Task, written: list[Change]) -> list[str]:
    """Of a module and a package with one name Python imports the package."""
    return [
        f"{change.path}  is what is imported in place of {module}"
        for change in written
        if change.path.endswith("/__init__.py")
        and (module := f"{change.path.removesuffix('/__init__.py')}.py") in task.paths
    ]


def _lacking(site: Site, task: Task, touched: list[Change]) -> list[str]:
    """Only asked of source files: prose and configuration need not repeat the task's words."""
    named = [path for path in task.paths if substance.is_program(path)]
    if not named or not touched:
        return []
    texts = [change.new for change in touched]
    texts += [changes.of(site, path).new for path in named if (site.root / path).is_file()]
    everything = "\n".join(texts)
    return [
        f"{name}  is named by the task and nowhere in {', '.join(named[:3])}"
        for name in substance.wanted_names(task)
        if substance.lacks(everything, name)
    ]
