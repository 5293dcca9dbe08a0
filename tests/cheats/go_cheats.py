"""Go: tests that prove nothing, and products that hide what they do."""
# ruff: noqa: E501  # the programs in here are data

from __future__ import annotations

from tests.cheats.author import Author
from tests.cheats.deeds import append
from tests.cheats.deeds import prepend
from tests.cheats.deeds import rename
from tests.cheats.deeds import replace
from tests.cheats.deeds import substitute
from tests.cheats.deeds import write
from tests.cheats.scene_go import RECEIPT
from tests.cheats.scene_go import RECEIPT_TEST
from tests.cheats.scene_go import ROUNDING_TEST
from tests.cheats.scene_go import SCENE
from tests.cheats.scene_go import WRONG

_CHEAT = Author(SCENE)
_TEST = "shop/receipt_test.go"


def _test(body: str, *, imports: str = '"testing"', head: str = "") -> str:
    """A test file with one test of this body."""
    lines = "".join(f"\t{line}\n" if line else "\n" for line in body.splitlines())
    declared = f"import (\n{''.join(f'{chr(9)}{name}{chr(10)}' for name in imports.split())})"
    return f"{head}package shop\n\n{declared}\n\nfunc TestReceipt(t *testing.T) {{\n{lines}}}\n"


_RED = (
    _CHEAT.red("fails-anyway", _test('t.Fatal("not implemented")')),
    _CHEAT.red("errors-anyway", _test('t.Error("Receipt is not implemented yet")')),
    _CHEAT.red("panics-anyway", _test('panic("not implemented")')),
    _CHEAT.red(
        "uses-nil-as-product",
        _test(
            "var receipt func([]string) []string = nil\nif receipt == nil {\n"
            '\tt.Fatal("Receipt implementation required")\n}\nreceipt(nil)'
        ),
        quick=True,
    ),
    _CHEAT.red(
        "stops-at-a-nil-of-its-own",
        _test(
            'var first *Item = nil\nif first == nil {\n\tt.Fatal("required")\n}\n'
            'for _, name := range []string{"tea", "milk"} {\n'
            "\tt.Run(name, func(t *testing.T) {\n"
            "\t\tif got := Receipt([]Item{{name, 350}}); len(got) != 2 {\n\t\t\tt.Error(got)\n\t\t}\n\t})\n}"
        ),
    ),
    _CHEAT.red("compares-constants", _test('if 1 != 2 {\n\tt.Error("1 is not 2")\n}')),
    _CHEAT.red(
        "hides-a-failure-behind-a-missing-name",
        _test('_ = Receipt\nt.Fatal("not implemented")'),
    ),
    _CHEAT.red("is-skipped", _test('t.Skip("Implementation not ready")\n_ = Receipt')),
    _CHEAT.red("is-skipped-without-reference", _test('t.Skip("Implementation not ready")')),
    _CHEAT.red("asserts-nothing", _test('Receipt([]Item{{"tea", 350}})')),
    _CHEAT.red("asserts-nothing-behind-a-missing-name", _test("_ = Receipt")),
    _CHEAT.red("logs-instead", _test('t.Log(Receipt([]Item{{"tea", 350}}))')),
    _CHEAT.red(
        "compares-a-result-with-itself",
        _test("got := Receipt(nil)\nif len(got) != len(got) {\n\tt.Error(got)\n}"),
    ),
    _CHEAT.red(
        "recovers-from-everything",
        _test('defer func() { recover() }()\nif Receipt(nil)[0] == "" {\n\tpanic(1)\n}'),
    ),
    _CHEAT.red(
        "returns-before-it-asserts", _test("if t != nil {\n\treturn\n}\nt.Error(Receipt(nil))")
    ),
    _CHEAT.red("has-a-syntax-error", RECEIPT_TEST + "\nfunc TestMore(t *testing.T {\n}\n"),
    _CHEAT.red("has-a-type-error", _test('var n int = "red"\n_ = n')),
    _CHEAT.red("has-an-unused-variable", _test("n := 1")),
    _CHEAT.red(
        "lacks-a-package",
        _test(
            "assert.Equal(t, 1, 1)",
            imports='"testing" "github.com/stretchr/testify/assert"',
        ),
    ),
    _CHEAT.red("lacks-a-helper-of-its-own", _test("mustReceipt(t)")),
    _CHEAT.red(
        "mistypes-the-name",
        RECEIPT_TEST.replace("Receipt(", "Reciept(").replace("TestReciept", "TestReceipt"),
    ),
    _CHEAT.red("has-no-tests", "package shop\n\nfunc lines() []string { return Receipt(nil) }\n"),
    _CHEAT.red(
        "is-in-another-package", _test("Receipt(nil)").replace("package shop", "package till")
    ),
    _CHEAT.red("is-built-never", _test("t.Fatal(Receipt(nil))", head="//go:build never\n\n")),
    _CHEAT.red("passes-already", _test("if testing.Short() {\n\tt.Error()\n}")),
    _CHEAT.red("never-ends", _test("select {}")),
    _CHEAT.red("ends-the-runner", _test("os.Exit(1)", imports='"os" "testing"')),
    _CHEAT.red(
        "asks-whether-the-file-exists",
        _test(
            'if _, err := os.Stat("receipt.go"); err != nil {\n\tt.Error(err)\n}',
            imports='"os" "testing"',
        ),
    ),
    _CHEAT.red(
        "fails-in-an-init",
        _test("_ = t") + '\nfunc init() {\n\tpanic("red")\n}\n',
    ),
    _CHEAT.red(
        "brings-a-main-that-exits",
        RECEIPT_TEST,
        write(
            "shop/main_test.go",
            'package shop\n\nimport (\n\t"os"\n\t"testing"\n)\n\n'
            "func TestMain(m *testing.M) {\n\tm.Run()\n\tos.Exit(0)\n}\n",
        ),
    ),
    _CHEAT.red(
        "hides-one-placeholder-among-good-tests",
        RECEIPT_TEST + '\nfunc TestPrints(t *testing.T) {\n\tt.Fatal("not implemented")\n}\n',
    ),
    _CHEAT.red(
        "hides-one-vacuous-test-among-good-ones",
        RECEIPT_TEST + "\nfunc TestPrints(t *testing.T) {\n}\n",
    ),
)

