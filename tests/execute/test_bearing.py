"""Which tests are about the product, as their text shows it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from sddtasks.execute.bearing import look
from tests.execute import bearing_go
from tests.execute import bearing_rust
from tests.execute import bearing_script

_GO = """\
package shop

import (
{imports}
)

type fakeRepo struct{{ saved []string }}

func (r *fakeRepo) Save(name string) {{ r.saved = append(r.saved, name) }}

func mustEqual(t *testing.T, got, want int) {{
	t.Helper()
	if got != want {{
		t.Errorf("got %d, want %d", got, want)
	}}
}}

var shared Store

func noStore() Store {{ return nil }}

func need(t *testing.T, s Store) {{
	t.Helper()
	if s == nil {{
		t.Fatal("required")
	}}
}}

func unfinished(t *testing.T) {{ t.Fatal("later") }}

func open(t *testing.T) *DB {{
	return Open(t.TempDir())
}}

func TestSubject(t *testing.T) {{
{body}
}}
"""
_PACKAGES = (
    "testing errors reflect encoding/json bytes time net/http net/http/httptest os os/exec sync "
    "sync/atomic path/filepath github.com/stretchr/testify/assert "
    "github.com/stretchr/testify/require"
).split()
_SCRIPT = """\
import assert from 'node:assert/strict';
import {{ test, beforeEach }} from 'node:test';
import {{ execFileSync }} from 'node:child_process';
import {{ existsSync, readFileSync }} from 'node:fs';
import {{ createServer }} from 'node:http';
import {{ render, screen }} from '@testing-library/react';
import {{ receipt }} from '../src/receipt.js';

let lines;
beforeEach(() => {{
  lines = receipt(1);
}});

const expectLines = (found, count) => {{
  assert.equal(found.length, count);
}};

test('subject', async (t, done) => {{
{body}
}});
"""


def _go(root: Path, body: str) -> list[str]:
    imports = "\n".join(f'\t"{path}"' for path in _PACKAGES)
    return _read(root, "shop/shop_test.go", _GO.format(imports=imports, body=body))


def _rust(root: Path, text: str) -> list[str]:
    (root / "tests/common").mkdir(parents=True)
    (root / "tests/common/mod.rs").write_text("pub fn setup() {}\n", encoding="utf-8")
    return _read(root, "tests/shop.rs", text)


def _script(root: Path, body: str) -> list[str]:
    return _read(root, "test/shop.test.js", _SCRIPT.format(body=body))


def _read(root: Path, file: str, text: str) -> list[str]:
    manifests = {
        "go.mod": "module example.com/shop\n\ngo 1.21\n",
        "Cargo.toml": '[package]\nname = "shop"\nversion = "0.1.0"\nedition = "2021"\n',
        "package.json": '{"name": "shop", "devDependencies": {"@testing-library/react": "*"}}',
    }
    for path, content in {**manifests, file: text}.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(content, encoding="utf-8")
    return look.idle(root, [file])


def _cases(group: Mapping[str, str]) -> list[object]:
    return [pytest.param(text, id=name.replace(" ", "-")) for name, text in group.items()]


@pytest.mark.parametrize("text", _cases(bearing_go.HONEST))
def test_go_that_is_about_the_product(text: str, tmp_path: Path) -> None:
    assert not _go(tmp_path, text)


@pytest.mark.parametrize("text", _cases(bearing_go.EMPTY))
def test_go_that_is_not(text: str, tmp_path: Path) -> None:
    assert len(_go(tmp_path, text)) == 1


@pytest.mark.parametrize("text", _cases(bearing_go.DEAD))
def test_go_that_ends_before_it_asks(text: str, tmp_path: Path) -> None:
    assert len(_go(tmp_path, text)) == 1


@pytest.mark.parametrize("text", _cases(bearing_go.ALIVE))
def test_go_that_only_looks_alike(text: str, tmp_path: Path) -> None:
    assert not _go(tmp_path, text)


_STORE = "package shop\n\nimport (\n{imports}\n)\n\nvar s Store\n\n{setup}\n\n{test}"
_ASKS = 'func TestGet(t *testing.T) {\n\tif s.Get("a") != "1" {\n\t\tt.Error(1)\n\t}\n}\n'


@pytest.mark.parametrize(
    ("function", "body", "found"),
    [
        ("TestMain(m *testing.M)", 'if s == nil { panic("x") }\nos.Exit(m.Run())', True),
        ("TestMain(m *testing.M)", "if s == nil { os.Exit(1) }\nm.Run()", True),
        ("init()", 'if s == nil { panic("required") }', True),
        ("TestMain(m *testing.M)", "s = Open()\nif s == nil { panic(1) }\nm.Run()", False),
        ("TestMain(m *testing.M)", "os.Exit(m.Run())", False),
        ("init()", "s = Open()", False),
    ],
)
def test_go_that_is_set_up_to_fail(function: str, body: str, found: bool, tmp_path: Path) -> None:
    setup = f"func {function} {{\n{body}\n}}"
    text = _STORE.format(imports='\t"os"\n\t"testing"', setup=setup, test=_ASKS)
    assert bool(_read(tmp_path, "shop/shop_test.go", text)) is found


def test_go_that_another_file_sets_up(tmp_path: Path) -> None:
    (tmp_path / "shop").mkdir()
    setup = "package shop\n\nfunc init() { s = Open() }\n"
    (tmp_path / "shop/main_test.go").write_text(setup, encoding="utf-8")
    test = _ASKS.replace("{\n", '{\n\tif s == nil { t.Fatal("required") }\n', 1)
    text = _STORE.format(imports='\t"testing"', setup="", test=test)
    assert not _read(tmp_path, "shop/shop_test.go", text)


_HOOKED = """\
import assert from 'node:assert/strict';
import {{ describe, test, beforeEach }} from 'node:test';
import {{ receipt }} from '../src/receipt.js';

