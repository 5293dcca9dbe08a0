"""The commands that a document may run without anybody being asked, as data.

A form names a program, its subcommand, its options and what its arguments may be. Every word of a
command has to be in its form: `npm init NAME` starts a program of the registry, and
`git init --template=DIR` installs hooks.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field
from fnmatch import fnmatchcase
from pathlib import Path

from sddtasks.system import files

Shape = Callable[[str, Path], bool]
"""Is a word what it should be, for a command that starts in this directory?"""

_MANY = 1_000
_OURS = frozenset({".git", ".sdd", ".specify", "sddtasks.toml", "dodo.py", "doit.cfg"})


def _pattern(regex: str) -> Shape:
    compiled = re.compile(regex)
    return lambda word, root: bool(compiled.fullmatch(word))


def below(word: str, root: Path) -> bool:
    """A path that stays below the root, by links as well, and is no part of git or of our settings.

    The file system may take `.GIT` for `.git`.
    """
    place = files.inside(root, word) if word and not word.startswith("-") else None
    if place is None:
        return False
    real = place.resolve().relative_to(root.resolve())
    parts = (*place.relative_to(root).parts, *real.parts)
    return not _OURS & {part.casefold() for part in parts}


name = _pattern(r"[A-Za-z0-9_][A-Za-z0-9_.-]*")
version = _pattern(r"[a-z]*[0-9]+(\.[0-9]+)*")
module = _pattern(
    r"[A-Za-z0-9_][A-Za-z0-9_-]*(\.[A-Za-z0-9_-]+)*(/[A-Za-z0-9_-]+([.~][A-Za-z0-9_-]+)*)*"
)
package = _pattern(r"[a-z0-9_.-]+/[a-z0-9_.-]+")
branch = _pattern(r"[A-Za-z0-9_][A-Za-z0-9_./-]*")
text = _pattern(r"[^-].*")
template = _pattern(
    r"console|classlib|web|webapi|webapp|mvc|razor|razorclasslib|blazor|worker|grpc|wpf|winforms"
    r"|xunit|nunit|mstest|sln|gitignore|editorconfig|globaljson|nugetconfig|tool-manifest"
)


@dataclass(frozen=True, slots=True)
class Form:
    """`start`: program and subcommand. `flags`: options without a value; `valued`: with one.

    `told_by`: files through which a repository tells the program what to do, as patterns in small
    letters; where there is one, the command is not run unasked. `env`: for its process.
    """

    start: str
    flags: str = ""
    valued: Mapping[str, Shape] = field(default_factory=dict)
    argument: Shape = below
    least: int = 0
    most: int = 0
    told_by: str = ""
    env: Mapping[str, str] = field(default_factory=dict)

    def is_of(self, words: Sequence[str]) -> bool:
        start = self.start.split()
        return list(words[: len(start)]) == start

    def doubt(self, words: Sequence[str], root: Path) -> str:
        """Why the command is not run unasked; empty where all of its words fit."""
        arguments: list[str] = []
        places: list[str] = []
        rest = iter(words[len(self.start.split()) :])
        for word in rest:
            option, joined, value = word.partition("=")
            if not word.startswith("-"):
                arguments.append(word)
            elif option in self.valued:
                value = value if joined else next(rest, "")
                if not self.valued[option](value, root):
                    return f"`{option}` with the value `{value}` is not run unasked"
                places += [value] if self.valued[option] is below else []
            elif word not in self.flags.split():
                return f"`{self.start}` with the option `{word}` is not run unasked"
        unfit = [word for word in arguments if self.most == 0 or not self.argument(word, root)]
        if unfit or not self.least <= len(arguments) <= self.most:
            shown = f"the argument `{unfit[0]}`" if unfit else f"{len(arguments)} arguments"
            return f"`{self.start}` with {shown} is not run unasked"
        places += arguments if self.argument is below else []
        teller = next(self._tellers(root, places), None)
        return f"`{self.start}` is not run unasked where there is {teller}" if teller else ""

    def _tellers(self, root: Path, places: Sequence[str]) -> Iterator[Path]:
        """The files that the program would obey: programs look for them upwards."""
        patterns = self.told_by.split()
        for directory in _looked_into(root, places) if patterns else ():
            names = (
                sorted(entry.name for entry in directory.iterdir()) if directory.is_dir() else ()
            )
            for found in names:
                if any(fnmatchcase(found.casefold(), pattern) for pattern in patterns):
                    yield directory / found


def _looked_into(root: Path, places: Sequence[str]) -> Iterator[Path]:
    """The directories that a command works in, and those above them up to the repository's top."""
    for place in places:
        inner = (root / place).resolve()
        yield from (one for one in (inner, *inner.parents) if one.is_relative_to(root.resolve()))
    for directory in (root, *root.parents):
        yield directory
        if (directory / ".git").exists():
            return


