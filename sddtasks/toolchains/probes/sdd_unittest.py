"""unittest runner: `python -m sdd_unittest FILE …` writes the same lines as the pytest plugin."""

from __future__ import annotations

import importlib
import os
import sys
import unittest
from typing import Any
from typing import List
from typing import Tuple

from sdd_observe import ROOT
from sdd_observe import chain_of
from sdd_observe import distrust_caches
from sdd_observe import fingerprint
from sdd_observe import strays
from sdd_observe import tampered
from sdd_observe import unnoticed
from sdd_observe import write

NO_TESTS_RAN = 5


class Observer(unittest.TestResult):
    """Reports under the id `file::Class::method`."""

    def __init__(self, file: str) -> None:
        super().__init__()
        self.file = file

    def id_of(self, test: Any) -> str:
        if hasattr(test, "_testMethodName"):
            return "::".join((self.file, type(test).__qualname__, test._testMethodName))
        step, _, place = str(test).partition(" ")
        return "::".join((self.file, place.strip("()").rpartition(".")[2], step))

    def report(self, test: Any, outcome: str, error: Any = None, **values: Any) -> None:
        chain = chain_of(error[1]) if error else []
        when = "call" if hasattr(test, "_testMethodName") else "setup"
        values = {"id": self.id_of(test), "when": when, "chain": chain, **values}
        write("report", outcome=outcome, **values)

    def startTest(self, test: unittest.TestCase) -> None:
        write("begin", id=self.id_of(test))
        super().startTest(test)

    def addSuccess(self, test: unittest.TestCase) -> None:
        self.report(test, "passed")

    def addFailure(self, test: unittest.TestCase, err: Any) -> None:
        super().addFailure(test, err)
        self.report(test, "failed", err)

    def addError(self, test: unittest.TestCase, err: Any) -> None:
        super().addError(test, err)
        self.report(test, "failed", err)

    def addSubTest(self, test: unittest.TestCase, subtest: unittest.TestCase, err: Any) -> None:
        super().addSubTest(test, subtest, err)
        if err:
            self.report(test, "failed", err)

    def addSkip(self, test: unittest.TestCase, reason: str) -> None:
        self.report(test, "skipped", text=reason)

    def addExpectedFailure(self, test: unittest.TestCase, err: Any) -> None:
        self.report(test, "skipped", xfail=True)

    def addUnexpectedSuccess(self, test: unittest.TestCase) -> None:
        self.report(test, "passed", xfail=True)


def run_file(file: str) -> Tuple[int, bool]:
    """How many tests ran, and whether all of them passed."""
    name = os.path.splitext(file)[0].replace("/", ".")
    try:
        module = importlib.import_module(name)
        suite = unittest.defaultTestLoader.loadTestsFromModule(module)
    except unittest.SkipTest as skip:
        write("collect", id=file, outcome="skipped", text=str(skip))
        return 0, True
    except Exception as error:
        write("collect", id=file, outcome="failed", chain=chain_of(error))
        return 0, False
    observer = Observer(file)
    suite.run(observer)
    return observer.testsRun, observer.wasSuccessful()


def main(files: List[str]) -> int:
    distrust_caches()
    machinery = (unittest.case, unittest.suite, unittest.result, sys.modules[__name__])
    before = fingerprint(*machinery)
    write("start", python=sys.version.split()[0])
    write("session", rootdir=ROOT)
    with unnoticed():
        results = [run_file(file) for file in files]
    passed = all(good for _, good in results)
    exit_code = 1 if not passed else 0 if any(count for count, _ in results) else NO_TESTS_RAN
    found = tampered(before, *machinery)
    write("finish", exit_code=exit_code, strays=strays(), tampered=found)
    return exit_code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
