"""Toolchains whose tools are not at hand: what the real tool wrote, on the files that it ran.

`{root}` in a recording stands for the project's directory. The TRX report of dotnet is written
after its documentation, not recorded.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from sddtasks.model.evidence import Reason
from sddtasks.model.evidence import Result
from sddtasks.model.evidence import TestRun
from sddtasks.model.evidence import file_reason
from sddtasks.model.evidence import unreported
from sddtasks.model.process import Outcome
from sddtasks.toolchains import dotnet
from sddtasks.toolchains import phpunit
from sddtasks.toolchains import rspec
from tests.toolchains.live import case_of
from tests.toolchains.live import load_failure_of
from tests.toolchains.live import write

RECORDED = Path(__file__).with_name("recorded")
KINDS_SPEC = "spec/kinds_spec.rb"
KINDS_TEST = "tests/KindsTest.php"


def project(tool: str, tmp_path: Path) -> Path:
    return Path(shutil.copytree(RECORDED / tool, tmp_path / tool))


def recording(name: str, root: Path) -> str:
    return (RECORDED / name).read_text(encoding="utf-8").replace("{root}", str(root))


def ruby(name: str, tmp_path: Path) -> TestRun:
    root = project("rspec", tmp_path)
    text = recording(f"rspec-{name}.json", root)
    outcome = Outcome(("rspec",), 1, reports={tmp_path / rspec.REPORT: text})
    return rspec.read(outcome, root, [f"spec/{name}_spec.rb"])


def php(name: str, tmp_path: Path) -> TestRun:
    root = project("phpunit", tmp_path)
    file = f"tests/{name}Test.php"
    if name == "Kinds":
        text = recording("phpunit-kinds.xml", root)
        return phpunit.read(
            Outcome(("phpunit",), 2, reports={tmp_path / phpunit.REPORT: text}), root, [file]
        )
    said = recording(f"phpunit-{name.lower()}.txt", root)
    return phpunit.read(Outcome(("phpunit",), 255, errors=said), root, [file])


@pytest.mark.parametrize(
    ("position", "result", "reason"),
    [
        ("1:1", Result.FAILED, Reason.ASSERTION),
        ("1:2", Result.FAILED, Reason.NOT_IMPLEMENTED),
        ("1:3", Result.FAILED, Reason.AMBIGUOUS),
        ("1:4", Result.FAILED, Reason.MISSING),
        ("1:5", Result.FAILED, Reason.AMBIGUOUS),
        ("1:6", Result.FAILED, Reason.MISSING),
        ("1:7", Result.FAILED, Reason.AMBIGUOUS),
        ("1:8", Result.FAILED, Reason.PLACEHOLDER),
        ("1:9", Result.FAILED, Reason.PLACEHOLDER),
        ("1:10", Result.SKIPPED, None),
        ("1:11", Result.SKIPPED, None),
        ("1:12", Result.PASSED, None),
        ("1:13", Result.FAILED, Reason.ENVIRONMENT),
        ("1:14:1", Result.FAILED, Reason.ENVIRONMENT),
    ],
)
def test_rspec(tmp_path: Path, position: str, result: Result, reason: Reason | None) -> None:
    case = case_of(ruby("kinds", tmp_path), f"{KINDS_SPEC}[{position}]")
    assert (case.file, case.result, case.reason) == (KINDS_SPEC, result, reason)


@pytest.mark.parametrize(
    ("name", "reason", "missing"),
    [
        ("missing", Reason.MISSING, ("lib/stock",)),
        ("constant", Reason.MISSING, ("Refund",)),
        ("syntax", Reason.SYNTAX, ()),
    ],
)
def test_rspec_file_that_cannot_be_loaded(
    tmp_path: Path, name: str, reason: Reason, missing: tuple[str, ...]
) -> None:
    failure = load_failure_of(ruby(name, tmp_path), f"spec/{name}_spec.rb")
    assert (failure.reason, failure.missing) == (reason, missing)


def test_rspec_names_what_is_missing_and_what_was_declared(tmp_path: Path) -> None:
    run = ruby("kinds", tmp_path)
    assert case_of(run, "[1:4]").missing == ("cancel",)
    assert case_of(run, "[1:6]").missing == ("Refund",)
    assert unreported(run, KINDS_SPEC) == ()


def test_rspec_that_leaves_early_with_success(tmp_path: Path) -> None:
    run = rspec.read(Outcome(("rspec",), 0), project("rspec", tmp_path), [KINDS_SPEC])
    assert file_reason(run, KINDS_SPEC) is Reason.CRASH


@pytest.mark.parametrize(
    ("test", "result", "reason"),
    [
        ("testAsserts", Result.FAILED, Reason.ASSERTION),
        ("testStub", Result.FAILED, Reason.NOT_IMPLEMENTED),
        ("testParses", Result.FAILED, Reason.AMBIGUOUS),
        ("testCancels", Result.FAILED, Reason.MISSING),
        ("testFinds", Result.FAILED, Reason.AMBIGUOUS),
        ("testClass", Result.FAILED, Reason.MISSING),
        ("testArguments", Result.FAILED, Reason.MISSING),
        ("testAlways", Result.FAILED, Reason.PLACEHOLDER),
        ("testNever", Result.FAILED, Reason.PLACEHOLDER),
        ("testSkipped", Result.SKIPPED, None),
        ("testIncomplete", Result.SKIPPED, None),
        ("testRisky", Result.SKIPPED, None),
        ("testPasses", Result.PASSED, None),
        ('testRows with data set "two"', Result.PASSED, None),
        ("testRows with data set #0", Result.FAILED, Reason.ASSERTION),
    ],
)
def test_phpunit(tmp_path: Path, test: str, result: Result, reason: Reason | None) -> None:
    case = case_of(php("Kinds", tmp_path), f"{KINDS_TEST}::{test}")
    assert (case.file, case.result, case.reason) == (KINDS_TEST, result, reason)


def test_phpunit_names_what_is_missing_and_what_was_declared(tmp_path: Path) -> None:
    run = php("Kinds", tmp_path)
    assert case_of(run, "testCancels").missing == ("App\\Order::cancel",)
    assert unreported(run, KINDS_TEST) == ()


def test_phpunit_file_that_cannot_be_loaded(tmp_path: Path) -> None:
    missing = load_failure_of(php("Missing", tmp_path / "a"), "tests/MissingTest.php")
    assert (missing.reason, missing.missing) == (Reason.MISSING, ("src/Stock.php",))
    syntax = load_failure_of(php("Syntax", tmp_path / "b"), "tests/SyntaxTest.php")
    assert syntax.reason is Reason.SYNTAX


def test_phpunit_runs_several_files_by_their_classes(tmp_path: Path) -> None:
    root = project("phpunit", tmp_path)
    files = [KINDS_TEST, "tests/MissingTest.php"]
    command = phpunit.test_request(root, files, tmp_path, {}).argv
    assert command[command.index("--filter") + 1] == "/^(.*\\\\)?(KindsTest|MissingTest)::/"
    assert phpunit.test_request(root, files[:1], tmp_path, {}).argv[-1] == KINDS_TEST


TRX = """<?xml version="1.0" encoding="utf-8"?>
<TestRun xmlns="http://microsoft.com/schemas/VisualStudio/TeamTest/2010">
  <Results>
    <UnitTestResult testId="1" testName="Acme.OrderTests.Passes" outcome="Passed" />
    <UnitTestResult testId="2" testName="Acme.OrderTests.Asserts" outcome="Failed">
      <Output><ErrorInfo>
        <Message>Assert.Equal() Failure: Values differ</Message>
        <StackTrace>at Acme.OrderTests.Asserts() in {root}/tests/OrderTests.cs:line 9</StackTrace>
      </ErrorInfo></Output>
    </UnitTestResult>
    <UnitTestResult testId="3" testName="Acme.OrderTests.Stub" outcome="Failed">
      <Output><ErrorInfo>
        <Message>System.NotImplementedException : The method is not implemented.</Message>
        <StackTrace>   at Acme.Order.Total() in {root}/src/Order.cs:line 3
   at Acme.OrderTests.Stub() in {root}/tests/OrderTests.cs:line 12</StackTrace>
      </ErrorInfo></Output>
    </UnitTestResult>
    <UnitTestResult testId="4" testName="Acme.OrderTests.Always" outcome="Failed">
      <Output><ErrorInfo>
        <Message>later</Message>
        <StackTrace>at Acme.OrderTests.Always() in {root}/tests/OrderTests.cs:line 15</StackTrace>
      </ErrorInfo></Output>
    </UnitTestResult>
    <UnitTestResult testId="5" testName="Acme.OrderTests.LeftOut" outcome="NotExecuted" />
  </Results>
  <TestDefinitions>
    <UnitTest id="1"><TestMethod className="Acme.OrderTests" name="Passes" /></UnitTest>
    <UnitTest id="2"><TestMethod className="Acme.OrderTests" name="Asserts" /></UnitTest>
    <UnitTest id="3"><TestMethod className="Acme.OrderTests" name="Stub" /></UnitTest>
    <UnitTest id="4"><TestMethod className="Acme.OrderTests" name="Always" /></UnitTest>
    <UnitTest id="5"><TestMethod className="Acme.OrderTests" name="LeftOut" /></UnitTest>
  </TestDefinitions>