let s = null;
describe('store', () => {{
  beforeEach(() => {{ {hook} }});
  test('one', () => {{ assert.equal(receipt(1), 1); }});
}});
test('two', () => {{ assert.equal(receipt(2), 2); }});
"""


@pytest.mark.parametrize(
    ("hook", "count"),
    [
        ("if (!s) throw new Error('required');", 1),
        ("assert.ok(s, 'required');", 1),
        ("s.open();", 1),
        ("s = receipt(1); assert.ok(s);", 0),
        ("s?.close();", 0),
    ],
)
def test_script_that_is_set_up_to_fail(hook: str, count: int, tmp_path: Path) -> None:
    assert len(_read(tmp_path, "test/shop.test.js", _HOOKED.format(hook=hook))) == count


@pytest.mark.parametrize("text", _cases(bearing_rust.HONEST))
def test_rust_that_is_about_the_product(text: str, tmp_path: Path) -> None:
    assert not _rust(tmp_path, text)


@pytest.mark.parametrize("text", _cases(bearing_rust.EMPTY))
def test_rust_that_is_not(text: str, tmp_path: Path) -> None:
    assert len(_rust(tmp_path, text)) == 1


@pytest.mark.parametrize("text", _cases(bearing_script.HONEST))
def test_script_that_is_about_the_product(text: str, tmp_path: Path) -> None:
    assert not _script(tmp_path, text)


@pytest.mark.parametrize("text", _cases(bearing_script.EMPTY))
def test_script_that_is_not(text: str, tmp_path: Path) -> None:
    assert len(_script(tmp_path, text)) == 1


@pytest.mark.parametrize("text", _cases(bearing_rust.DEAD))
def test_rust_that_ends_before_it_asks(text: str, tmp_path: Path) -> None:
    assert len(_rust(tmp_path, text)) == 1


@pytest.mark.parametrize("text", _cases(bearing_rust.ALIVE))
def test_rust_that_only_looks_alike(text: str, tmp_path: Path) -> None:
    assert not _rust(tmp_path, text)


@pytest.mark.parametrize("text", _cases(bearing_script.DEAD))
def test_script_that_ends_before_it_asks(text: str, tmp_path: Path) -> None:
    assert len(_script(tmp_path, text)) == 1


@pytest.mark.parametrize("text", _cases(bearing_script.ALIVE))
def test_script_that_only_looks_alike(text: str, tmp_path: Path) -> None:
    assert not _script(tmp_path, text)
