"""The caller's environment without what ties git to one repository.

A git hook, and a person who works on a bare repository, have GIT_DIR set: every git below them then
works on that repository, wherever it is started.
"""

from __future__ import annotations

import os
from collections.abc import Mapping

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
