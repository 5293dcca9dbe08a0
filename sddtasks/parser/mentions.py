"""What a line of text mentions: paths and command lines, each with its place in the text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from collections.abc import Iterator
from dataclasses import dataclass

from sddtasks.parser.pathnames import is_path
from sddtasks.parser.pathnames import normal_paths
from sddtasks.system.markdown import LONGEST

LONGEST_PATH = 1_000
"""How many characters a word may have that is looked at as a path outside backticks."""

_TICKS = re.compile("`+")
_LINK = re.compile(r"\[(?P<label>[^\]\[]{0,300})\]\((?P<target>[^)\s]{1,500})\)")
_URL = re.compile(r"\b[a-z][a-z+.-]{1,10}://\S+", re.ASCII)
_SEGMENT = r"(?:[\w.@+*-]|\[\[?[\w.-]+\]\]?|\{[^{}\s`]*\}|<[\w-]+>)"
_PLAIN = re.compile(
    rf"(?<![\w/.@:~#$%&=*<-])(?=\S*[./\\]|\w*file\b)(?:[A-Za-z]:(?:/|\\{{1,2}})(?!/)|\\{{2}}(?=\w)|~/|\.{{0,2}}/)?{_SEGMENT}+"
    rf"(?:(?:/|\\{{1,2}})(?:{_SEGMENT}|\([\w.-]+\)(?=[/\\]))+)*/?(?:::?[\w.]+)?",
    re.ASCII,
)
_WORD = re.compile(r"\S+")
_ANCHOR = re.compile(r"#([\w.-]*\w)")
_METHOD = re.compile(r"\b(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|TRACE|WS)[\s|/,`]*$")
_PLACED = re.compile(
    r"\b(?:in|into|to|under|inside|within|at|from|of|for|dir|directory|diff|-r)\s+$"
)
_PROGRAMS = frozenset(
    "./gradlew ./mvnw alembic ansible ansible-playbook apt aws az bash bats brew bun bunx bundle "
    "cargo cat cd chmod cmake cmp cp curl deno diff django-admin docker docker-compose dotnet echo "
    "eslint find flake8 flutter gcloud gh git go godot gofmt golangci-lint gradle grep helm hugo "
    "isort jest jq just kubectl kuttl ls make mkdir mkdocs mocha mv mvn mypy node npm npx nx "
    "openspec php phpunit pip pipx playwright pnpm poetry prettier prisma protoc psql pulumi pwsh "
    "py.test pyright pytest python python3 rails rake redis-cli rg rm rspec rsync ruby ruff rustc "
    "rustup sed sh shellcheck specify sqlite3 swift task tauri terraform time touch tox tree tsc "
    "turbo unzip uv uvx vite vitest wget xcodebuild yarn zig zsh".split()
)
_NEED_NO_ARGUMENT = frozenset(
    "make pytest tox mypy ruff jest vitest tsc phpunit rspec bats".split()
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A path as written (normalised), its `#anchor`, and where it stands in the text."""

    path: str
    start: int
    end: int
    anchor: str = ""


def paths_in(text: str) -> tuple[Mention, ...]:
    """Every path that a text mentions, in order."""
    found: list[Mention] = []
    hidden = text[:LONGEST]
    if "://" in hidden:
        hidden = _URL.sub(_blank, hidden)
    if "](" in hidden:
        for match in _LINK.finditer(hidden):
            found += _linked(match)
        hidden = _LINK.sub(_blank, hidden)
    if "`" in hidden:
        spans = tuple(_code_spans(hidden))
        for span in spans:
            found += _quoted(hidden, span)
        hidden = _without(hidden, spans)
    for word in _WORD.finditer(hidden):
        if word.end() - word.start() <= LONGEST_PATH:
            for match in _PLAIN.finditer(hidden, *word.span()):
                found += _plain(hidden, match)
        elif is_path(word[0], quoted=False):
            found += (Mention(name, *word.span()) for name in normal_paths(word[0]))
    return tuple(sorted(found, key=_start) if len(found) > 1 else found)


def commands_in(text: str) -> tuple[str, ...]:
    """Command lines in backticks: the first word is a program that is usually run by hand."""
    commands: list[str] = []
    if "`" not in text:
        return ()
    for span in _code_spans(text[:LONGEST]):
        command = span.code.strip().removeprefix("$ ")
        words = command.split()
        while words and words[0].partition("=")[0].isidentifier() and "=" in words[0]:
            words = words[1:]
        if words and words[0] in _PROGRAMS and (len(words) > 1 or words[0] in _NEED_NO_ARGUMENT):
            commands.append(command)
    return tuple(commands)


@dataclass(frozen=True, slots=True)
class _Code:
    """A code span: what is between its backticks, and where it stands with them."""

    code: str
    start: int
    end: int


def _code_spans(text: str) -> Iterator[_Code]:
    """As CommonMark has them: a run of backticks up to the next run of the same length."""
    runs = [found.span() for found in _TICKS.finditer(text)]
    following: dict[int, int] = {}
    closed_by: dict[int, int] = {}
    for index in range(len(runs) - 1, -1, -1):
        length = runs[index][1] - runs[index][0]
        if length in following:
            closed_by[index] = following[length]
        following[length] = index
    index = 0
    while index < len(runs):
        closing = closed_by.get(index)
        if closing is not None:
            (start, inside), (until, end) = runs[index], runs[closing]
            yield _Code(text[inside:until], start, end)
        index = (index if closing is None else closing) + 1


def _without(text: str, spans: Iterable[_Code]) -> str:
    """The text with spaces in place of these."""
    pieces: list[str] = []
    end = 0
    for span in spans:
        pieces += (text[end : span.start], " " * (span.end - span.start))
        end = span.end
    return "".join((*pieces, text[end:]))


def _start(mention: Mention) -> int:
    return mention.start


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def _linked(match: re.Match[str]) -> Iterable[Mention]:
    """`[package.json](../../package.json)`: the target, unless it climbs out of the directory."""
    label = match["label"].strip("`* ")
    target, _, anchor = match["target"].partition("#")
    climbs = target.startswith(("..", "file:"))
    for path in (target, label):
        if is_path(path, quoted=True) and not (climbs and path is target):
            return [Mention(name, *match.span(), anchor) for name in normal_paths(path)]
    return ()


def _quoted(text: str, span: _Code) -> Iterable[Mention]:
    code = span.code.strip()
    before = text[max(0, span.start - 20) : span.start]
    if is_path(code, quoted=True) and not (code.startswith("/") and _METHOD.search(before)):
        anchor = code.partition("#")[2]
        return [Mention(name, span.start, span.end, anchor) for name in normal_paths(code)]
    return ()


def _plain(text: str, match: re.Match[str]) -> Iterable[Mention]:
    if text.startswith(("(", "://"), match.end()):
        return ()
    word = match[0].rstrip(".,:;-")
    start, end = match.start(), match.start() + len(word)
    if not _is_plain_path(word, text[max(0, start - 20) : start]):
        return ()
    anchor = _ANCHOR.match(text, end)
    section = anchor[1] if anchor else ""
    return [Mention(name, start, end, section) for name in normal_paths(word)]


def _is_plain_path(word: str, before: str) -> bool:
    if word.startswith("/") and _METHOD.search(before):
        return False
    if is_path(word, quoted=False):
        return True
    return _PLACED.search(before) is not None and is_path(word, quoted=False, placed=True)
