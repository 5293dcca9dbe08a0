"""pytest plugin: writes what pytest knows about each test as JSON lines. pytest 6 or later.

Under pytest-xdist the workers attach their findings to the reports and the controller writes them.
"""

from __future__ import annotations

import sys
import unittest.case
from typing import Any
from typing import Dict
from typing import Generator

import pytest
from _pytest import python
from _pytest import runner
from _pytest.assertion import rewrite
from sdd_observe import chain_of
from sdd_observe import distrust_caches
from sdd_observe import fingerprint
from sdd_observe import strays
from sdd_observe import tampered
from sdd_observe import text_of
from sdd_observe import unnoticed
from sdd_observe import write

_strays: Dict[str, str] = {}
_MACHINERY = (unittest.case, python, runner, sys.modules[__name__])
_before: Dict[str, Any] = {}

distrust_caches()
rewrite._read_pyc = lambda *words, **named: None


def attach(report: Any, call: Any) -> None:
    if call is not None and call.excinfo is not None:
        report.sdd_chain = chain_of(call.excinfo.value)
        report.sdd_outcome = report.outcome


@pytest.hookimpl(hookwrapper=True)
def pytest_load_initial_conftests() -> Generator[None, Any, None]:
    write("start", python=sys.version.split()[0], pytest=pytest.__version__)
    outcome = yield
    if outcome.excinfo:
        write("conftest", chain=chain_of(outcome.excinfo[1]))


def pytest_sessionstart(session: Any) -> None:
    rootdir = getattr(session.config, "rootpath", None) or session.config.rootdir
    write("session", rootdir=str(rootdir))
    _before.update(fingerprint(*_MACHINERY))


@pytest.hookimpl(hookwrapper=True, trylast=True)
def pytest_make_collect_report() -> Generator[None, Any, None]:
    outcome = yield
    report = outcome.get_result()
    attach(report, getattr(report, "call", None))


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_call(item: Any) -> Generator[None, Any, None]:
    """pytest sets its mark when it is about to call `runtest`."""
    runtest = item.runtest

    def quietly() -> None:
        with unnoticed():
            runtest()

    item.runtest = quietly
    yield
    item.runtest = runtest


@pytest.hookimpl(hookwrapper=True, trylast=True)
def pytest_runtest_makereport(call: Any) -> Generator[None, Any, None]:
    outcome = yield
    attach(outcome.get_result(), call)


def pytest_collectreport(report: Any) -> None:
    if report.outcome != "passed":
        write_report("collect", report)


def pytest_deselected(items: Any) -> None:
    write("deselected", ids=[item.nodeid for item in items])


def pytest_runtest_logstart(nodeid: str) -> None:
    write("begin", id=nodeid)


def pytest_runtest_logreport(report: Any) -> None:
    write_report("report", report, when=report.when, xfail=hasattr(report, "wasxfail"))


def write_report(event: str, report: Any, **values: Any) -> None:
    longrepr = report.longrepr
    reason = longrepr[2] if isinstance(longrepr, tuple) else longrepr
    write(
        event,
        id=report.nodeid,
        outcome=report.outcome,
        text=text_of(reason or ""),
        chain=getattr(report, "sdd_chain", []),
        **values,
    )


def pytest_internalerror(excinfo: Any) -> None:
    write("internal", chain=chain_of(excinfo.value))


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    _strays.update(getattr(node, "workeroutput", {}).get("sdd_strays", {}))


@pytest.hookimpl(hookwrapper=True)
def pytest_sessionfinish(session: Any) -> Generator[None, Any, None]:
    yield
    _strays.update(strays())
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["sdd_strays"] = _strays
    found = tampered(_before, *_MACHINERY)
    write("finish", exit_code=int(session.exitstatus), strays=_strays, tampered=found)
