"""Maven for real, with the plugins' versions pinned; recorded output of javac for the rest."""

from __future__ import annotations

from pathlib import Path

import pytest

from sddtasks.model.evidence import Reason
from sddtasks.model.evidence import Result
from sddtasks.model.evidence import TestRun
from sddtasks.model.evidence import file_reason
from sddtasks.model.evidence import unreported
from sddtasks.model.ports import Options
from sddtasks.model.process import Outcome
from sddtasks.toolchains import gradle
from sddtasks.toolchains import maven
from tests.toolchains.live import case_of
from tests.toolchains.live import load_failure_of
from tests.toolchains.live import need
from tests.toolchains.live import observe
from tests.toolchains.live import unavailable
from tests.toolchains.live import write

PLUGINS = {"resources": "3.3.1", "compiler": "3.13.0", "surefire": "3.2.5"}
POM = """
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>com.acme</groupId>
  <artifactId>shop</artifactId>
  <version>1</version>
  <properties>
    <maven.compiler.release>17</maven.compiler.release>
    <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
  </properties>
  <dependencies>
    <dependency>
      <groupId>org.junit.jupiter</groupId>
      <artifactId>junit-jupiter</artifactId>
      <version>5.10.2</version>
      <scope>test</scope>
    </dependency>
  </dependencies>
  <build><plugins>PLUGINS</plugins></build>
</project>
""".replace(
    "PLUGINS",
    "".join(
        f"<plugin><artifactId>maven-{name}-plugin</artifactId><version>{version}</version></plugin>"
        for name, version in PLUGINS.items()
    ),
)
TESTS = "src/test/java/com/acme"
KINDS = f"{TESTS}/KindsTest.java"
FILES = {
    "pom.xml": POM,
    "src/main/java/com/acme/Shop.java": """
        package com.acme;

        public class Shop {
            public int total(int number) { return number; }
            public int refund() { throw new UnsupportedOperationException("not implemented"); }
            public int parse(String text) { return Integer.parseInt(text); }
            public String find() { return null; }
        }
    """,
    KINDS: """
        package com.acme;

        import static org.junit.jupiter.api.Assertions.*;

        import org.junit.jupiter.api.*;
        import org.junit.jupiter.params.ParameterizedTest;
        import org.junit.jupiter.params.provider.ValueSource;

        class KindsTest {
            @Test void asserts() { assertEquals(2, new Shop().total(1)); }
            @Test void stub() { new Shop().refund(); }
            @Test void productThrows() { new Shop().parse("x"); }
            @Test void nothing() { new Shop().find().length(); }
            @Test void always() { fail("later"); }
            @Test void literal() { assertTrue(false); }
            @Test void throwsItself() { throw new IllegalStateException("todo"); }
            @Test @Disabled void leftOut() {}
            @Test void passes() {}
            @Test @Timeout(1) void late() throws Exception { Thread.sleep(60000); }
            @ParameterizedTest @ValueSource(ints = {1, 2}) void rows(int number) {
                assertEquals(1, new Shop().total(number));
            }
            @Nested class Inner {
                @BeforeEach void prepare() { throw new IllegalStateException("no database"); }
                @Test void neverStarts() { assertEquals(2, new Shop().total(1)); }
            }
        }
    """,
}


@pytest.fixture(scope="module")
def options(real_home: Path) -> Options:
    repository = real_home / ".m2/repository"
    plugin = repository / "org/apache/maven/plugins/maven-surefire-plugin" / PLUGINS["surefire"]
    offline = ["-o"] if plugin.is_dir() else []
    return {"timeout": 100, "args": [f"-Dmaven.repo.local={repository}", *offline]}


@pytest.fixture(scope="module")
def run(options: Options, tmp_path_factory: pytest.TempPathFactory) -> TestRun:
    root = write(tmp_path_factory.mktemp("maven"), FILES)
    need("maven", root)
    run = observe("maven", root, [KINDS], tmp_path_factory.mktemp("scratch"), options)
    if run.trouble_reason is Reason.ENVIRONMENT:
        unavailable(run.trouble)
    return run


@pytest.mark.parametrize(
    ("test", "result", "reason"),
    [
        ("asserts", Result.FAILED, Reason.ASSERTION),
        ("stub", Result.FAILED, Reason.NOT_IMPLEMENTED),
        ("productThrows", Result.FAILED, Reason.AMBIGUOUS),
        ("nothing", Result.FAILED, Reason.AMBIGUOUS),
        ("always", Result.FAILED, Reason.PLACEHOLDER),
        ("literal", Result.FAILED, Reason.PLACEHOLDER),
        ("throwsItself", Result.FAILED, Reason.PLACEHOLDER),
        ("leftOut", Result.SKIPPED, None),
        ("passes", Result.PASSED, None),
        ("late", Result.FAILED, Reason.TIMEOUT),
        ("rows(int)[1]", Result.PASSED, None),
        ("rows(int)[2]", Result.FAILED, Reason.ASSERTION),
        ("Inner::neverStarts", Result.FAILED, Reason.ENVIRONMENT),
    ],
)
def test_each_state(run: TestRun, test: str, result: Result, reason: Reason | None) -> None:
    assert not run.trouble
    case = case_of(run, f"{KINDS}::{test}")
    assert (case.file, case.result, case.reason) == (KINDS, result, reason)


