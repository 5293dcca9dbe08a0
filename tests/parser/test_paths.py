"""Paths: which words are some, and what a text does with them."""

from __future__ import annotations

import pytest

from sddtasks.parser.bodies import uses_in_body
from sddtasks.parser.mentions import commands_in
from sddtasks.parser.paths import touched
from sddtasks.parser.paths import uses_in


@pytest.mark.parametrize(
    ("text", "paths"),
    [
        ("Create the model in src/models/user.py", ["src/models/user.py"]),
        ("Create `src/a.py`, `src/b.py` and src/c.py.", ["src/a.py", "src/b.py", "src/c.py"]),
        ("Add ./src/x.go:12 and tests/test_x.py::test_a", ["src/x.go", "tests/test_x.py"]),
        ("Create `src/{popup,services}/index.ts`", ["src/popup/index.ts", "src/services/index.ts"]),
        ("Create tests/{unit,integration}/", ["tests/unit/", "tests/integration/"]),
        ("Add app/(auth)/keys/[id]/page.tsx", ["app/(auth)/keys/[id]/page.tsx"]),
        ("Add scripts/bash/**/*.sh and .eslintrc.json", ["scripts/bash/**/*.sh", ".eslintrc.json"]),
        ("Create Dockerfile, Makefile and go.mod", ["Dockerfile", "Makefile", "go.mod"]),
        ("Add [the page](src/page.tsx)", ["src/page.tsx"]),
        ("Add [package.json](../../package.json)", ["package.json"]),
        ("Create /home/ada/app/src/a.py", ["/home/ada/app/src/a.py"]),
        ("Create `F:/stuff/a.py` and C:\\stuff\\b.py", ["F:/stuff/a.py", "C:/stuff/b.py"]),
        ("Write lib in packages/core/src", ["packages/core/src"]),
        ("在 `src/库存.py` 中添加", ["src/库存.py"]),
        ("在src/stock.py中添加", ["src/stock.py"]),
        ("Use `handlers.go`", ["handlers.go"]),
        ('Explain "error: a.md not found" in b.md', ["b.md"]),
        ("Update src/a.py so b.py is the only caller", ["src/a.py"]),
        ("Update src/a.py to reflect b.py", ["src/a.py"]),
        (
            "Update contracts/a.md and contracts/b.md if need be",
            ["contracts/a.md", "contracts/b.md"],
        ),
        ("Align `data-model.md` with the contracts", ["data-model.md"]),
        ("移除 `src/main.rs` 中默认注册的后端", ["src/main.rs"]),
        ("Add `.cache.json` and `tmp/x.log` to `.gitignore`", [".gitignore"]),
        ("Create src/cache.py and add it to .gitignore", ["src/cache.py", ".gitignore"]),
        ("Create `src/a.py` at `/home/ada/app/src/a.py`", ["src/a.py"]),
        ("Write `~/.shop/history` in src/history.py", ["src/history.py"]),
        ("結果を出力: specs/001-x/out.md", ["specs/001-x/out.md"]),
        ("Write to ~/notes/plan and /tmp/stuff/x", ["~/notes/plan", "/tmp/stuff/x"]),
    ],
)
def test_what_is_changed(text: str, paths: list[str]) -> None:
    assert list(touched(uses_in(text)).paths) == paths


@pytest.mark.parametrize(
    "text",
    [
        "Contract test POST /api/users and GET `/login`",
        "Contract test DELETE /src/orders/all/rows",
        "Call f(a).b and `x.y()`, src/a.py(1)",
        "Choose and/or, TCP/IP, read/write, client/server",
        "Support Node.js 20, Next.js and .NET 9.0",
        "Match /^01\\d{9}$/ and `[a-z]/[0-9]`",
        "Install github.com/spf13/cobra and @scope/package",
        "Read https://example.org/a/b.py",
        "Call `console.log`, `os.path.join()` and process.env",
        "Version 1.2.3, 50%, 24/7, v1.0/v2.0",
        "e.g. this, i.e. that",
        "Return application/json",
    ],
)
def test_what_is_no_path(text: str) -> None:
    assert uses_in(text) == []


@pytest.mark.parametrize(
    ("text", "paths", "removes", "inputs"),
    [
        ("删除占位文件 `src/old.rs`", [], ["src/old.rs"], []),
        ("Delete `src/a.py` and `src/b.py`", [], ["src/a.py", "src/b.py"], []),
        ("Move `src/old.py` to `src/new.py`", ["src/new.py"], ["src/old.py"], []),
        ("Remove the V2 case from `src/enum.cs`", ["src/enum.cs"], [], []),
        ("Copy contracts/a.json to internal/a.json", ["internal/a.json"], [], ["contracts/a.json"]),
        ("Implement src/a.py per data-model.md#user", ["src/a.py"], [], ["data-model.md#user"]),
        ("Run quickstart.md", [], [], ["quickstart.md"]),
        ("Execute `scripts/seed.py`", [], [], []),
        ("Load the rules from `src/rules.py`", [], [], []),
        ("`research.md` に結果を記載", ["research.md"], [], []),
        ("Write tests for contracts/a.yaml", [], [], ["contracts/a.yaml"]),
        ("Update quickstart.md with the commands", ["quickstart.md"], [], []),
        ("Add x in a/b.py (like `c.py`, see research.md)", ["a/b.py"], [], ["research.md"]),
        ("Test a/b.test.ts: (a) `x/y.ts` is read, (b) not", ["a/b.test.ts"], [], []),
        ("Extract f from `src/a.py` into `src/b.py`", ["src/a.py", "src/b.py"], [], []),
        ("Add x to src/a.py using `src/b.py`", ["src/a.py"], [], []),
        ("Add x in a.py. Note: `docs/b.md` stays", ["a.py"], [], []),
    ],
)
def test_roles(text: str, paths: list[str], removes: list[str], inputs: list[str]) -> None:
    read = touched(uses_in(text))
    assert (list(read.paths), list(read.removes), list(read.inputs)) == (paths, removes, inputs)


def test_a_field_for_files_outweighs_what_other_lines_mention() -> None:
    lines = [
        "- **文件**: `src/a.go`",
        "- **验收**: `src/other.go` compiles",
        "**Files to Create**:",
        "- `src/b.go`",
        "- write to `src/c.go`",
        "Then look at `src/d.go`.",
    ]
    uses = uses_in_body(lines)
    assert [use.path for use in uses.named] == ["src/a.go", "src/b.go", "src/c.go"]
    assert [use.path for use in uses.mentioned] == ["src/d.go"]


@pytest.mark.parametrize(
    ("text", "commands"),
    [
        ("Run `go mod init` and `npm run build -- --x`", ["go mod init", "npm run build -- --x"]),
        ("Run `$ make` then `CI=1 pytest -q`", ["make", "CI=1 pytest -q"]),
        ("Use `go`, `User.save()` and `git`", []),
    ],
)
def test_commands(text: str, commands: list[str]) -> None:
    assert list(commands_in(text)) == commands


def test_many_choices_in_braces_do_not_explode() -> None:
    assert len(uses_in("Create `src/" + "{a,b}" * 40 + ".py`")) == 1
