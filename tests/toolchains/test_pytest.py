"""pytest for real: one run of one file with a test per kind of failure, then whole-file states."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from textwrap import indent

import pytest

from sddtasks.model.evidence import Reason
from sddtasks.model.evidence import Result
from sddtasks.model.evidence import TestRun
from sddtasks.model.evidence import file_reason
from sddtasks.model.evidence import settled
from sddtasks.model.evidence import unreported
from sddtasks.toolchains import pytest as pytest_toolchain
from tests.toolchains.live import case_of
from tests.toolchains.live import listing
from tests.toolchains.live import load_failure_of
from tests.toolchains.live import observe
from tests.toolchains.live import write

PRODUCT = """
from abc import ABC
from abc import abstractmethod


class Store(ABC):
    @abstractmethod
    def get(self, number):
        ...


class Order:
    def __init__(self, number):
        self.number = number

    def total(self):
        raise NotImplementedError

    def parse(self, text):
        return int(text)


def place(order):
    return None
"""

HEADER = """
from unittest import TestCase
from unittest import mock

import pytest

import shop
from shop import Order
from shop import place


@pytest.fixture
def broken():
    raise ValueError("no database")


@pytest.fixture
def unfinished():
    from shop import Refund
    return Refund()


def check(value):
    assert value == 3
"""

# name: (the test's body, why it fails, what is missing)
FAILURES: dict[str, tuple[str, Reason, tuple[str, ...]]] = {
    "assertion": ("assert place(1) == 3", Reason.ASSERTION, ()),
    "assertion_in_helper": ("check(place(1))", Reason.ASSERTION, ()),
    "did_not_raise": (
        "with pytest.raises(ValueError):\n    place(1)",
        Reason.ASSERTION,
        (),
    ),
    "fail_in_else": (
        "try:\n    place(1)\nexcept ValueError:\n    pass\nelse:\n    pytest.fail('no error')",
        Reason.ASSERTION,
        (),
    ),
    "mock_was_not_called": (
        "notify = mock.Mock()\nplace(notify)\nnotify.assert_called_once()",
        Reason.ASSERTION,
        (),
    ),
    "attribute_of_instance": ("Order(1).cancel()", Reason.MISSING, ("shop.Order.cancel",)),
    "attribute_of_module": ("shop.refund(1)", Reason.MISSING, ("shop.refund",)),
    "import_of_module": ("import shop.stock", Reason.MISSING, ("shop.stock",)),
    "import_of_name": ("from shop import Refund", Reason.MISSING, ("shop.Refund",)),
    "import_that_is_caught": (
        "try:\n    from shop import Refund\nexcept ImportError:\n    pytest.fail('not there')",
        Reason.MISSING,
        ("shop.Refund",),
    ),
    "keyword": ("place(1, express=True)", Reason.MISSING, ("place",)),
    "patch_target": (
        "with mock.patch('shop.notify'):\n    place(1)",
        Reason.MISSING,
        ("shop.notify",),
    ),
    "subject_says_so": ("Order(1).total()", Reason.NOT_IMPLEMENTED, ()),
    "assert_false": ("assert False, 'later'", Reason.PLACEHOLDER, ()),
    "fail_always": ("place(1)\npytest.fail('later')", Reason.PLACEHOLDER, ()),
    "raise_in_test": ("raise NotImplementedError", Reason.PLACEHOLDER, ()),
    "none_is_none": ("order = None\nassert order is not None", Reason.PLACEHOLDER, ()),
    "own_fake": (
        "class Fake:\n    def get(self):\n        return None\nassert Fake().get() == 3",
        Reason.PLACEHOLDER,
        (),
    ),
    "nothing_raises": ("with pytest.raises(ValueError):\n    pass", Reason.PLACEHOLDER, ()),
    "undefined_name": ("undefined(place(1))", Reason.ERROR, ()),
    "value_error_in_test": ("int('three')", Reason.PLACEHOLDER, ()),
    "value_error_in_product": ("Order(1).parse('three')", Reason.AMBIGUOUS, ()),
    "none_returned": ("place(1).number", Reason.AMBIGUOUS, ()),
    "file_that_is_not_there": (
        "open('config/settings.json')",
        Reason.AMBIGUOUS,
        ("config/settings.json",),
    ),
    "import_by_name": (
        "import importlib\nimportlib.import_module('shop.stock')",
        Reason.MISSING,
        ("shop.stock",),
    ),
    "interface": ("shop.Store()", Reason.AMBIGUOUS, ()),
    "mock_of_the_product": (
        "mock.Mock(spec=Order).cancel()",
        Reason.AMBIGUOUS,
        ("cancel",),
    ),
    "frozen_frame": ("import os\nassert os.environ['NOBODY_SETS_THIS']", Reason.ERROR, ()),
    "unknown_package": ("import nowhere_to_be_found", Reason.AMBIGUOUS, ("nowhere_to_be_found",)),
    "declared_dependency": ("import wanted_library", Reason.ENVIRONMENT, ()),
}

OTHERS = """