# Where there is no module, npm asks its own questions; an empty one leaves even the name empty.
_NPM = {
    "npm_config_init_module": "/dev/null/none",
    "npm_config_ignore_scripts": "true",
    "npm_config_update_notifier": "false",
}
_CARGO = {"--name": name, "--edition": version, "--vcs": _pattern("git|none")}
_CARGO_FILES = ".cargo rust-toolchain rust-toolchain.toml"

FORMS = (
    Form("mkdir", "-p --parents -v --verbose", least=1, most=_MANY),
    Form("touch", "-c --no-create", least=1, most=_MANY),
    Form(
        "git init",
        "-q --quiet",
        {"-b": branch, "--initial-branch": branch},
        most=1,
        env={"GIT_TEMPLATE_DIR": ""},
    ),
    Form("go mod init", argument=module, most=1),
    Form("go mod tidy", "-v -e", {"-go": version, "-compat": version}),
    Form("npm init", "-y --yes -f --force -q", told_by=".npmrc", env=_NPM),
    Form(
        "pnpm init",
        "--bare",
        told_by=".npmrc .pnpmfile.* pnpm-workspace.yaml package.json",
        env={"npm_config_manage_package_manager_versions": "false"},
    ),
    Form(
        "yarn init",
        "-y --yes -p --private",
        told_by=".npmrc .yarnrc* .yarn package.json",
        env={"YARN_IGNORE_PATH": "1"},
    ),
    Form("cargo init", "-q --quiet --lib --bin", _CARGO, most=1, told_by=_CARGO_FILES),
    Form("cargo new", "-q --quiet --lib --bin", _CARGO, least=1, most=1, told_by=_CARGO_FILES),
    Form(
        "uv init",
        "-q --quiet --lib --app --package --no-package --bare --no-readme --no-workspace"
        " --no-pin-python",
        {"--name": name, "--python": version, "-p": version, "--vcs": _pattern("git|none")},
        most=1,
        told_by="uv.toml .python-version* .venv",
    ),
    Form(
        "poetry init",
        "-n --no-interaction -q --quiet",
        {"--name": name, "--description": text},
        told_by="poetry.toml .poetry .venv pyproject.toml",
    ),
    Form(
        "dotnet new",
        valued={
            "-n": name,
            "--name": name,
            "-o": below,
            "--output": below,
            "-f": version,
            "--framework": version,
        },
        argument=template,
        least=1,
        most=1,
        told_by="global.json directory.*.props directory.*.targets *.rsp nuget.config obj *.user",
    ),
    Form("bundle init", told_by=".bundle"),
    Form(
        "composer init",
        "-n --no-interaction -q --quiet",
        {"--name": package, "--description": text},
        told_by="composer.json vendor auth.json",
    ),
)


def form_of(words: Sequence[str]) -> Form | None:
    """The form that a command has to fit, by its first words."""
    return next((form for form in FORMS if form.is_of(words)), None)
