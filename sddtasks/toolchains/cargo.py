"""`cargo test`: rustc's messages as JSON, and what the test programs print."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from pathlib import PurePosixPath

from sddtasks.model.evidence import TestRun
from sddtasks.model.ports import Options
from sddtasks.model.process import Outcome
from sddtasks.model.process import Request
from sddtasks.toolchains import base
from sddtasks.toolchains.rust import reading
from sddtasks.toolchains.rust import source
from sddtasks.toolchains.rust.source import Workspace

NAME = "cargo"

detect = base.has_file("Cargo.toml")
is_test = source.is_test


def missing(root: Path, options: Options) -> str | None:
    return None if shutil.which("cargo") else "cargo is not on PATH: see https://rustup.rs"


def test_request(
    root: Path, files: Sequence[str], scratch: Path, options: Options, hide: Sequence[str] = ()
) -> Request:
    """Run the targets of these files; for none the whole suite, without the files in `hide`."""
    workspace = Workspace(root)
    wanted = base.existing(root, files) or (_shown(root, hide) if hide else ())
    targets = dict.fromkeys(workspace.target(file) for file in wanted)
    packages = dict.fromkeys(target.package for target in targets if target.package)
    command = (
        *("cargo", "test", "--no-fail-fast", "--message-format=json", "--color=never"),
        *(("--workspace",) if not wanted else ()),
        *(("--lib", "--bins") if hide and not files else ()),
        *(word for package in packages for word in ("--package", package)),
        *dict.fromkeys(target.arguments for target in targets),
    )
    flat = tuple(word for part in command for word in ((part,) if isinstance(part, str) else part))
    return Request(
        argv=(*flat, *base.words(options, "args")),
        cwd=root,
        env={"RUST_BACKTRACE": "0", "CARGO_TERM_PROGRESS_WHEN": "never"},
        timeout=base.timeout(options),
    )


def build_request(root: Path, scratch: Path, options: Options) -> Request | None:
    command = ("cargo", "build", "--workspace", "--color=never")
    return Request(argv=command, cwd=root, timeout=base.timeout(options))


def read(outcome: Outcome, root: Path, files: Sequence[str]) -> TestRun:
    return reading.read(NAME, outcome, Workspace(root), files)


def _shown(root: Path, hide: Sequence[str]) -> tuple[str, ...]:
    """Integration tests, each a program of its own."""
    found = base.test_files(root, is_test)
    return tuple(
        file for file in found if file not in hide and PurePosixPath(file).parent.name == "tests"
    )
