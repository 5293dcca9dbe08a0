"""Is this word a path? Tells files and directories from routes, versions, types and "and/or"."""

from __future__ import annotations

import re

_EXTENSIONS = frozenset(
    "adoc adr asmdef asset astro avsc axaml bash bat bats bicep bzl c cairo cc cfg cjs clj cljs "
    "cmake cmd conf config cpp cs csproj css csv cts cu cue cxx dart desktop dockerfile ejs env "
    "erb erl ex example exs fish fs fsproj feature fxml gd gdshader gemspec gif glsl go godot gql "
    "gradle graphql groovy h haml hbs hcl hpp hs htm html http hxx ico import inc ini ino ipynb "
    "j2 java jinja jpeg jpg js json json5 jsonc jsonl jsx kt kts langium less liquid lock lockb "
    "lua m4 md mdc mdx mjs mk ml mli mm mmd mts mustache ndjson nim nix nu patch pbxproj pdf php "
    "pl plist png po pom prefab prisma props proto properties ps1 psd1 psm1 puml py pyi pyx qmd r "
    "rake razor rb rego res resx rmd rs rst sample sass sbt scala scm scss service sh shader sln "
    "slnx snap sol sql storyboard sum svelte svg swift sv tape tcl template tf tfvars thrift timer "
    "tmpl toml tpl tres ts tscn tsv tsx ttf txt uml unity uss uxml v vb vcxproj vue wasm "
    "webmanifest webp wgsl woff woff2 xaml xib xlsx xml xsd xsl yaml yml zig zsh".split()
)
_NEEDS_QUOTES = frozenset(
    "c config env example h import inc lock m r res sample service snap sum v".split()
)
_ATTRIBUTES = frozenset("config env import res v".split())
_NAMES = frozenset(
    "AUTHORS BUILD Brewfile CHANGELOG CODEOWNERS CONTRIBUTING Caddyfile Containerfile Dockerfile "
    "Earthfile Fastfile GNUmakefile Gemfile Jenkinsfile Justfile LICENSE Makefile NOTICE Pipfile "
    "Podfile Procfile Rakefile Tiltfile Vagrantfile WORKSPACE go.mod go.sum go.work justfile "
    "makefile".split()
)
_WORDS = frozenset("AUTHORS BUILD CHANGELOG CONTRIBUTING LICENSE NOTICE WORKSPACE".split())
_DIRECTORIES = frozenset(
    "__tests__ addons api app apps assets backend bin build charts ci client cmd commands "
    "components config configs contracts controllers core crates data db deploy deployment "
    "deployments dist docs domain e2e example examples extension extensions features fixtures "
    "frontend handlers hooks include infra infrastructure integration internal k8s lib libs "
    "locales manifests middleware migrations mobile models modules node_modules openapi packages "
    "pages pkg platform plugins prisma prompts proto public resources routes schemas scripts "
    "server services shared skills spec specs sql src static storage styles supabase templates "
    "terraform test testdata tests tools types ui unit utils vendor views web website webview "
    "worker workers".split()
)
_NO_FILES = frozenset({"console.log", "process.env", "import.meta", "this.props", "module.exports"})
_USUAL_DOT_FILE = ("ignore", "rc", "config", "env", "attributes", "keep", "version")
_NO_DOT_FILE = frozenset({"test", "spec", "stories", "d", "tar", "min", "net", "NET"})

_DOTTED = re.compile(r"\.[A-Za-z][\w.-]*\*?")
_LOCATION = re.compile(r"(?<=\w)(?::{1,2}.*|#.*|\(\)$)")
_EXTENSION = re.compile(r"\.([A-Za-z][A-Za-z0-9]{0,11})$")
_FORBIDDEN = re.compile(r"""[\s"'$=;:|&^%!?\\`]|//|\.\.\.|…""")
_FRAMEWORK = re.compile(r"[A-Z][A-Za-z0-9]*\.(?:js|ts|io|net|sol)|\.NET.*|ASP\.NET.*", re.ASCII)
_HOST = re.compile(
    r"(?:[\w-]+\.)+(?:com|org|io|dev|net|sh|ai|app|co|edu|gov|in|cn|jp|ru)", re.IGNORECASE
)
_VERSION = re.compile(r"v?\d+(?:\.\d+)*")
_ROOTS = re.compile(
    r"/(?:home|Users|mnt|etc|usr|var|opt|tmp|root|srv|private|workspace|Volumes)/|~/"
)
_DRIVE = re.compile(r"[A-Za-z]:[\\/]")
_WINDOWS = re.compile(
    r"(?:[A-Za-z]:\\{1,2}|\\{2}(?=[\w.-]+\\)|\\?(?=[\w.-]+\\))[\w.-]+(?:\\{1,2}[\w.-]+)*\\?"
)
_BACKSLASHES = re.compile(r"\\+")
_BRACES = re.compile(r"\{([^{}]*,[^{}]*)\}")
_MOST_CHOICES = 100


