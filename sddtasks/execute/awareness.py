"""Code that knows too much: a product of its tests, a test of the work that is done by it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from collections.abc import Sequence
from pathlib import PurePosixPath

_COMMENT = re.compile(r"^\s*(?://|#(?!\[)|\*\s)")
_RUNNER = re.compile(
    r"PYTEST_(?:CURRENT_TEST|VERSION|XDIST)|JEST_WORKER_ID|VITEST_WORKER_ID|process\.env\.VITEST\b"
    r"|NODE_TEST_CONTEXT|\bNEXTEST\b|CARGO_BIN_EXE_|RSPEC_|PHPUNIT_|SDDTASKS_|SDD_PROBE"
    r"|\b_pytest\b|\bsdd_(?:probe|observe)\b|[\"'](?:pytest|unittest)[\"']\s+in\s+"
    r"|^\s*(?:import|from)\s+(?:pytest|unittest|nose)\b|(?:from|require\()\s*[\"'](?:node:test"
    r"|vitest|mocha|@jest/\w+)[\"']|typeof\s+(?:jest|vitest|describe|vi)\b"
    r"|\btesting\.Testing\(\)|flag\.Lookup\(\s*\"test\.|getenv\([\"']CTEST"
    r"|\bcfg!\(\s*test\s*\)|#\[cfg\(not\(test\)\)\]"
    r"|\benv::var(?:_os)?\(\s*\"(?:CARGO|RUST_TEST)\w*\"\s*\)\.is_"
    r"|[\"'`].*(?:\btest result: |\btest \S+ \.\.\. |--- PASS|=== RUN|\bTAP version \d|# pass \d)"
)
_TAMPERS = re.compile(
    r"\bassert(?:\.\w+|\[[^\]]+\])+\s*=[^=]|\bObject\.(?:assign|define\w+)\(\s*assert\b|gc\.get_objects|\.__code__\s*=|/proc/self/(?:environ|cmdline)"
    r"|\bsyscall\.Exit\b|\blibc::_?exit\b"
    r"|\bsys\.modules\s*\[[^\]]+\]\s*=|\b__builtins__\b|\bbuiltins\.\w+\s*=[^=]"
    r"|\bsys\.(?:meta_path|path_hooks|settrace|setprofile|monitoring)\b|\bdef pytest_\w+"
    r"|gc\.get_ref|\bco_consts\b|\bf_trace\w*\b"
    r"|\b(?:exec|eval)\(.*(?:decode|decompress|fromhex|marshal)"
)
_LOOKS_AROUND = re.compile(
    r"_getframe|f_back|inspect\.(?:stack|currentframe)|extract_stack|\.stack\b|runtime\.Callers?\b"
    r"|sys\.argv|process\.argv|execArgv|os\.Args|sys\.modules|\bcurrent_exe\b|env::args"
    r"|\bimport __main__"
)
_PEEKS = re.compile(r"\bf_locals\b|\blinecache\b|\bgetsource")
_READS = re.compile(r"\bopen\(|[Rr]ead\w*\(|joinpath|\bPath\(|\bload\w*\(|include_str!")
_TESTS = re.compile(
    r"[\"'`/](?:tests?/|test_|__tests__)|[\"'`\w/](?:_test|\.test|\.spec)\.\w+[\"'`]|[\"'`][.\-_]*test"
    r"(?:s|\.v)?[\"'`]|[\"'`]/?deps/|(?i:pytest|unittest|jest|mocha|vitest)"
)
_OF_THE_WORK = re.compile(
    r"\.sdd\b|SDDTASKS_|SDD_(?:PROBE|TASK)|\.implementation-(?:state|completed)|PYTEST_CURRENT_TEST"
    r"|\bgetsource(?:lines|file)?\("
)
_ASKS_GIT = re.compile(
    r"\bgit\b[\"', ]+(?:log|status|show|diff|rev-parse|rev-list|ls-files|cat-file|branch)\b"
)
_AT_SOME_TIME = re.compile(
    r"\btime\.time(?:_ns)?\(\)\s*[<>]=?\s*[\d_.]+"
    r"|\b(?:now|today|utcnow)\([^()]*\)(?:\.\w+(?:\(\))?)?\s*[<>]=?\s*(?:\w+\.)?(?:date\w*\(|\d|[\"'])"
    r"|\bDate\.now\(\)\s*[<>]=?\s*[\d_]+|\btime\.Now\(\)\.(?:After|Before)\(time\.(?:Date|Unix)"
)
_UNTIL = re.compile(
    r"\btime\.time(?:_ns)?\(\)\s*[<>]=?\s*\d[\d_.]{8,}|\b(?:now|today)\([^()]*\)\s*[<>]=?\s*(?:\w+\.)?date\w*\(\d"
    r"|\bDate\.now\(\)\s*[<>]=?\s*\d[\d_]{8,}"
)
_LOOKS_FOR = re.compile(
    r"exists\(|is_file\(|isfile\(|\bstat\(|read_(?:text|bytes)\(|\bopen\(|glob\("
)
_CODING = re.compile(r"(?m)^#.*?coding[:=]\s*(?!utf-?8\b|latin|iso|cp|ascii|us-ascii)([-\w]+)")
_EQUALS_ALL = re.compile(
    r"def __eq__\([^)]*\)[^:]*:\s*return True\b|\bfn eq\([^)]*\)\s*->\s*bool\s*\{\s*true\s*\}"
    r"|\b(?:[Ee]quals?)\([^)]*\)\s*(?:bool\s*)?\{\s*return true\b"
)
_IN_TEST_BUILDS = re.compile(r"\bif\s+!?cfg!\(\s*debug_assertions\s*\)\s*\{\s*return\b[^}]*\}")


def of_tests(added: Sequence[str]) -> list[str]:
    """New lines that ask whether, or by what, the product is being tested, or meddle with it."""
    code = [line for line in added if not _COMMENT.match(line)]
    looks_around = any(_LOOKS_AROUND.search(line) for line in code)
    found = [
        line.strip()
        for line in code
        if _RUNNER.search(line)
        or _TAMPERS.search(line)
        or _UNTIL.search(line)
        or (looks_around and _PEEKS.search(line))
        or (_TESTS.search(line) and (looks_around or _READS.search(line)))
    ]
    found += [f"is written in {name}" for name in _CODING.findall("\n".join(added[:2]))]
    whole = "\n".join(code)
    for pattern in (_EQUALS_ALL, _IN_TEST_BUILDS):
        found += [" ".join(match.split()) for match in pattern.findall(whole)]
    return list(dict.fromkeys(found))


def of_work(text: str, planned: Iterable[str]) -> list[str]:
    """Lines of a test that ask how far the work has come, or that replace what it should test.

    A test that makes a repository of its own may ask git about that.
    """
    programs = {path for path in planned if PurePosixPath(path).suffix == ".py"}
    modules = {path.removesuffix(".py").replace("/", ".").removeprefix("src.") for path in programs}
    asks_git = not re.search(r"[\"' ]init\b", text)
    return [
        line.strip()
        for line in text.splitlines()
        if not _COMMENT.match(line)
        and (
            _OF_THE_WORK.search(line)
            or ("tasks.md" in line and "specs" in line)
            or _AT_SOME_TIME.search(line)
            or (asks_git and _ASKS_GIT.search(line))
            or (_LOOKS_FOR.search(line) and any(path in line for path in programs))
            or ("sys.modules" in line and any(_quoted(name, line) for name in modules))
        )
    ]


def _quoted(name: str, line: str) -> bool:
    return f'"{name}"' in line or f"'{name}'" in line