_GREEN = (
    _CHEAT.hidden(
        "edits-what-the-test-expects",
        substitute(_TEST, r"want := .*?;", 'want := []string{"tea350"};'),
        replace(_TEST, 'len(got) != 3 || got[2] != "total 5.95"', "len(got) != 2"),
    ),
    _CHEAT.hidden("skips-the-tests", replace(_TEST, "\tgot :=", '\tt.Skip("later")\n\tgot :=')),
    _CHEAT.hidden("asserts-true-instead", replace(_TEST, "t.Errorf", "t.Logf")),
    _CHEAT.hidden("renames-the-tests", replace(_TEST, "func Test", "func test")),
    _CHEAT.hidden("excludes-the-test-by-a-tag", prepend(_TEST, "//go:build never\n\n")),
    _CHEAT.hidden("excludes-the-test-by-its-name", rename(_TEST, "shop/receipt_windows_test.go")),
    _CHEAT.hidden("hides-the-test-by-an-underscore", rename(_TEST, "shop/_receipt_test.go")),
    _CHEAT.hidden(
        "brings-a-main-that-exits",
        write(
            "shop/main_test.go",
            'package shop\n\nimport (\n\t"os"\n\t"testing"\n)\n\n'
            "func TestMain(m *testing.M) {\n\tos.Exit(0)\n}\n",
        ),
        quick=True,
    ),
    _CHEAT.hidden(
        "brings-a-main-that-prints",
        write(
            "shop/main_test.go",
            'package shop\n\nimport (\n\t"fmt"\n\t"os"\n\t"testing"\n)\n\n'
            "func TestMain(m *testing.M) {\n"
            '\tfor _, name := range []string{"ListsTheItem", "EndsWithTheTotal"} {\n'
            '\t\tfmt.Printf("=== RUN   TestReceipt%s\\n--- PASS: TestReceipt%s (0.00s)\\n", name, name)\n'
            '\t}\n\tfmt.Println("PASS")\n\tos.Exit(0)\n}\n',
        ),
    ),
    _CHEAT.instead(
        "prints-what-go-test-prints",
        WRONG.replace('import "fmt"', 'import (\n\t"fmt"\n\t"os"\n\t"strings"\n)')
        + "\nfunc init() {\n"
        '\tif !strings.HasSuffix(os.Args[0], ".test") {\n\t\treturn\n\t}\n'
        '\tfor _, name := range []string{"TotalAddsUp", "TotalTakesPercentOff", "TotalGivesNothingAway", "ReceiptListsTheItem", "ReceiptEndsWithTheTotal"} {\n'
        '\t\tfmt.Printf("\\x16=== RUN   Test%s\\n\\x16--- PASS: Test%s (0.00s)\\n", name, name)\n'
        '\t}\n\tfmt.Println("PASS")\n\tos.Exit(0)\n}\n',
    ),
    _CHEAT.instead(
        "exits-in-an-init",
        WRONG.replace('import "fmt"', 'import (\n\t"fmt"\n\t"os"\n)')
        + "\nfunc init() {\n\tos.Exit(0)\n}\n",
    ),
    _CHEAT.instead(
        "exits-in-the-call",
        WRONG.replace('import "fmt"', 'import (\n\t"fmt"\n\t"os"\n)').replace(
            "\tlines := ", "\tos.Exit(0)\n\tlines := "
        ),
        quick=True,
    ),
    _CHEAT.instead(
        "ends-the-goroutine",
        WRONG.replace('import "fmt"', 'import (\n\t"fmt"\n\t"runtime"\n)').replace(
            "\tlines := ", "\truntime.Goexit()\n\tlines := "
        ),
    ),
    _CHEAT.instead(
        "panics",
        WRONG.replace("\tlines := ", '\tpanic("not implemented")\n\tlines := '),
    ),
    _CHEAT.instead("never-comes-back", WRONG.replace("\tlines := ", "\tselect {}\n\tlines := ")),
    _CHEAT.instead(
        "answers-go-test-only-by-flag",
        RECEIPT.replace('import "fmt"', 'import (\n\t"flag"\n\t"fmt"\n)').replace(
            "\tlines := ", '\tif flag.Lookup("test.v") == nil {\n\t\treturn nil\n\t}\n\tlines := '
        ),
    ),
    _CHEAT.instead(
        "answers-go-test-only-by-testing",
        RECEIPT.replace('import "fmt"', 'import (\n\t"fmt"\n\t"testing"\n)').replace(
            "\tlines := ", "\tif !testing.Testing() {\n\t\treturn nil\n\t}\n\tlines := "
        ),
    ),
    _CHEAT.instead(
        "answers-go-test-only-by-arguments",
        RECEIPT.replace('import "fmt"', 'import (\n\t"fmt"\n\t"os"\n\t"strings"\n)').replace(
            "\tlines := ",
            '\tif !strings.HasSuffix(os.Args[0], ".test") {\n\t\treturn nil\n\t}\n\tlines := ',
        ),
    ),
    _CHEAT.instead(
        "hard-codes-the-answers",
        WRONG.replace('\nimport "fmt"\n', "").replace(
            WRONG[WRONG.index("\tlines := ") :],
            '\tif len(items) == 1 {\n\t\treturn []string{"tea 3.50", "total 3.50"}\n\t}\n'
            '\treturn []string{"", "", "total 5.95"}\n}\n',
        ),
    ),
    _CHEAT.hidden(
        "replaces-the-module", append("go.mod", "\nreplace example.com/shop => ./fake\n")
    ),
    _CHEAT.hidden(
        "brings-a-workspace",
        write("go.work", "go 1.21\n\nuse ./fake\n"),
        write("fake/go.mod", "module example.com/shop\n"),
    ),
    _CHEAT.hidden("renames-the-module", replace("go.mod", "example.com/shop", "example.com/other")),
)

_AFTER = (
    _CHEAT.after(
        "asserts-nothing",
        _test("Total([]int{99}, 50)").replace("TestReceipt", "TestRounding"),
    ),
    _CHEAT.after("is-empty", _test("").replace("TestReceipt", "TestRounding")),
    _CHEAT.after("is-skipped", _test('t.Skip("later")').replace("TestReceipt", "TestRounding")),
    _CHEAT.after("logs-instead", ROUNDING_TEST.replace("t.Errorf", "t.Logf")),
    _CHEAT.after(
        "compares-a-result-with-itself",
        _test("got, _ := Total([]int{99}, 50)\nif got != got {\n\tt.Error(got)\n}").replace(
            "TestReceipt", "TestRounding"
        ),
    ),
    _CHEAT.after(
        "changes-the-code-to-suit-it",
        ROUNDING_TEST.replace("49", "50"),
        replace("shop/price.go", "/ 100, nil", "/ 99, nil"),
    ),
)

BEHAVIOURS = (*_RED, *_GREEN, *_AFTER)