</TestRun>
"""
ORDER_TESTS = "tests/OrderTests.cs"
CSHARP = {
    "acme.sln": "",
    "src/Order.cs": "namespace Acme;\n\npublic class Order {}\n",
    ORDER_TESTS: """
        namespace Acme;

        public class OrderTests
        {
            [Fact] public void Passes() {}
            [Fact] public void LeftOut() {}

            [Fact]
            public void Asserts() { Assert.Equal(2, new Order().Total()); }

            [Fact]
            public void Stub() { new Order().Total(); }

            [Fact]
            public void Always() { Assert.Fail("later"); }
        }
    """,
}


@pytest.mark.parametrize(
    ("test", "result", "reason"),
    [
        ("Passes", Result.PASSED, None),
        ("LeftOut", Result.SKIPPED, None),
        ("Asserts", Result.FAILED, Reason.ASSERTION),
        ("Stub", Result.FAILED, Reason.NOT_IMPLEMENTED),
        ("Always", Result.FAILED, Reason.PLACEHOLDER),
    ],
)
def test_dotnet(tmp_path: Path, test: str, result: Result, reason: Reason | None) -> None:
    root = write(tmp_path, CSHARP)
    report = TRX.replace("{root}", str(root))
    outcome = Outcome(("dotnet",), 1, reports={tmp_path / dotnet.REPORT: report})
    run = dotnet.read(outcome, root, [ORDER_TESTS])
    case = case_of(run, f"{ORDER_TESTS}::{test}")
    assert (case.result, case.reason) == (result, reason)
    assert unreported(run, ORDER_TESTS) == ()


@pytest.mark.parametrize(
    ("code", "text", "reason"),
    [
        ("CS0246", "The type or namespace name 'Refund' could not be found", Reason.MISSING),
        ("CS1061", "'Order' does not contain a definition for 'Cancel'", Reason.MISSING),
        ("CS0246", "The type or namespace name 'Xunit' could not be found", Reason.ENVIRONMENT),
        ("CS1002", "; expected", Reason.SYNTAX),
        ("CS0029", "Cannot implicitly convert type 'int' to 'string'", Reason.LOAD),
    ],
)
def test_dotnet_that_does_not_compile(tmp_path: Path, code: str, text: str, reason: Reason) -> None:
    other = {"tests/OtherTests.cs": "public class OtherTests { [Fact] public void A() {} }\n"}
    root = write(tmp_path, {**CSHARP, **other})
    said = f"{root}/{ORDER_TESTS}(9,29): error {code}: {text} [{root}/tests/tests.csproj]\n"
    run = dotnet.read(Outcome(("dotnet",), 1, said), root, [ORDER_TESTS, "tests/OtherTests.cs"])
    assert load_failure_of(run, ORDER_TESTS).reason is reason
    assert "not run" in load_failure_of(run, "tests/OtherTests.cs").message
