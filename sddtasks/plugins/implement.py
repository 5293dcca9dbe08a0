"""`doit implement [FEATURE_DIR]`: the feature's tasks, run by doit."""

from __future__ import annotations

from typing import Any

from doit.cmd_base import DoitCmdBase
from doit.exceptions import InvalidCommand

from sddtasks.plugins import display
from sddtasks.plugins.loader import SddLoader
from sddtasks.plugins.options import AnyOrder
from sddtasks.plugins.options import refuse_variables
from sddtasks.plugins.questions import asker
from sddtasks.plugins.run import Run
from sddtasks.plugins.tasks import FeatureTasks


def _option(name: str, kind: type, default: object, text: str, short: str = "") -> dict[str, Any]:
    return {
        "section": "implement",
        "name": name,
        "short": short,
        "long": name.replace("_", "-"),
        "type": kind,
        "default": default,
        "help": text,
    }


class Implement(DoitCmdBase):  # type: ignore[misc]  # doit has no types
    """Runs what is not up to date, from the first task to the completion report."""

    name = "implement"
    doc_purpose = "execute the tasks of a feature's tasks.md, with evidence for each"
    doc_usage = "[FEATURE_DIR] [--restart-from TASK]"
    doc_description = (
        "Exit code: 0 done, 1 a task failed or waits for you, 2 a broken machine, 3 nothing was"
        " started, 130 interrupted. Run it again to resume."
    )
    execute_tasks = True
    cmd_options = (
        _option("restart_from", str, "", "take back TASK and all that follows it, and do it again"),
        _option("keep_code", bool, False, "with --restart-from: keep the work and judge it again"),
        _option("agent", str, "", "who writes the code, instead of the configured agent"),
        _option("retries", str, "", "how often an agent is called again with what its gates said"),
        _option("allow_dirty", bool, False, "start although there are uncommitted changes"),
        _option("continue", bool, False, "do what does not wait for a task that failed", "c"),
        _option("yes", bool, False, "answer yes to every question", "y"),
        _option("json", bool, False, "one event a line, for machines"),
        _option("process", int, None, "how many tasks at a time, whatever is configured", "n"),
    )

    def __init__(self, task_loader: Any = None, **kwargs: Any) -> None:
        loader = task_loader
        if not isinstance(loader, SddLoader):
            loader = SddLoader()
            loader.config, loader.cmd_names = task_loader.config, task_loader.cmd_names
        self._parser: AnyOrder | None = None
        super().__init__(task_loader=loader, **kwargs)

    @property
    def cmdparser(self) -> AnyOrder:
        if self._parser is None:
            self._parser = AnyOrder(self.get_options())
            self._parser.overwrite_defaults(self.config_vals)
        return self._parser

    def execute(self, params: Any, args: list[str]) -> Any:
        refuse_variables()
        if len(args) > 1:
            raise InvalidCommand(f"one feature at a time; got {' '.join(args)}")
        if params["keep_code"] and not params["restart_from"]:
            raise InvalidCommand("--keep-code needs --restart-from=TASK: it says what happens then")
        if params["process"] is not None and params["process"] < 1:
            raise InvalidCommand(f"-n {params['process']}: at least one task at a time")
        self.loader.argument = args[0] if args else ""
        self.loader.required = True
        return super().execute(params, [])

    def _execute(
        self,
        restart_from: str,
        keep_code: bool,
        agent: str,
        retries: str,
        allow_dirty: bool,
        continue_: bool,
        yes: bool,
        json: bool,
        process: int | None,
    ) -> int:
        feature_tasks: FeatureTasks = self.loader.feature_tasks
        screen = display.choose(self.outstream, as_json=json)
        given = {"agent": agent, "retries": retries}
        feature_tasks.options = {
            "overrides": {name: value for name, value in given.items() if value},
            "allow_dirty": allow_dirty,
            "keep_going": continue_,
            "jobs": process or 0,
            "ask": asker(screen, yes=yes),
            "on_line": screen.line,
            "on_note": lambda text: screen.show({"event": "note", "message": text}, text),
        }

        def prepare() -> None:
            if restart_from:
                feature_tasks.work.restart(restart_from, keep_code=keep_code)

        run = Run(feature_tasks, screen)
        return run.do(self.task_list, list(feature_tasks.rows), prepare)
