"""Any command line: JUnit, TAP, or nothing but an exit code; and CTest, which is built on CMake."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from sddtasks.model.evidence import Reason
from sddtasks.model.evidence import Result
from sddtasks.model.evidence import TestRun
from sddtasks.model.evidence import file_reason
from sddtasks.toolchains import command
from sddtasks.toolchains import junit
from sddtasks.toolchains import tap
from tests.toolchains.live import case_of
from tests.toolchains.live import load_failure_of
from tests.toolchains.live import need
from tests.toolchains.live import observe
from tests.toolchains.live import write

JUNIT = """<testsuites>
<testsuite file="tests/a_test.sh">
  <testcase name="one" classname="a"/>
  <testcase name="two" classname="a"><failure type="AssertionError" message="2 != 3"/></testcase>
  <testcase name="three" classname="a"><skipped/></testcase>
</testsuite>
<testcase name="alone" classname="b_test"><error message="undefined reference to stock"/></testcase>
</testsuites>
"""
TAP = """TAP version 13
1..5
ok 1 - adds
not ok 2 - subtracts
  ---
  message: function total is not implemented
  ...
ok 3 - divides # SKIP later
not ok 4 - multiplies # TODO one day
"""


def run_script(tmp_path: Path, script: str, *words: str, **options: object) -> TestRun:
    files = {"run.py": script, "tests/a_test.sh": "", "tests/b_test.sh": ""}
    root = write(tmp_path / "project", files)
    line = [sys.executable, "run.py", *words]
    requested = ["tests/a_test.sh", "tests/b_test.sh"]
    settings = {"command": line, "timeout": 30, **options}
    return observe("command", root, requested, tmp_path / "scratch", settings)


def test_a_junit_report_at_the_given_place(tmp_path: Path) -> None:
    script = f"import sys\nopen(sys.argv[1], 'w').write('''{JUNIT}''')\nsys.exit(1)\n"
    run = run_script(tmp_path, script, "{report}", "{files}")
    assert run.argv[-2:] == ("tests/a_test.sh", "tests/b_test.sh")
    assert not run.weak
    assert case_of(run, "a_test.sh::a::one").result is Result.PASSED
    assert case_of(run, "a_test.sh::a::two").reason is Reason.ASSERTION
    assert case_of(run, "a_test.sh::a::three").result is Result.SKIPPED
    alone = case_of(run, "::alone")
    assert (alone.file, alone.reason) == ("tests/b_test.sh", Reason.MISSING)


def test_a_junit_report_of_the_tools_own(tmp_path: Path) -> None:
    script = f"import sys\nopen('out.xml', 'w').write('''{JUNIT}''')\nsys.exit(1)\n"
    assert len(run_script(tmp_path, script, report="out.xml").cases) == 4


def test_an_old_report_is_not_believed(tmp_path: Path) -> None:
    write(tmp_path / "project", {"out.xml": JUNIT})
    run = run_script(tmp_path, "import sys\nsys.exit(1)\n", report="out.xml")
    assert run.weak


def test_tap_on_standard_output(tmp_path: Path) -> None:
    run = run_script(tmp_path, f"import sys\nprint('''{TAP}''')\nsys.exit(1)\n")
    assert [(case.result, case.reason) for case in run.cases] == [
        (Result.PASSED, None),
        (Result.FAILED, Reason.NOT_IMPLEMENTED),
        (Result.SKIPPED, None),
        (Result.SKIPPED, None),
        (Result.FAILED, Reason.ASSERTION),
    ]
    assert "did not run" in run.cases[-1].message


@pytest.mark.parametrize(
    ("script", "result", "reason"),
    [
        ("print('fine')", Result.PASSED, None),
        ("import sys; sys.exit('expected 3, got 4')", Result.FAILED, Reason.ASSERTION),
        ("import sys; sys.exit('undefined symbol: total')", Result.FAILED, Reason.MISSING),
        ("import sys; sys.exit('syntax error near line 3')", Result.FAILED, Reason.SYNTAX),
    ],
)
def test_an_exit_code_alone_is_weak_evidence(
    tmp_path: Path, script: str, result: Result, reason: Reason | None
) -> None:
    run = run_script(tmp_path, script)
    assert run.weak
    assert [(case.result, case.reason) for case in run.cases] == [(result, reason)] * 2


def test_a_command_that_is_not_there(tmp_path: Path) -> None:
    options = {"command": "no-such-program {files}"}
    run = observe("command", tmp_path, ["a_test.sh"], tmp_path / "scratch", options)
    assert run.trouble_reason is Reason.ENVIRONMENT
    assert "no-such-program" in (command.missing(tmp_path, options) or "")
    assert "command" in (command.missing(tmp_path, {}) or "")


def test_the_shell_says_that_it_found_nothing(tmp_path: Path) -> None:
    run = run_script(tmp_path, "import sys; sys.exit(127)")
    assert run.trouble_reason is Reason.ENVIRONMENT


def test_a_report_that_contradicts_the_exit_code(tmp_path: Path) -> None:
    script = f"open('out.xml', 'w').write('''{JUNIT}''')\n"
    assert run_script(tmp_path, script, report="out.xml").trouble_reason is Reason.CRASH


def test_a_build_command(tmp_path: Path) -> None:
    assert command.build_request(tmp_path, tmp_path, {}) is None
    request = command.build_request(tmp_path, tmp_path, {"build": "make all"})
    assert request is not None
    assert request.argv == ("make", "all")


@pytest.mark.parametrize("report", ["", "no xml", "<testsuites/>"])
def test_junit_without_cases(report: str) -> None:
    assert junit.cases(report) == ()


def test_tap_subtests_do_not_count_twice() -> None:
    output = "1..1\n# Subtest: group\n    ok 1 - inner\n    1..1\nnot ok 1 - group\n"
    assert [(case.name, case.result) for case in tap.cases(output)] == [("group", Result.FAILED)]


CMAKE = {
    "CMakeLists.txt": """
        cmake_minimum_required(VERSION 3.21)
        project(shop C)
        enable_testing()
        add_library(shop src/shop.c)
        target_include_directories(shop PUBLIC src)
        file(GLOB tests CONFIGURE_DEPENDS tests/test_*.c)
        foreach(file ${tests})
          get_filename_component(name ${file} NAME_WE)
          add_executable(${name} ${file})
          target_link_libraries(${name} shop)
          add_test(NAME ${name} COMMAND ${name})
        endforeach()
    """,
    "src/shop.h": "int total(int number);\nint refund(int number);\n",
    "src/shop.c": '#include "shop.h"\nint total(int number) { return number; }\n',
    "tests/test_green.c": '#include "shop.h"\nint main(void) { return total(0); }\n',
    "tests/test_red.c": "#include <assert.h>\n"
    '#include "shop.h"\nint main(void) { assert(total(1) == 2); return 0; }\n',
    "tests/test_link.c": '#include "shop.h"\nint main(void) { return refund(0); }\n',
    "tests/test_header.c": '#include "stock.h"\nint main(void) { return 0; }\n',
    "tests/test_library.c": "#include <cmocka.h>\nint main(void) { return 0; }\n",
    "tests/test_syntax.c": "int main(void) { return 0 }\n",
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> TestRun:
    root = write(tmp_path_factory.mktemp("cmake"), CMAKE)
    need("ctest", root)
    files = [file for file in CMAKE if file.startswith("tests/")]
    return observe("ctest", root, files, tmp_path_factory.mktemp("scratch"))


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("green", None),
        ("red", Reason.ASSERTION),
        ("link", Reason.MISSING),
        ("header", Reason.MISSING),
        ("library", Reason.ENVIRONMENT),
        ("syntax", Reason.SYNTAX),
    ],
)
def test_ctest(built: TestRun, name: str, reason: Reason | None) -> None:
    assert file_reason(built, f"tests/test_{name}.c") is reason


def test_ctest_names_what_is_missing(built: TestRun) -> None:
    assert load_failure_of(built, "tests/test_link.c").missing == ("refund",)
    assert load_failure_of(built, "tests/test_header.c").missing == ("stock.h",)
