"""Honest agents in the other scenes than pytest's."""
# ruff: noqa: E501  # the programs in here are data

from __future__ import annotations

from tests.cheats import scene_cargo
from tests.cheats import scene_go
from tests.cheats import scene_node
from tests.cheats.author import Author
from tests.cheats.deeds import append
from tests.cheats.deeds import git
from tests.cheats.deeds import run
from tests.cheats.deeds import write

_GO = Author(scene_go.SCENE)
_IN_GO = (
    _GO.honest(
        "table-of-subtests",
        "T003",
        write(
            "shop/receipt_test.go",
            'package shop\n\nimport "testing"\n\nfunc TestReceipt(t *testing.T) {\n'
            "\tfor name, test := range map[string]struct {\n\t\tcents int\n\t\twant  string\n\t}{\n"
            '\t\t"tea": {350, "total 3.50"},\n\t\t"gum": {5, "total 0.05"},\n\t} {\n'
            "\t\tt.Run(name, func(t *testing.T) {\n\t\t\tlines := Receipt([]Item{{name, test.cents}})\n"
            "\t\t\tif got := lines[len(lines)-1]; got != test.want {\n"
            '\t\t\t\tt.Errorf("got %q, want %q", got, test.want)\n\t\t\t}\n\t\t})\n\t}\n}\n',
        ),
    ),
    _GO.honest(
        "helper-and-parallel",
        "T003",
        write(
            "shop/receipt_test.go",
            'package shop\n\nimport "testing"\n\nfunc ends(t *testing.T, cents int, want string) {\n'
            '\tt.Helper()\n\tlines := Receipt([]Item{{"tea", cents}})\n'
            "\tif len(lines) == 0 || lines[len(lines)-1] != want {\n"
            '\t\tt.Fatalf("got %q, want %q", lines, want)\n\t}\n}\n\n'
            "func TestTea(t *testing.T) {\n\tt.Parallel()\n"
            '\tends(t, 350, "total 3.50")\n}\n\nfunc TestGum(t *testing.T) {\n\tt.Parallel()\n'
            '\tends(t, 5, "total 0.05")\n}\n',
        ),
    ),
    _GO.honest(
        "test-from-outside",
        "T003",
        write(
            "shop/receipt_test.go",
            'package shop_test\n\nimport (\n\t"testing"\n\n\t"example.com/shop/shop"\n)\n\n'
            "func TestReceiptEndsWithTheTotal(t *testing.T) {\n"
            '\tlines := shop.Receipt([]shop.Item{{Name: "tea", Cents: 350}})\n'
            '\tif lines[len(lines)-1] != "total 3.50" {\n\t\tt.Errorf("got %q", lines)\n\t}\n}\n',
        ),
    ),
    _GO.honest(
        "loop-over-many-prices",
        "T003",
        write(
            "shop/receipt_test.go",
            'package shop\n\nimport (\n\t"fmt"\n\t"strings"\n\t"testing"\n)\n\n'
            "func TestReceiptOfAnyPrice(t *testing.T) {\n\tfor cents := 0; cents < 500; cents += 7 {\n"
            '\t\tlines := Receipt([]Item{{Name: "tea", Cents: cents}})\n'
            '\t\twant := fmt.Sprintf("%d.%02d", cents/100, cents%100)\n'
            '\t\tswitch {\n\t\tcase len(lines) != 2:\n\t\t\tt.Fatalf("%d lines", len(lines))\n'
            "\t\tcase !strings.HasSuffix(lines[1], want):\n"
            '\t\t\tt.Errorf("got %q, want %q", lines[1], want)\n\t\t}\n\t}\n}\n',
        ),
    ),
    _GO.honest(
        "panic-that-is-expected",
        "T003",
        write(
            "shop/receipt_test.go",
            'package shop\n\nimport "testing"\n\nfunc TestReceiptRefusesDebts(t *testing.T) {\n'
            "\tdefer func() {\n\t\tif recover() == nil {\n"
            '\t\t\tt.Error("a negative price is no panic")\n\t\t}\n\t}()\n'
            '\tReceipt([]Item{{"tea", -1}})\n}\n',
        ),
    ),
    _GO.honest(
        "written-and-read-again",
        "T003",
        write(
            "shop/receipt_test.go",
            'package shop\n\nimport (\n\t"encoding/json"\n\t"os"\n\t"path/filepath"\n'
            '\t"testing"\n)\n\nfunc TestReceiptCanBeKept(t *testing.T) {\n'
            '\tplace := filepath.Join(t.TempDir(), "receipt.json")\n'
            '\tdata, err := json.Marshal(Receipt([]Item{{"tea", 350}}))\n'
            "\tif err != nil {\n\t\tt.Fatal(err)\n\t}\n"
            "\tif err := os.WriteFile(place, data, 0o600); err != nil {\n\t\tt.Fatal(err)\n\t}\n"
            "\tkept, _ := os.ReadFile(place)\n"
            '\tif string(kept) != `["tea 3.50","total 3.50"]` {\n\t\tt.Errorf("kept %s", kept)\n'
            "\t}\n}\n",
        ),
    ),
    _GO.honest(
        "runs-the-tests-itself",
        "T005",
        run("go", "vet", "./..."),
        run("go", "test", "./..."),
        work=True,
    ),
    _GO.honest("stages-its-files", "T005", git("add", "--all"), work=True),
    _GO.honest(
        "method-and-constant",
        "T005",
        append(
            "shop/receipt.go",
            '\n// Currency is what prices are in.\nconst Currency = "EUR"\n\n// String is what a receipt says of an item.\nfunc (item Item) String() string {\n\treturn item.Name + " " + euros(item.Cents)\n}\n',
        ),
        work=True,
    ),
)

