"""The environment of what we start: what it needs, no secrets, and nothing that ties git to one
repository.

Tests, builds and commands of documents are written by agents and strangers. As with tox they get
the variables of a list, and what the person adds by `pass_env`. A git hook, and a person who works
on a bare repository, have GIT_DIR set: every git below them then works on that repository, wherever
it is started.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from collections.abc import Mapping
from fnmatch import fnmatchcase

from sddtasks.model.process import Outcome
from sddtasks.system import secrets

# What a program needs to find its files, its tools and its way to a person. By subject.
PASSED = (
    *("PATH", "HOME", "USER", "LOGNAME", "SHELL", "PWD", "HOSTNAME", "TMPDIR", "TMP", "TEMP"),
    *("LANG", "LANGUAGE", "LC_*", "TZ", "TERM", "COLORTERM", "NO_COLOR", "FORCE_COLOR"),
    *("COLUMNS", "LINES", "DISPLAY", "WAYLAND_DISPLAY", "XDG_*", "DBUS_SESSION_BUS_ADDRESS"),
    *("CI", "SDD_*", "SOURCE_DATE_EPOCH", "LD_LIBRARY_PATH", "DYLD_*", "OMP_*", "OPENBLAS_*"),
    *("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"),
    *("http_proxy", "https_proxy", "all_proxy", "no_proxy"),
    *("GIT_AUTHOR_*", "GIT_COMMITTER_*", "GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"),
    *("GIT_CONFIG_NOSYSTEM", "GIT_SSL_*", "GIT_SSH", "GIT_SSH_COMMAND"),
    *("SSL_CERT_*", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "NODE_EXTRA_CA_CERTS"),
    *("CC", "CXX", "CFLAGS", "CXXFLAGS", "CPPFLAGS", "LDFLAGS", "MAKEFLAGS", "PKG_CONFIG_PATH"),
    *("CMAKE_*", "CTEST_*", "ASAN_OPTIONS", "UBSAN_OPTIONS"),
    *("PYTHON*", "VIRTUAL_ENV", "CONDA_*", "PYENV_*", "PIP_*", "UV_*", "POETRY_*", "PDM_*"),
    *("PIPENV_*", "HATCH_*", "COVERAGE_*", "PYTEST_*", "HYPOTHESIS_*", "DJANGO_SETTINGS_MODULE"),
    *("NODE_*", "NVM_*", "VOLTA_*", "FNM_*", "npm_config_*", "NPM_CONFIG_*", "PNPM_*", "YARN_*"),
    *("COREPACK_*", "BUN_*", "DENO_*", "JEST_*", "VITEST*", "TS_NODE_*", "PLAYWRIGHT_*"),
    *("GO*", "CGO_*", "CARGO_*", "RUST*"),
    *("JAVA_*", "JDK_*", "MAVEN_*", "M2_HOME", "GRADLE_*", "KOTLIN_*", "ANDROID_*"),
    *("DOTNET_*", "NUGET_*", "MSBUILD*", "RUBY*", "GEM_HOME", "GEM_PATH", "RBENV_*", "RAILS_ENV"),
    *(
        "BUNDLE_GEMFILE",
        "BUNDLE_PATH",
        "BUNDLE_WITHOUT",
        "RACK_ENV",
        "PHP*",
        "COMPOSER_*",
        "ASDF_*",
        "MISE_*",
        "NIX_*",
    ),
)
# `git rev-parse --local-env-vars`, and what else says which repository, index or paths are meant.
# Who commits, how to reach a server, and where a person's settings are stays.
_LOCAL = frozenset(
    "GIT_ALTERNATE_OBJECT_DIRECTORIES GIT_ATTR_SOURCE GIT_COMMON_DIR GIT_CONFIG GIT_CONFIG_COUNT"
    " GIT_CONFIG_PARAMETERS GIT_DIR GIT_EXTERNAL_DIFF GIT_GLOB_PATHSPECS GIT_GRAFT_FILE"
    " GIT_ICASE_PATHSPECS GIT_IMPLICIT_WORK_TREE GIT_INDEX_FILE GIT_INTERNAL_SUPER_PREFIX"
    " GIT_LITERAL_PATHSPECS GIT_NAMESPACE GIT_NOGLOB_PATHSPECS GIT_NO_REPLACE_OBJECTS"
    " GIT_OBJECT_DIRECTORY GIT_PREFIX GIT_QUARANTINE_PATH GIT_REFLOG_ACTION GIT_REPLACE_REF_BASE"
    " GIT_SHALLOW_FILE GIT_WORK_TREE".split()
)
_SETTINGS = ("GIT_CONFIG_KEY_", "GIT_CONFIG_VALUE_")


def of_program(environment: Mapping[str, str], more: Iterable[str] = ()) -> dict[str, str]:
    """What tests, builds and commands may see: the listed variables that hold no secret, and those
    that the person names (`more`, also as patterns)."""
    named = tuple(more)
    return {
        name: value
        for name, value in environment.items()
        if _matches(name, named) or (_matches(name, PASSED) and not secrets.is_secret(name, value))
    }


def withheld(environment: Mapping[str, str], more: Iterable[str] = ()) -> tuple[str, ...]:
    """The names of the variables that `of_program` leaves out."""
    return tuple(sorted(environment.keys() - of_program(environment, more).keys()))


def lacking(outcome: Outcome, more: Iterable[str] = ()) -> tuple[str, ...]:
    """Those variables of ours that a program did not get, and that it named in what it printed."""
    said = f"{outcome.output}\n{outcome.errors}"
    return tuple(
        name
        for name in withheld(os.environ, more)
        if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", said)
    )


def without_repository(environment: Mapping[str, str]) -> dict[str, str]:
    """The same variables, less those that name a repository or a part of it."""
    return {name: value for name, value in environment.items() if not _is_local(name)}


def forget_repository() -> list[str]:
    """Remove these variables from this process, since GitPython reads its environment and hands it
    on. Returns the names that were set."""
    found = sorted(filter(_is_local, os.environ))
    for name in found:
        os.environ.pop(name, None)
    return found


def _is_local(name: str) -> bool:
    return name in _LOCAL or name.startswith(_SETTINGS)


def _matches(name: str, patterns: Iterable[str]) -> bool:
    return any(fnmatchcase(name, pattern) for pattern in patterns)