def test_declared_ids_are_those_of_the_run(run: TestRun) -> None:
    assert unreported(run, KINDS) == ()


SAID_BY_JAVAC = """\
[ERROR] COMPILATION ERROR :
[INFO] -------------------------------------------------------------
[ERROR] {root}/src/test/java/com/acme/OwnTest.java:[4,22] package com.acme.stock does not exist
[ERROR] {root}/src/test/java/com/acme/OwnTest.java:[6,55] cannot find symbol
  symbol:   method cancel(int)
  location: class com.acme.Shop
[ERROR] {root}/src/test/java/com/acme/OwnTest.java:[6,100] method total in class com.acme.Shop \
cannot be applied to given types;
  required: int
  found:    no arguments
[ERROR] {root}/src/test/java/com/acme/OwnTest.java:[6,150] cannot find symbol
  symbol:   class Refund
  location: class com.acme.OwnTest
[ERROR] {root}/src/test/java/com/acme/ForeignTest.java:[5,19] package org.nowhere does not exist
[ERROR] {root}/src/test/java/com/acme/HelperTest.java:[7,166] cannot find symbol
  symbol:   method helper()
  location: class com.acme.HelperTest
[ERROR] {root}/src/test/java/com/acme/TypesTest.java:[7,187] incompatible types: int cannot be \
converted to java.lang.String
[ERROR] {root}/src/test/java/com/acme/SyntaxTest.java:[2,28] illegal start of type
[INFO] 8 errors
"""
SAID_BY_GRADLE = """\
{root}/src/test/java/com/acme/OwnTest.java:4: error: package com.acme.stock does not exist
import com.acme.stock.Stock;
                     ^
{root}/src/test/java/com/acme/OwnTest.java:6: error: cannot find symbol
    @Test void a() {{ new Shop().cancel(1); }}
                               ^
  symbol:   method cancel(int)
  location: class Shop
"""


def compiled(root: Path) -> Path:
    names = ("Own", "Foreign", "Helper", "Types", "Syntax", "Innocent")
    tests = {
        f"{TESTS}/{name}Test.java": "package com.acme;\n\nimport com.acme.stock.Stock;\n\n"
        f"class {name}Test {{\n    @Test void a() {{}}\n}}\n"
        for name in names
    }
    return write(root, {**FILES, **tests})


@pytest.mark.parametrize(
    ("name", "reason", "missing"),
    [
        (
            "Own",
            Reason.MISSING,
            ("com.acme.stock", "com.acme.Shop.cancel", "com.acme.Shop.total", "com.acme.Refund"),
        ),
        ("Foreign", Reason.ENVIRONMENT, ()),
        ("Helper", Reason.LOAD, ()),
        ("Types", Reason.LOAD, ()),
        ("Syntax", Reason.SYNTAX, ()),
        ("Innocent", Reason.LOAD, ()),
    ],
)
def test_what_javac_says(
    tmp_path: Path, name: str, reason: Reason, missing: tuple[str, ...]
) -> None:
    root = compiled(tmp_path)
    file = f"{TESTS}/{name}Test.java"
    run = maven.read(Outcome(("mvn",), 1, SAID_BY_JAVAC.format(root=root)), root, [file])
    failure = load_failure_of(run, file)
    assert (failure.reason, failure.missing) == (reason, missing)
    assert run.declared[file] == (f"{file}::a",)


def test_whoever_could_not_run_is_named_in_a_suite(tmp_path: Path) -> None:
    root = compiled(tmp_path)
    run = maven.read(Outcome(("mvn",), 1, SAID_BY_JAVAC.format(root=root)), root, ())
    assert "not run" in load_failure_of(run, f"{TESTS}/InnocentTest.java").message
    assert file_reason(run, KINDS) is Reason.LOAD


def test_gradle_tells_the_same_in_other_words(tmp_path: Path) -> None:
    root = compiled(tmp_path)
    file = f"{TESTS}/OwnTest.java"
    outcome = Outcome(("gradle",), 1, errors=SAID_BY_GRADLE.format(root=root))
    failure = load_failure_of(gradle.read(outcome, root, [file]), file)
    assert failure.reason is Reason.MISSING
    assert failure.missing[0] == "com.acme.stock"


def test_gradle_runs_the_classes_of_each_module(tmp_path: Path) -> None:
    test = "package com.acme;\n\nclass ATest {}\n"
    root = write(
        tmp_path,
        {
            "settings.gradle": "include 'app'",
            "app/build.gradle": "",
            f"app/{TESTS}/ATest.java": test,
        },
    )
    request = gradle.test_request(root, [f"app/{TESTS}/ATest.java"], tmp_path, {})
    assert request.argv[-3:] == (":app:test", "--tests", "com.acme.ATest")
    assert request.reports == (root / "app/build/test-results/test/TEST-com.acme.ATest.xml",)