def test_fixture_fails(broken):
    assert place(1)


def test_fixture_unknown(nobody):
    assert place(1)


def test_fixture_lacks_product(unfinished):
    assert place(1)


def test_passes():
    assert place(1) is None


@pytest.mark.skip(reason="later")
def test_skipped():
    assert place(1)


@pytest.mark.xfail
def test_expected_to_fail():
    assert place(1)


@pytest.mark.xfail
def test_unexpectedly_passes():
    assert place(1) is None


class TestGroup:
    @pytest.mark.parametrize("amount", [1, 2])
    def test_each(self, amount):
        assert place(amount) == amount


class OldStyle(TestCase):
    def test_equal(self):
        self.assertEqual(place(1), 3)

    def test_always(self):
        self.assertTrue(False)

    def test_passes(self):
        self.assertIsNone(place(1))
"""


def test_source() -> str:
    tests = (
        f"\n\ndef test_{name}():\n" + indent(body, "    ")
        for name, (body, _, _) in FAILURES.items()
    )
    return HEADER + "".join(tests) + OTHERS


test_source.__test__ = False  # type: ignore[attr-defined]  # its name is not a test's

FILES = {
    "pyproject.toml": """
        [project]
        name = "shop"
        dependencies = ["wanted-library>=1"]

        [tool.pytest.ini_options]
        addopts = "-x --cov=shop --cov-fail-under=100 --strict-markers"
    """,
    "shop/__init__.py": PRODUCT,
    "tests/test_kinds.py": test_source(),
    "tests/test_missing.py": "from shop.stock import Stock\n\ndef test_a():\n    assert Stock()\n",
    "tests/test_symbol.py": "from shop import Refund\n\ndef test_a():\n    assert Refund()\n",
    "tests/test_syntax.py": "def test_a(:\n    pass\n",
    "tests/test_name.py": "nonsense\n\ndef test_a():\n    pass\n",
    "tests/test_library.py": "import wanted_library\n\ndef test_a():\n    pass\n",
    "tests/test_unknown.py": "import depot.rails\n\ndef test_a():\n    pass\n",
    "tests/test_helper.py": "import tests.builders\n\ndef test_a():\n    pass\n",
    "tests/test_empty.py": "VALUE = 1\n",
    "tests/test_all_skipped.py": """
        import pytest
        pytest.importorskip("nowhere_to_be_found")
        def test_a():
            assert True
    """,
    "tests/test_green.py": "def test_a():\n    assert True\n",
    "tests/test_broken_product.py": "import shop.wrong\n\ndef test_a():\n    pass\n",
    "shop/wrong.py": "def place(:\n",
}
REQUESTED = (*(file for file in FILES if file.startswith("tests/")), "tests/test_absent.py")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("shop"), FILES)


@pytest.fixture(scope="module")
def run(project: Path, tmp_path_factory: pytest.TempPathFactory) -> TestRun:
    return observe("pytest", project, REQUESTED, tmp_path_factory.mktemp("scratch"))


def test_the_run_can_be_trusted_and_leaves_no_files(run: TestRun, project: Path) -> None:
    assert run.trouble == ""
    assert run.duration > 0
    assert listing(project) == set(FILES)


@pytest.mark.parametrize("name", FAILURES)
def test_each_failure_has_its_reason(run: TestRun, name: str) -> None:
    _, reason, missing = FAILURES[name]
    case = case_of(run, f"::test_{name}")
    assert case.id == f"tests/test_kinds.py::test_{name}"
    assert (case.result, case.reason, case.missing) == (Result.FAILED, reason, missing)
    assert case.message


@pytest.mark.parametrize(
    ("test", "result", "reason"),
    [
        ("kinds.py::test_fixture_fails", Result.FAILED, Reason.ENVIRONMENT),
        ("kinds.py::test_fixture_unknown", Result.FAILED, Reason.ENVIRONMENT),
        ("kinds.py::test_fixture_lacks_product", Result.FAILED, Reason.MISSING),
        ("kinds.py::test_passes", Result.PASSED, None),
        ("kinds.py::test_skipped", Result.SKIPPED, None),
        ("kinds.py::test_expected_to_fail", Result.SKIPPED, None),
        ("kinds.py::test_unexpectedly_passes", Result.SKIPPED, None),
        ("kinds.py::TestGroup::test_each[1]", Result.FAILED, Reason.ASSERTION),
        ("kinds.py::OldStyle::test_equal", Result.FAILED, Reason.ASSERTION),
        ("kinds.py::OldStyle::test_always", Result.FAILED, Reason.PLACEHOLDER),
        ("kinds.py::OldStyle::test_passes", Result.PASSED, None),
    ],
)
def test_each_state(run: TestRun, test: str, result: Result, reason: Reason | None) -> None:
    case = case_of(run, test)
    assert (case.result, case.reason) == (result, reason)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("missing", Reason.MISSING),
        ("symbol", Reason.MISSING),
        ("syntax", Reason.SYNTAX),
        ("name", Reason.LOAD),
        ("library", Reason.ENVIRONMENT),
        ("unknown", Reason.AMBIGUOUS),
        ("helper", Reason.LOAD),
        ("empty", Reason.NO_TESTS),
        ("absent", Reason.NO_TESTS),
        ("all_skipped", Reason.SKIPPED),
        ("broken_product", Reason.LOAD),
        ("green", None),
        ("kinds", Reason.ENVIRONMENT),
    ],
)
def test_each_file_has_one_reason(run: TestRun, name: str, reason: Reason | None) -> None:
    assert file_reason(run, f"tests/test_{name}.py") is reason


def test_a_file_that_cannot_be_loaded_names_what_it_lacks(run: TestRun) -> None:
    assert load_failure_of(run, "tests/test_missing.py").missing == ("shop.stock",)
    assert load_failure_of(run, "tests/test_symbol.py").missing == ("shop.Refund",)


def test_a_module_that_the_plan_creates_is_no_longer_ambiguous(run: TestRun) -> None:
    known = settled(run, ["src/depot/rails.py"])
    assert file_reason(known, "tests/test_unknown.py") is Reason.MISSING


def test_declared_ids_are_those_of_the_source(run: TestRun) -> None:
    declared = run.declared["tests/test_kinds.py"]
    assert "tests/test_kinds.py::TestGroup::test_each" in declared
    assert "tests/test_kinds.py::OldStyle::test_equal" in declared
    assert unreported(run, "tests/test_kinds.py") == ()
    assert unreported(run, "tests/test_missing.py") == ("tests/test_missing.py::test_a",)


def once(tmp_path: Path, files: dict[str, str], **options: object) -> TestRun:
    root = write(tmp_path / "project", files)
    requested = [file for file in files if file.startswith("test_")]
    return observe("pytest", root, requested, tmp_path / "scratch", {"timeout": 60, **options})


def test_leaving_early_with_success_proves_nothing(tmp_path: Path) -> None:
    run = once(tmp_path, {"test_a.py": "import os\n\ndef test_a():\n    os._exit(0)\n"})
    assert run.exit_code == 0
    assert run.trouble_reason is Reason.CRASH
    assert file_reason(run, "test_a.py") is Reason.CRASH
    assert case_of(run, "test_a").reason is Reason.CRASH


def test_time_out_names_the_test_that_hung(tmp_path: Path) -> None:
    text = "import time\n\ndef test_a():\n    time.sleep(60)\n"
    run = once(tmp_path, {"test_a.py": text}, timeout=2)
    assert run.trouble_reason is Reason.TIMEOUT
    assert case_of(run, "test_a").reason is Reason.TIMEOUT


def test_conftest_that_lacks_the_product_counts_for_every_file(tmp_path: Path) -> None:
    run = once(
        tmp_path,
        {
            "conftest.py": "from shop.app import create\n",
            "shop/__init__.py": "",
            "test_a.py": "def test_a(client):\n    assert client\n",
        },
    )
    failure = load_failure_of(run, "test_a.py")
    assert (failure.reason, failure.missing) == (Reason.MISSING, ("shop.app",))
    assert run.trouble == ""


def test_conftest_with_a_mistake_is_no_red(tmp_path: Path) -> None:
    run = once(tmp_path, {"conftest.py": "nonsense\n", "test_a.py": "def test_a():\n    pass\n"})
    assert file_reason(run, "test_a.py") is Reason.LOAD


def test_a_result_that_a_hook_has_changed_is_no_pass(tmp_path: Path) -> None:
    hook = """
        import pytest

        @pytest.hookimpl(hookwrapper=True)
        def pytest_runtest_makereport():
            outcome = yield
            outcome.get_result().outcome = "passed"
    """
    run = once(
        tmp_path, {"conftest.py": hook, "test_a.py": "def test_a():\n    assert [] == [1]\n"}
    )
    assert case_of(run, "test_a").result is Result.FAILED


def test_deselected_tests_are_seen(tmp_path: Path) -> None:
    run = once(
        tmp_path,
        {
            "pytest.ini": "[pytest]\naddopts = -k one\n",
            "test_a.py": "def test_one():\n    pass\n\ndef test_two():\n    pass\n",
        },
    )
    assert case_of(run, "test_two").result is Result.SKIPPED
    assert case_of(run, "test_one").result is Result.PASSED


def test_code_from_another_checkout_is_refused(tmp_path: Path) -> None:
    main = write(tmp_path / "main", {"src/shop/__init__.py": "TOTAL = 3\n", ".git/HEAD": ""})
    linked = {
        ".git": f"gitdir: {main}/.git/worktrees/slot\n",
        "test_a.py": """
            import sys
            sys.path.append("MAIN/src")
            import shop

            def test_a():
                assert shop.TOTAL == 3
        """.replace("MAIN", str(main)),
    }
    run = once(tmp_path, linked)
    assert run.trouble_reason is Reason.ENVIRONMENT
    assert str(main) in run.trouble


def test_workers_of_xdist_report_the_same(tmp_path: Path) -> None:
    files = {
        "shop.py": "def place():\n    raise NotImplementedError\n",
        "test_a.py": "import shop\n\ndef test_a():\n    shop.place()\n\ndef test_b():\n    pass\n",
        "test_b.py": "import shop.stock\n",
    }
    run = once(tmp_path, files, args=["-n", "1"])
    assert run.trouble == ""
    assert case_of(run, "test_a.py::test_a").reason is Reason.NOT_IMPLEMENTED
    assert case_of(run, "test_a.py::test_b").result is Result.PASSED
    assert load_failure_of(run, "test_b.py").missing == ("shop.stock",)


def test_src_layout_without_installation(tmp_path: Path) -> None:
    files = {
        "src/shop/__init__.py": "TOTAL = 3\n",
        "test_a.py": "import shop\n\ndef test_a():\n    assert shop.TOTAL == 3\n",
    }
    assert file_reason(once(tmp_path, files), "test_a.py") is None


def test_whole_suite_leaves_out_what_is_known_to_be_red(tmp_path: Path) -> None:
    files = {"tests/test_a.py": "def test_a():\n    pass\n", "tests/test_red.py": "nonsense\n"}
    root = write(tmp_path, files)
    hidden = pytest_toolchain.test_request(root, (), tmp_path, {}, hide=["tests/test_red.py"])
    assert "--ignore=tests/test_red.py" in hidden.argv


def test_an_interpreter_without_pytest_is_named(tmp_path: Path) -> None:
    write(tmp_path, {".venv/bin/python": "", ".venv/pyvenv.cfg": "home = /usr/bin\n"})
    (tmp_path / ".venv/lib/python3.11/site-packages").mkdir(parents=True)
    message = pytest_toolchain.missing(tmp_path, {})
    assert message is not None
    assert ".venv/bin/python" in message
    assert pytest_toolchain.missing(tmp_path, {"python": sys.executable}) is None


def test_no_report_at_all(tmp_path: Path) -> None:
    root = write(
        tmp_path, {"pytest.ini": "[pytest]\naddopts = --no-such-option\n", "test_a.py": ""}
    )
    run = observe("pytest", root, ["test_a.py"], tmp_path / "scratch")
    assert run.trouble_reason in (Reason.ENVIRONMENT, Reason.CRASH)
    assert "--no-such-option" in run.trouble


def test_a_root_behind_a_symbolic_link(tmp_path: Path) -> None:
    files = {"test_a.py": "def test_a():\n    assert True\n"}
    real = write(tmp_path / "real", files)
    (tmp_path / "link").symlink_to(real)
    run = observe("pytest", tmp_path / "link", ["test_a.py"], tmp_path / "scratch")
    assert run.ids(Result.PASSED) == {"test_a.py::test_a"}


def test_what_runs_the_tests_must_not_be_replaced(tmp_path: Path) -> None:
    replaces = "from _pytest import python\n\npython.Function.runtest = lambda self: None\n"
    run = once(
        tmp_path,
        {"shop.py": replaces, "test_a.py": "import shop\n\ndef test_a():\n    assert False\n"},
    )
    assert run.trouble_reason is Reason.CRASH
    assert run.trouble.endswith("was replaced: _pytest.python.Function.runtest")


def test_bytecode_of_another_program_is_not_taken(tmp_path: Path) -> None:
    """Neither a product's nor, as pytest keeps it, a test's."""
    files = {"shop.py": "A = 1\n", "test_a.py": "import shop\n\ndef test_a():\n    assert shop.A\n"}
    root = write(tmp_path / "project", files)
    caching = {**os.environ, "PYTHONDONTWRITEBYTECODE": ""}
    subprocess.run([sys.executable, "-m", "pytest", "-q"], cwd=root, env=caching, check=True)
    kept = {path: path.stat() for path in (root / "shop.py", root / "test_a.py")}
    assert len(list((root / "__pycache__").iterdir())) >= len(kept)
    write(root, {"shop.py": "A = 0\n", "test_a.py": files["test_a.py"].replace(".A", ".B")})
    for path, about in kept.items():
        os.utime(path, ns=(about.st_atime_ns, about.st_mtime_ns))
    run = observe("pytest", root, ["test_a.py"], tmp_path / "scratch", {"timeout": 60})
    assert case_of(run, "test_a").missing == ("shop.B",)


def test_a_test_is_not_told_that_it_is_one(tmp_path: Path) -> None:
    text = """
        import os
        import sys

        def test_a():
            assert not [name for name in os.environ if name.startswith("PYTEST_C")]
            assert sys.argv == [""]

        def test_b():
            assert "PYTEST_CURRENT_TEST" not in os.environ
    """
    assert not once(tmp_path, {"test_a.py": text}).ids(Result.FAILED)
