"""What the agent is told: the task, its documents, its tests, the rules, and what went wrong."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sddtasks.compiler.documents import section
from sddtasks.execute.recipes import RECIPES
from sddtasks.execute.site import Site
from sddtasks.model.verdict import Verdict
from sddtasks.system import escape
from sddtasks.system import resources
from sddtasks.system import secrets

_DOCUMENT_CHARACTERS = 20_000


def write(site: Site, attempt: int, refused: Verdict | None) -> str:
    """The prompt of one call; from the second on it begins with why the last was refused."""
    job, task, phase = site.job, site.job.task, site.job.phase
    assert task is not None
    values: dict[str, object] = {
        "task": {
            "id": task.id,
            "title": escape.line(task.title),
            "kind": task.kind.value,
            "body": escape.prompt_lines(task.body),
            "paths": list(task.paths),
            "removes": list(task.removes),
            "red_expected": job.links.red_expected,
        },
        "phase": {
            "id": phase.id if phase else "",
            "title": escape.line(phase.title if phase else ""),
        },
        "feature": {"name": job.feature.name, "directory": job.feature.relative},
        "documents": _documents(site.root, job.links.documents),
        "library": sorted(set(job.library) - set(job.links.documents)),
        "tests": list(job.due),
        "frozen": sorted({path for proof in job.proofs for path in proof.files}),
        "attempt": attempt,
        "hint": escape.prompt(job.hint),
    }
    name = RECIPES[task.kind].template
    if refused is not None:
        values["failure"] = {
            "gate": refused.gate.value,
            "reason": escape.line(refused.reason),
            "details": escape.prompt_lines(refused.details),
        }
        values["original"] = _fill(site, name, values)
        name = "retry"
    return _fill(site, name, values)


def _fill(site: Site, name: str, values: dict[str, object]) -> str:
    own = site.job.feature.root / site.job.terms.prompts
    text = resources.render(f"prompts/{name}.md.j2", values, (own,))
    return secrets.ours().hidden_text(text)


def _documents(root: Path, references: Sequence[str]) -> list[dict[str, str]]:
    """Each document the task needs, or only the section that it names."""
    found = []
    for reference in references:
        path, _, anchor = reference.partition("#")
        try:
            text = (root / path).read_text(encoding="utf-8", errors="replace")
        except OSError:
            continue
        part = (section(text, anchor) if anchor else "") or text
        if len(part) > _DOCUMENT_CHARACTERS:
            part = part[:_DOCUMENT_CHARACTERS] + f"\n… (the rest is in {path})"
        found.append({"path": escape.line(reference), "text": escape.prompt(part)})
    return found
