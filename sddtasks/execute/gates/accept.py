"""The commands by which a task says itself how it is verified."""

from __future__ import annotations

from sddtasks.execute import acceptance
from sddtasks.execute import commands
from sddtasks.execute.gates.attempt import Attempt
from sddtasks.execute.gates.attempt import refused
from sddtasks.execute.site import Site
from sddtasks.model.verdict import FailureClass
from sddtasks.model.verdict import GateName
from sddtasks.model.verdict import Verdict


def judge(site: Site, attempt: Attempt) -> Verdict:
    """The commands by which a task says itself how it is verified end well."""
    task = site.job.task
    if task is None:
        return Verdict(GateName.ACCEPT, True, "not a task")
    demanded, wished = list(acceptance.fenced(task)), list(acceptance.clauses(task))
    barred: list[str] = []
    held: list[str] = []
    for text in (*demanded, *wished):
        command = commands.parse(text, site.root)
        if not commands.may_run(command, site.job.terms):
            barred.append(text)
            continue
        outcome = commands.run(command, site)
        if not outcome.ok:
            said = f"{outcome.output}\n{outcome.errors}\n{outcome.trouble}".splitlines()
            reason = f"`{text}` failed (exit code {outcome.exit_code})"
            rows = [line for line in said if line.strip()]
            return refused(GateName.ACCEPT, FailureClass.ACCEPTANCE, reason, rows)
        held.append(text)
    attempt.accepted = tuple(held)
    shown = ", ".join(f"`{text}`" for text in barred)
    if set(barred) & set(demanded):
        reason = f"acceptance commands may not run here: {shown}"
        hint = "allowed_commands in sddtasks.toml allows them by name"
        return refused(GateName.ACCEPT, FailureClass.COMMAND, reason, [hint])
    if barred:
        told = f"not verified, since it may not run here: {shown}"
        return Verdict(GateName.ACCEPT, True, told, notable=True)
    told = f"{len(held)} acceptance commands ended well"
    return Verdict(GateName.ACCEPT, True, told, attempt.accepted)
