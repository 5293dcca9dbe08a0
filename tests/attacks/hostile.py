"""A clone whose every setting of git names a program, and what tells that one of them was run."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from tests.helpers import greeting
from tests.helpers.project import Project

# Each is the marker's command line, with the setting's name as its last word.
PROGRAMS = (
    *("core.fsmonitor", "core.pager", "core.editor", "sequence.editor", "core.sshCommand"),
    *("core.gitProxy", "core.askPass", "core.alternateRefsCommand", "interactive.diffFilter"),
    *("diff.external", "diff.evil.command", "diff.evil.textconv", "merge.evil.driver"),
    *("filter.evil.clean", "filter.evil.smudge", "filter.evil.process", "filter.with.dots.clean"),
    *("gpg.program", "gpg.ssh.program", "gpg.x509.program", "gpg.ssh.defaultKeyCommand"),
    *("credential.helper", "uploadpack.packObjectsHook", "pager.log", "pager.status", "man.viewer"),
    *("remote.origin.uploadpack", "trailer.sdd.command", "trailer.sdd.cmd", "diff.tool"),
    *("alias.log", "alias.status", "alias.rev-parse", "submodule.inner.update"),
)
VALUES = {
    "log.showSignature": "true",
    "commit.gpgSign": "true",
    "protocol.ext.allow": "always",
    "core.useBuiltinFSMonitor": "true",
    "submodule.recurse": "true",
    "status.submoduleSummary": "true",
    "extensions.partialClone": "origin",
    "remote.origin.promisor": "true",
    "maintenance.auto": "true",
    "gc.auto": "1",
}
HOOKS = (
    *("post-index-change", "reference-transaction", "pre-commit", "post-checkout", "post-commit"),
    *("prepare-commit-msg", "commit-msg", "pre-auto-gc", "post-merge", "fsmonitor-watchman"),
)
_ATTRIBUTES = "*.md filter=evil diff=evil merge=evil\n*.py filter=with.dots\n"
_TRAILERS = "feat: Complete T001\n\nSdd-Task: T001\nSdd-Feature: 001-greeting\n"
_SIGNATURE = "gpgsig -----BEGIN PGP SIGNATURE-----\n \n AAAA\n -----END PGP SIGNATURE-----\n"


class Marker:
    """A program that notes that it was run, and why. `trace` names it for dodo.py and the like."""

    def __init__(self, home: Path) -> None:
        self.note = home / "was-run"
        self.program = home / "marker"
        self.program.write_text(f'#!/bin/sh\necho "$0 $*" >> {self.note}\n', encoding="utf-8")
        self.program.chmod(0o755)

    @property
    def ran(self) -> list[str]:
        return sorted({*self.note.read_text().splitlines()}) if self.note.exists() else []

    @property
    def python(self) -> str:
        """A module that notes that it was imported."""
        return f"open({str(self.note)!r}, 'a').write(__file__ + '\\n')\n"


def project(home: Path) -> Project:
    """Like a clone with the programs in its settings, as an archive or a copy brings them."""
    made = greeting.make(home)
    made.write({".gitattributes": _ATTRIBUTES})
    made.commit("Attributes")
    _sign(made)
    return made


def arm(made: Project, marker: Marker, git_dir: Path) -> None:
    """Let every setting and hook of a git directory run the marker."""
    config = ("config", "--file", str(git_dir / "config"))
    for name in PROGRAMS:
        shell = "!" if name.startswith(("alias.", "submodule.", "credential.")) else ""
        made.git(*config, name, f"{shell}{marker.program} {name}")
    for name in ("core.fsmonitor", "gpg.program", "gpg.ssh.program", "gpg.x509.program"):
        made.git(*config, name, str(marker.program))
    for name, value in VALUES.items():
        made.git(*config, name, value)
    made.git(*config, "remote.origin.url", f"ext::{marker.program} fetch")
    hooks = git_dir / "own-hooks"
    hooks.mkdir()
    for name in HOOKS:
        shutil.copy(marker.program, hooks / name)
        shutil.copy(marker.program, git_dir / "hooks" / name)
    made.git(*config, "core.hooksPath", str(hooks))


def touch(made: Project) -> None:
    """Git looks at files whose dates have changed, through their filters."""
    for path in made.root.rglob("*.md"):
        os.utime(path, (1, 1))


def _sign(made: Project) -> None:
    tree = made.git("rev-parse", "HEAD^{tree}").strip()
    parent = made.git("rev-parse", "HEAD").strip()
    who = "Eve <eve@example.invalid> 1700000000 +0000"
    head = f"tree {tree}\nparent {parent}\nauthor {who}\ncommitter {who}\n{_SIGNATURE}"
    file = made.home / "signed"
    file.write_text(f"{head}\n{_TRAILERS}", encoding="utf-8")
    signed = made.git("hash-object", "-t", "commit", "-w", str(file)).strip()
    made.git("update-ref", "refs/heads/work", signed)