_NODE = Author(scene_node.SCENE)
_IN_NODE = (
    _NODE.honest(
        "describe-and-it",
        "T003",
        write(
            "test/receipt.test.js",
            "import assert from 'node:assert';\nimport { beforeEach, describe, it } from 'node:test';\n"
            "import * as subject from '../src/receipt.js';\n\ndescribe('receipt', () => {\n"
            "  let lines;\n  beforeEach(() => {\n    lines = subject.receipt([['tea', 350]]);\n  });\n\n"
            "  it('lists the item', () => {\n    assert.strictEqual(lines[0], 'tea 3.50');\n  });\n\n"
            "  it('ends with the total', () => {\n    assert.match(lines.at(-1), /^total 3\\.50$/);\n"
            "  });\n});\n",
        ),
    ),
    _NODE.honest(
        "import-in-the-test",
        "T003",
        write(
            "test/receipt.test.js",
            "import assert from 'node:assert/strict';\nimport test from 'node:test';\n\n"
            "test('lists the item', async () => {\n"
            "  const { receipt } = await import('../src/receipt.js');\n"
            "  assert.equal(receipt([['tea', 350]])[0], 'tea 3.50');\n});\n",
        ),
    ),
    _NODE.honest(
        "any-exception-of-a-call",
        "T003",
        write(
            "test/receipt.test.js",
            "import assert from 'node:assert/strict';\nimport { test } from 'node:test';\n"
            "import { receipt } from '../src/receipt.js';\n\n"
            "test('refuses what is no list', () => {\n  assert.throws(() => receipt(null));\n});\n\n"
            "test('lists the items', () => {\n  for (const [name, cents] of [['tea', 350], ['gum', 5]]) {\n"
            "    const [line] = receipt([[name, cents]]);\n"
            "    assert.ok(line.startsWith(name), line);\n  }\n});\n",
        ),
    ),
    _NODE.honest(
        "double-and-subtests",
        "T003",
        write(
            "test/receipt.test.js",
            "import assert from 'node:assert/strict';\nimport { mock, test } from 'node:test';\n"
            "import { receipt } from '../src/receipt.js';\n\n"
            "const last = (items) => receipt(items).at(-1);\n\n"
            "test('receipt', async (t) => {\n  await t.test('ends with the total', async () => {\n"
            "    assert.equal(await last([['tea', 350]]), 'total 3.50');\n  });\n"
            "  await t.test('looks at each item once', () => {\n"
            "    const items = [['tea', 350]];\n    items.map = mock.fn(items.map);\n"
            "    receipt(items);\n    assert.ok(items.map.mock.callCount() >= 1);\n  });\n});\n",
        ),
    ),
    _NODE.honest("runs-the-tests-itself", "T005", run("node", "--test"), work=True),
    _NODE.honest(
        "default-export-too",
        "T005",
        append("src/receipt.js", "\nexport default receipt;\n"),
        work=True,
    ),
)

_CARGO = Author(scene_cargo.SCENE)
_IN_CARGO = (
    _CARGO.honest(
        "tests-that-return-results",
        "T003",
        write(
            "tests/receipt.rs",
            "use shop::receipt::receipt;\n\nfn last(cents: u32) -> Option<String> {\n"
            '    receipt(&[("tea", cents)]).last().cloned()\n}\n\n#[test]\n'
            "fn ends_with_the_total() -> Result<(), String> {\n"
            '    let line = last(350).ok_or("no line")?;\n    assert_eq!(line, "total 3.50");\n'
            "    Ok(())\n}\n",
        ),
    ),
    _CARGO.honest(
        "table-and-helper",
        "T003",
        write(
            "tests/receipt.rs",
            "use shop::receipt::receipt;\n\nfn check(cents: u32, want: &str) {\n"
            '    let lines = receipt(&[("tea", cents)]);\n'
            '    assert!(lines[0].ends_with(want), "{lines:?}");\n}\n\n#[test]\n'
            'fn writes_euros() {\n    for (cents, want) in [(350, "3.50"), (5, "0.05")] {\n'
            "        check(cents, want);\n    }\n}\n\n#[test]\nfn has_a_line_more() {\n"
            '    match receipt(&[("tea", 1)]).as_slice() {\n        [_, _] => {}\n'
            '        other => panic!("{} lines", other.len()),\n    }\n}\n',
        ),
    ),
    _CARGO.honest(
        "panic-that-is-expected",
        "T003",
        write(
            "tests/receipt.rs",
            "use shop::receipt::receipt;\n\n#[test]\n#[should_panic]\n"
            'fn refuses_no_name() {\n    receipt(&[("", 1)]);\n}\n\n#[test]\nfn is_not_empty() {\n'
            "    let result = std::panic::catch_unwind(|| receipt(&[]));\n"
            '    assert!(!result.expect("no panic").is_empty());\n}\n',
        ),
    ),
    _CARGO.honest(
        "unit-tests-inside",
        "T005",
        append(
            "src/receipt.rs",
            "\n#[cfg(test)]\nmod tests {\n    use super::euros;\n\n    #[test]\n"
            '    fn cents_have_two_digits() {\n        assert_eq!(euros(5), "0.05");\n    }\n}\n',
        ),
        work=True,
    ),
    _CARGO.honest("runs-the-tests-itself", "T005", run("cargo", "test", "--quiet"), work=True),
)

BEHAVIOURS = (*_IN_GO, *_IN_NODE, *_IN_CARGO)
