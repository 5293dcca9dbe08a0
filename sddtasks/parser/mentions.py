"""What a line of text mentions: paths and command lines, each with its place in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sddtasks.parser.pathnames import is_path
from sddtasks.parser.pathnames import normal_paths

_CODE = re.compile(r"(?P<fence>`+)(?P<code>.+?)(?P=fence)(?!`)")
_LINK = re.compile(r"\[(?P<label>[^\]\[]*)\]\((?P<target>[^)\s]+)\)")
_URL = re.compile(r"\b[a-z][a-z+.-]{1,10}://\S+", re.ASCII)
_SEGMENT = r"(?:[\w.@+*-]|\[\[?[\w.-]+\]\]?|\{[^{}\s`]*\}|<[\w-]+>)"
_PLAIN = re.compile(
    rf"(?<![\w/.@:~#$%&=*<-])(?:[A-Za-z]:[\\/](?!/)|~/|\.{{0,2}}/)?{_SEGMENT}+"
    rf"(?:[/\\](?:{_SEGMENT}|\([\w.-]+\)(?=[/\\]))+)*/?(?:::?[\w.]+)?",
    re.ASCII,
)
_TELLS_A_PATH = re.compile(r"[./\\]|[a-z]file\b")
_METHOD = re.compile(r"\b(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|TRACE|WS)[\s|/,`]*$")
_PLACED = re.compile(r"\b(?:in|into|to|under|inside|within|at|from|of|for|dir|directory|diff|-r)\s+$")
_PROGRAMS = frozenset(
    "ansible ansible-playbook alembic apt aws az bash bats brew bun bunx bundle cargo cat cd chmod "
    "cmake cmp cp curl deno diff django-admin docker docker-compose dotnet echo eslint find flake8 "
    "flutter gcloud gh git go godot golangci-lint gofmt gradle ./gradlew grep helm hugo isort jest "
    "jq just kubectl kuttl ls make mkdir mkdocs mocha mv mvn ./mvnw mypy node npm npx nx openspec "
    "php phpunit pip pipx playwright pnpm poetry prettier prisma protoc psql pulumi pwsh py.test "
    "pyright pytest python python3 rails rake redis-cli rg rm rspec rsync ruby ruff rustc rustup "
    "sed sh shellcheck specify sqlite3 swift task tauri terraform time touch tox tree tsc turbo "
    "unzip uv uvx vite vitest wget xcodebuild yarn zig zsh".split()
)
_ALONE = frozenset("make pytest tox mypy ruff jest vitest tsc phpunit rspec bats".split())


@dataclass(frozen=True, slots=True)
class Mention:
    """A path as written (normalised), and where it stands in the text."""

    path: str
    start: int
    end: int
    quoted: bool


def paths_in(text: str) -> tuple[Mention, ...]:
    """Every path that a text mentions, in order."""
    found: list[Mention] = []
    hidden = _URL.sub(_blank, text) if "://" in text else text
    if "](" in hidden:
        for match in _LINK.finditer(hidden):
            found += _linked(match)
        hidden = _LINK.sub(_blank, hidden)
    if "`" in hidden:
        for match in _CODE.finditer(hidden):
            found += _quoted(hidden, match)
        hidden = _CODE.sub(_blank, hidden)
    for match in _PLAIN.finditer(hidden):
        if _TELLS_A_PATH.search(match[0]):
            found += _plain(hidden, match)
    return tuple(sorted(found, key=_start))


def commands_in(text: str) -> tuple[str, ...]:
    """Command lines in backticks: the first word is a program that is usually run by hand."""
    commands = []
    for match in _CODE.finditer(text):
        words = match["code"].removeprefix("$ ").split()
        while words and "=" in words[0] and words[0].partition("=")[0].isidentifier():
            words = words[1:]
        if words and words[0] in _PROGRAMS and (len(words) > 1 or words[0] in _ALONE):
            commands.append(match["code"].removeprefix("$ ").strip())
    return tuple(commands)


def _start(mention: Mention) -> int:
    return mention.start


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def _linked(match: re.Match[str]) -> Iterator[Mention]:
    """`[package.json](../../package.json)`: the target, unless it climbs out of the directory."""
    label, target = match["label"].strip("`* "), match["target"].partition("#")[0]
    path = target if not target.startswith(("..", "file:")) and is_path(target, quoted=True) else ""
    if not path and is_path(label, quoted=True):
        path = label
    for name in normal_paths(path) if path else ():
        yield Mention(name, match.start(), match.end(), quoted=True)


def _quoted(text: str, match: re.Match[str]) -> Iterator[Mention]:
    code = match["code"].strip()
    if _METHOD.search(text[max(0, match.start() - 12) : match.start()]) and code.startswith("/"):
        return
    if is_path(code, quoted=True):
        for name in normal_paths(code):
            yield Mention(name, match.start(), match.end(), quoted=True)


def _plain(text: str, match: re.Match[str]) -> Iterator[Mention]:
    if text.startswith(("(", "://"), match.end()):
        return
    word = match[0].rstrip(".,:;-")
    before = text[max(0, match.start() - 20) : match.start()]
    placed = bool(_PLACED.search(before))
    if is_path(word, quoted=False, placed=placed) and not _METHOD.search(before):
        for name in normal_paths(word):
            yield Mention(name, match.start(), match.start() + len(word), quoted=False)
