"""A disk that is full, protected or broken: no fault of ours, and no traceback."""

from __future__ import annotations

import errno

_ERRORS = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM, errno.EIO})


def is_meant(error: OSError) -> bool:
    """Is it the disk that refuses?"""
    return error.errno in _ERRORS


def told(error: OSError) -> str:
    """What could not be written, in one line."""
    return f"cannot write{f' {error.filename}' * bool(error.filename)}: {error.strerror}"