def normal_paths(text: str) -> tuple[str, ...]:
    """A path as the plan keeps it: forward slashes, no `./`, no `:12`, braces expanded."""
    path = _slashed(_without_location(text.strip().strip("`\"'")))
    while path.startswith("./"):
        path = path[2:]
    return tuple(dict.fromkeys(name for name in _expanded(path) if name))


def is_path(text: str, *, quoted: bool, placed: bool = False) -> bool:
    """Whether a word is meant as a path.

    `quoted` words stand in backticks and are trusted more; `placed` ones follow "in", "to",
    "under", which makes `src/parser` a directory.
    """
    word = _without_location(text.strip())
    if "\\" in word and _WINDOWS.fullmatch(word):
        word = _BACKSLASHES.sub("/", word)
    word = word[2:] if _DRIVE.match(word) else word.removeprefix("./")
    solid = _BRACES.sub("x", word) if "{" in word else word
    if not word or word in _NO_FILES or _FORBIDDEN.search(solid):
        return False
    if word.startswith(("@", "#", "-", "<", "*")) and not _has_extension(word.rsplit("/", 1)[-1]):
        return False
    if "/" in word:
        return _is_path_with_slash(word, quoted=quoted, placed=placed)
    return _is_file_name(word, quoted=quoted)


def _slashed(path: str) -> str:
    """With forward slashes; two at the beginning are another machine's."""
    shared = "/" if path.startswith("\\\\") else ""
    return shared + _BACKSLASHES.sub("/", path)


def _without_location(text: str) -> str:
    if not (":" in text or "#" in text or "(" in text):
        return text
    drive = text[:2] if _DRIVE.match(text) else ""
    return drive + _LOCATION.sub("", text[len(drive) :])


def _expanded(path: str) -> list[str]:
    """`src/{a,b}` → two paths; too many choices stay as they are."""
    paths = [path]
    if "{" not in path:
        return paths
    while paths and (braces := _BRACES.search(paths[0])):
        choices = [choice.strip() for choice in braces[1].split(",")]
        if len(paths) * len(choices) > _MOST_CHOICES:
            return [path]
        paths = [_BRACES.sub(choice, name, count=1) for name in paths for choice in choices]
    return paths


def _has_extension(name: str) -> bool:
    match = _EXTENSION.search(name)
    return match is not None and match[1].lower() in _EXTENSIONS


def _is_path_with_slash(word: str, *, quoted: bool, placed: bool) -> bool:
    parts = [part for part in word.split("/") if part]
    if not parts or (_HOST.fullmatch(parts[0]) and not word.startswith(".")):
        return False
    last = parts[-1]
    if _has_extension(last) or last in _NAMES or (len(parts) > 1 and _DOTTED.fullmatch(last)):
        return len(parts) == 1 or not all(_has_extension(part) for part in parts)
    if _ROOTS.match(word):
        return True
    if word.startswith("/"):
        return len(parts) > 2 and parts[0] in _DIRECTORIES and parts[0] != "api"
    return _is_directory(word, parts, quoted=quoted, placed=placed)


def _is_directory(word: str, parts: list[str], *, quoted: bool, placed: bool) -> bool:
    if parts[0] == ".." or _VERSION.fullmatch(parts[0]):
        return False
    known = parts[0] in _DIRECTORIES or (parts[0].startswith(".") and parts[0] != ".")
    if word.endswith("/"):
        return quoted or known or len(parts) > 1
    if quoted:
        inside = any(part in _DIRECTORIES for part in parts)
        return len(parts) > 1 and (known or (len(parts) > 2 and inside))
    either_or = len(parts) == 2 and (not placed or all(part in _DIRECTORIES for part in parts))
    return len(parts) > 1 and known and not either_or


def _is_file_name(word: str, *, quoted: bool) -> bool:
    if word in _NAMES:
        return quoted or word not in _WORDS
    if any(sign in word for sign in "*<(@{"):
        return False
    if word.startswith("."):
        return bool(_DOTTED.fullmatch(word)) and _is_dot_file(word)
    match = _EXTENSION.search(word)
    extension = match[1].lower() if match else ""
    if extension not in _EXTENSIONS:
        return False
    if quoted:
        return word.count(".") > 1 or extension not in _ATTRIBUTES
    return extension not in _NEEDS_QUOTES and not _FRAMEWORK.fullmatch(word)


def _is_dot_file(word: str) -> bool:
    """`.gitignore`, `.env.example`; not an extension (`.test.ts`) or a method (`.map`)."""
    name = word[1:].split(".", maxsplit=1)[0]
    if (word[1:].lower() in _EXTENSIONS and word != ".env") or name in _NO_DOT_FILE:
        return False
    return name.endswith(_USUAL_DOT_FILE) or _has_extension(word[1:])
