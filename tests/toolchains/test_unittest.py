"""unittest for real, by our own runner."""

from __future__ import annotations

from pathlib import Path

import pytest

from sddtasks.model.evidence import Reason
from sddtasks.model.evidence import Result
from sddtasks.model.evidence import TestRun
from sddtasks.model.evidence import file_reason
from sddtasks.model.evidence import unreported
from sddtasks.toolchains import unittest as toolchain
from sddtasks.toolchains.python import source
from tests.toolchains.live import case_of
from tests.toolchains.live import listing
from tests.toolchains.live import load_failure_of
from tests.toolchains.live import observe
from tests.toolchains.live import write

KINDS = "tests/test_kinds.py"
FILES = {
    "shop.py": """
        def total(number):
            return None

        def stub():
            raise NotImplementedError
    """,
    KINDS: """
        import unittest

        import shop


        class Kinds(unittest.TestCase):
            def test_asserts(self):
                self.assertEqual(shop.total(1), 3)

            def test_stub(self):
                shop.stub()

            def test_missing(self):
                shop.refund()

            def test_always(self):
                self.fail("later")

            def test_passes(self):
                self.assertIsNone(shop.total(1))

            @unittest.skip("later")
            def test_left_out(self):
                self.assertEqual(shop.total(1), 3)

            @unittest.expectedFailure
            def test_expected(self):
                self.assertEqual(shop.total(1), 3)

            @unittest.expectedFailure
            def test_unexpected(self):
                self.assertIsNone(shop.total(1))

            def test_parts(self):
                for number in (1, 2):
                    with self.subTest(number=number):
                        self.assertEqual(shop.total(number), number)


        class Broken(unittest.TestCase):
            def setUp(self):
                raise ValueError("no database")

            def test_never_starts(self):
                self.assertEqual(shop.total(1), 3)


        class BrokenClass(unittest.TestCase):
            @classmethod
            def setUpClass(cls):
                raise ValueError("no database")

            def test_neither(self):
                self.assertEqual(shop.total(1), 3)
    """,
    "tests/test_module.py": "import shop.stock\n",
    "tests/test_syntax.py": "def test_a(:\n",
    "tests/test_empty.py": "",
    "tests/test_skips.py": "import unittest\n\nraise unittest.SkipTest('later')\n",
    "tests/test_exits.py": "import os\n\nos._exit(0)\n",
}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("unittest"), FILES)


@pytest.fixture(scope="module")
def run(root: Path, tmp_path_factory: pytest.TempPathFactory) -> TestRun:
    files = [file for file in FILES if file.startswith("tests/") and "exits" not in file]
    return observe("unittest", root, files, tmp_path_factory.mktemp("scratch"))


@pytest.mark.parametrize(
    ("test", "result", "reason"),
    [
        ("Kinds::test_asserts", Result.FAILED, Reason.ASSERTION),
        ("Kinds::test_stub", Result.FAILED, Reason.NOT_IMPLEMENTED),
        ("Kinds::test_missing", Result.FAILED, Reason.MISSING),
        ("Kinds::test_always", Result.FAILED, Reason.PLACEHOLDER),
        ("Kinds::test_passes", Result.PASSED, None),
        ("Kinds::test_left_out", Result.SKIPPED, None),
        ("Kinds::test_expected", Result.SKIPPED, None),
        ("Kinds::test_unexpected", Result.SKIPPED, None),
        ("Kinds::test_parts", Result.FAILED, Reason.ASSERTION),
        ("Broken::test_never_starts", Result.FAILED, Reason.ENVIRONMENT),
        ("BrokenClass::setUpClass", Result.FAILED, Reason.ENVIRONMENT),
    ],
)
def test_each_state(run: TestRun, test: str, result: Result, reason: Reason | None) -> None:
    case = case_of(run, f"{KINDS}::{test}")
    assert (case.result, case.reason) == (result, reason)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("module", Reason.MISSING),
        ("syntax", Reason.SYNTAX),
        ("empty", Reason.NO_TESTS),
        ("skips", Reason.SKIPPED),
    ],
)
def test_each_file_has_one_reason(run: TestRun, name: str, reason: Reason) -> None:
    assert file_reason(run, f"tests/test_{name}.py") is reason


def test_it_names_what_is_missing_and_leaves_no_files(run: TestRun, root: Path) -> None:
    assert not run.trouble
    assert load_failure_of(run, "tests/test_module.py").missing == ("shop.stock",)
    assert unreported(run, KINDS) == (f"{KINDS}::BrokenClass::test_neither",)
    assert listing(root) == set(FILES)


def test_leaving_early_with_success_proves_nothing(root: Path, tmp_path: Path) -> None:
    run = observe("unittest", root, ["tests/test_exits.py"], tmp_path)
    assert run.exit_code == 0
    assert run.trouble_reason is Reason.CRASH


def test_the_whole_suite_without_the_red(root: Path, tmp_path: Path) -> None:
    red = [file for file in FILES if file not in ("shop.py", KINDS)]
    request = toolchain.test_request(root, (), tmp_path, {}, hide=red)
    assert request.argv[-2:] == ("sdd_unittest", KINDS)


def test_what_runs_the_tests_must_not_be_replaced(tmp_path: Path) -> None:
    replaces = """
        import unittest

        unittest.TestCase.assertTrue = lambda self, *words: None

        class A(unittest.TestCase):
            def test_a(self):
                self.assertTrue(0)
    """
    root = write(tmp_path / "project", {"test_a.py": replaces})
    run = observe("unittest", root, ["test_a.py"], tmp_path / "scratch", {"timeout": 60})
    assert run.trouble_reason is Reason.CRASH
    assert run.trouble.endswith("was replaced: unittest.case.TestCase.assertTrue")


def test_a_class_that_is_no_test_declares_none(tmp_path: Path) -> None:
    text = """
        class TestBase:
            __test__ = False

            def test_a(self): ...

        class ShopTest(ShopCase):
            def test_b(self): ...
    """
    root = write(tmp_path, {"test_a.py": text})
    assert source.declared(root, ["test_a.py"]) == {"test_a.py": ("test_a.py::ShopTest::test_b",)}
