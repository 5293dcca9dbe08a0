"""Which file names are those of tests."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from sddtasks.model.testnames import has_test_name
from sddtasks.model.testnames import is_support_name
from sddtasks.parser.filekinds import is_auxiliary
from sddtasks.toolchains import TOOLCHAINS

PRODUCT = (
    "src/latest.py src/contest.py src/attest.py src/spec.py src/testing.py src/testimony.py "
    "cmd/protest.go cmd/latest.go src/latest.ts src/spec.ts src/attest.tsx src/testbed.js "
    "src/contest.rs lib/contest.rb lib/spec.rb src/Latest.cs src/Contest.php src/contest.c "
    "src/main/java/Testimonial.java src/main/java/JobSpec.java src/main/java/AUDIT.java "
    "src/main/kotlin/ThingSpec.kt src/main/java/LoadTest.java src/greatest.scala bin/contest.sh"
).split()
TESTS = (
    "tests/test_latest.py src/latest_test.py pkg/protest_test.go src/contest.test.ts "
    "src/attest.spec.tsx src/attest-test.mjs spec/contest_spec.rb src/latest_test.rs "
    "src/test/java/LatestTest.java src/test/java/TestLatest.java src/test/java/LatestIT.java "
    "src/test/kotlin/LatestSpec.kt tests/ContestTests.cs tests/ContestTest.php src/latest_test.cpp "
    "scripts/test-latest.sh check/latest_test.sh src/LatestSpec.scala checks/latest.bats"
).split()


@pytest.mark.parametrize("path", PRODUCT)
def test_a_product_with_test_in_its_name(path: str) -> None:
    pure = PurePosixPath(path)
    assert [name for name, chain in TOOLCHAINS.items() if chain.is_test(pure)] == []
    assert not is_auxiliary(path)


@pytest.mark.parametrize("path", TESTS)
def test_a_test_of_such_a_product(path: str) -> None:
    assert has_test_name(path)
    assert is_auxiliary(path)


@pytest.mark.parametrize("name", ["conftest.py", "setupTests.ts", "spec_helper.rb"])
def test_what_a_runner_loads_before_the_tests(name: str) -> None:
    assert is_support_name(name)
    for place in ("", "tests/", "src/"):
        path = PurePosixPath(f"{place}{name}")
        assert [chain for chain in TOOLCHAINS.values() if chain.is_test(path)] == []
