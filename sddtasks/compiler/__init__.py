"""Plan → Graph: links, gates and problems. Pure."""

from sddtasks.compiler.compile import compile_plan

__all__ = ["compile_plan"]
