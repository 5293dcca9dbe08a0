"""The journal folded: what is known of each task beyond doit's record of its success."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field

from sddtasks.model import events
from sddtasks.model.events import Event


@dataclass(slots=True)
class Story:
    """One task's last state, and how long it took.

    `state` is "", "in_progress", "interrupted", "failed" or "waiting". `work`: see HandedOver; it
    is the same work until an agent hands over another one. `since`: the commit from which a person
    is waited for.
    """

    state: str = ""
    started_at: str = ""
    failed_at: str = ""
    base: str = ""
    since: str = ""
    work: str = ""
    kept_out: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    error: str = ""
    failure: str = ""
    evidence: str = ""
    log: str = ""
    attempts: int = 0
    seconds: float = 0.0
    about: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Progress:
    """What all events up to now add up to.

    `failures`: every refusal, also of what was done later; `usage`: what agents said they used up,
    such as tokens; `hints`: what a person wants the agent to know until the task is done.
    """

    stories: dict[str, Story] = field(default_factory=dict)
    started_at: str | None = None
    runs: int = 0
    waivers: list[events.Waived] = field(default_factory=list)
    failures: list[events.TaskFailed] = field(default_factory=list)
    usage: dict[str, float] = field(default_factory=dict)
    hints: dict[str, str] = field(default_factory=dict)

    def waived(self, task: str) -> frozenset[str]:
        """Paths that a person allowed this task to change."""
        return frozenset(waiver.path for waiver in self.waivers if waiver.task == task)

    def of(self, task: str) -> Story:
        return self.stories.get(task) or Story()

    def add(self, event: Event) -> None:
        match event:
            case events.RunStarted():
                self.runs += 1
                self.started_at = self.started_at or event.at
            case events.TaskStarted() | events.HandedOver():
                self._go_on(event)
            case events.TaskCompleted():
                self._end(event.task, "", event.seconds, event.attempts)
                self._count(event.usage)
                self.hints.pop(event.task, None)
            case events.TaskFailed():
                self._fail(event)
            case events.TaskWaiting():
                story = self._end(event.task, "waiting", 0.0, 0)
                story.changed, story.error = event.changed, event.message
                story.since = story.since or story.base
            case events.Interrupted():
                for task in event.tasks:
                    self.stories.setdefault(task, Story()).state = "interrupted"
            case events.Waived() | events.RetryAsked():
                self._decide(event)
            case events.TaskSkipped() | events.TaskReset():
                self.stories.pop(event.task, None)
                self.hints.pop(event.task, None)

    def _go_on(self, event: events.TaskStarted | events.HandedOver) -> None:
        if isinstance(event, events.HandedOver):
            self.stories.setdefault(event.task, Story()).work = event.work
            return
        before = self.of(event.task)
        self.stories[event.task] = Story(
            "in_progress",
            event.at,
            base=event.base,
            since=before.since if before.state == "waiting" else "",
            work=before.work,
            kept_out=event.kept_out,
        )

    def _decide(self, event: events.Waived | events.RetryAsked) -> None:
        if isinstance(event, events.Waived):
            self.waivers.append(event)
        else:
            self.hints[event.task] = event.hint or self.hints.get(event.task, "")

    def _fail(self, event: events.TaskFailed) -> None:
        story = self._end(event.task, "failed", event.seconds, event.attempts)
        story.failed_at = event.at
        story.error, story.failure = event.message, event.failure
        story.changed, story.evidence, story.log = event.changed, event.evidence, event.log
        story.about = event.about
        self.failures.append(event)
        self._count(event.usage)

    def _count(self, usage: Mapping[str, float]) -> None:
        for name, amount in usage.items():
            self.usage[name] = self.usage.get(name, 0.0) + amount

    def _end(self, task: str, state: str, seconds: float, attempts: int) -> Story:
        story = self.stories.setdefault(task, Story())
        story.state, story.seconds, story.attempts = state, seconds, attempts
        return story


def fold(history: Iterable[Event]) -> Progress:
    progress = Progress()
    for event in history:
        progress.add(event)
    return progress
