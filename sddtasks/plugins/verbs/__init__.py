"""The verbs of `doit sdd`, by name. Each module has PURPOSE, parser(program) and run(arguments)."""

from __future__ import annotations

from types import ModuleType

from sddtasks.plugins.verbs import accept
from sddtasks.plugins.verbs import adopt
from sddtasks.plugins.verbs import check
from sddtasks.plugins.verbs import explain
from sddtasks.plugins.verbs import graph
from sddtasks.plugins.verbs import init
from sddtasks.plugins.verbs import plan
from sddtasks.plugins.verbs import retry
from sddtasks.plugins.verbs import sample
from sddtasks.plugins.verbs import schema
from sddtasks.plugins.verbs import skip
from sddtasks.plugins.verbs import status
from sddtasks.plugins.verbs import undo
from sddtasks.plugins.verbs import waive
from sddtasks.plugins.verbs import watch

VERBS: dict[str, ModuleType] = {
    "accept": accept,
    "adopt": adopt,
    "check": check,
    "explain": explain,
    "graph": graph,
    "init": init,
    "plan": plan,
    "retry": retry,
    "sample": sample,
    "schema": schema,
    "skip": skip,
    "status": status,
    "undo": undo,
    "waive": waive,
    "watch": watch,
}
