"""Doing the work of a task: the document's own commands where they may run, else the agent."""

from __future__ import annotations

from sddtasks import agents
from sddtasks.execute import acceptance
from sddtasks.execute import commands
from sddtasks.execute import prompt
from sddtasks.execute.commands import Command
from sddtasks.execute.site import Site
from sddtasks.model.errors import ToolMissing
from sddtasks.model.ports import AgentOrder
from sddtasks.model.ports import AgentOutcome
from sddtasks.model.ports import AgentReport
from sddtasks.model.verdict import FailureClass
from sddtasks.model.verdict import GateName
from sddtasks.model.verdict import Verdict

_FAILURES = {
    AgentOutcome.WAITING: FailureClass.WAITING,
    AgentOutcome.TIMED_OUT: FailureClass.AGENT_TIMEOUT,
}


def mechanical(site: Site) -> list[Command]:
    """The task's commands, if they are ours to run; none where an agent has to see to them.

    A command that needs a shell is never ours, and neither is one of a configuration that leaves
    commands to the agent (unless the allow-list has it).
    """
    task, terms = site.job.task, site.job.terms
    assert task is not None
    parsed = [commands.parse(text, site.root) for text in acceptance.work(task)]
    if any(command.wrong for command in parsed):
        return []
    barred = any(not commands.may_run(command, terms) for command in parsed)
    return [] if barred and terms.command_policy == "agent" else parsed


def run_commands(site: Site, chosen: list[Command]) -> Verdict | None:
    """Run them in order; None when all ended well, else what was refused or failed."""
    terms = site.job.terms
    barred = [command for command in chosen if not commands.may_run(command, terms)]
    if barred:
        shown = ", ".join(f"`{command.text}`" for command in barred)
        return refusal(
            FailureClass.COMMAND,
            f"commands of tasks.md may not run here: {shown}",
            *(command.doubt for command in barred),
            f'allowed_commands = ["{commands.to_allow(barred[0])}"] in sddtasks.toml allows it;',
            'commands_from_documents = "allow" allows all, "agent" leaves them to the agent',
        )
    for command in chosen:
        outcome = commands.run(command, site)
        if not outcome.ok:
            said = f"{outcome.output}\n{outcome.errors}\n{outcome.trouble}".splitlines()
            code = "no time left" if outcome.timed_out else f"exit code {outcome.exit_code}"
            return refusal(
                FailureClass.COMMAND,
                f"`{command.text}` failed ({code})",
                *(line for line in said if line.strip()),
            )
    return None


def call_agent(
    site: Site, attempt: int, refused: Verdict | None
) -> tuple[AgentReport, Verdict | None]:
    """One call; `refused` is what the last call's result was refused for."""
    job, chosen = site.job, site.job.terms.agent
    task = job.task
    assert task is not None
    agent = agents.get(chosen.name)
    lack = agent.missing(chosen.options)
    if lack:
        raise ToolMissing(f"agent {chosen.name}: {lack}", f"see [agents.{chosen.name}]")
    order = AgentOrder(
        task=task.id,
        title=task.title,
        paths=task.paths,
        prompt=prompt.write(site, attempt, refused),
        root=site.root,
        feature_dir=site.root / job.feature.relative,
        scratch=site.scratch,
        log=site.log,
        attempt=attempt,
        timeout=job.terms.agent_timeout,
        idle=job.terms.agent_idle_timeout,
        options=chosen.options,
        env=site.environment,
    )
    with site.commons.counted.hold("agents", chosen.name):
        report = agent.run(order, site.on_line)
    if report.outcome is AgentOutcome.ENDED:
        return report, None
    failure = _FAILURES.get(report.outcome, FailureClass.AGENT)
    if failure is FailureClass.WAITING:
        return report, refusal(failure, report.message)
    return report, refusal(failure, f"agent {report.agent} {report.outcome}: {report.message}")


def refusal(failure: FailureClass, reason: str, *details: str) -> Verdict:
    return Verdict(GateName.ACT, False, reason, details, failure)
