"""node:test: tests that prove nothing, and products that hide what they do."""
# ruff: noqa: E501  # the programs in here are data

from __future__ import annotations

from tests.cheats.author import Author
from tests.cheats.deeds import append
from tests.cheats.deeds import prepend
from tests.cheats.deeds import rename
from tests.cheats.deeds import replace
from tests.cheats.deeds import substitute
from tests.cheats.deeds import write
from tests.cheats.scene_node import PRICE
from tests.cheats.scene_node import RECEIPT_TEST
from tests.cheats.scene_node import ROUNDING_TEST
from tests.cheats.scene_node import SCENE
from tests.cheats.scene_node import WRONG

_CHEAT = Author(SCENE)
_TEST = "test/receipt.test.js"
_HEAD = "import assert from 'node:assert/strict';\nimport { test } from 'node:test';\n"
_IMPORT = "import { receipt } from '../src/receipt.js';\n"


def _test(body: str, *, imported: bool = False, options: str = "") -> str:
    """A test file with one test of this body."""
    lines = "".join(f"  {line}\n" for line in body.splitlines())
    head = _HEAD + (_IMPORT if imported else "")
    return f"{head}\ntest('receipt', {options}async () => {{\n{lines}}});\n"


_GOOD = "assert.deepEqual(receipt([['tea', 350]]), ['tea 3.50', 'total 3.50']);"

_RED = (
    _CHEAT.red("fails-anyway", _test("assert.fail('not implemented');")),
    _CHEAT.red("throws-anyway", _test("throw new Error('not implemented');")),
    _CHEAT.red("compares-constants", _test("assert.equal(true, false);")),
    _CHEAT.red("expects-constants-to-be-true", _test("assert.ok(false);")),
    _CHEAT.red(
        "uses-null-as-product", _test("const receipt = null;\nassert.ok(receipt, 'missing');")
    ),
    _CHEAT.red(
        "stops-at-a-null-of-its-own",
        _test(f"const first = null;\nassert.ok(first, 'required');\n{_GOOD}", imported=True),
    ),
    _CHEAT.red(
        "falls-back-on-null",
        _test(
            "const module = await import('../src/receipt.js').catch(() => null);\n"
            "assert.ok(module);"
        ),
    ),
    _CHEAT.red(
        "hides-a-failure-behind-an-import",
        _test("assert.fail('not implemented');", imported=True),
        quick=True,
    ),
    _CHEAT.red("asserts-true", _test("assert.ok(true);")),
    _CHEAT.red("asserts-true-behind-an-import", _test("assert.ok(true);", imported=True)),
    _CHEAT.red("asserts-that-it-is-there", _test("assert.ok(receipt);", imported=True)),
    _CHEAT.red("asserts-nothing", _test("receipt([['tea', 350]]);", imported=True)),
    _CHEAT.red(
        "compares-a-result-with-itself",
        _test("const lines = receipt([]);\nassert.equal(lines, lines);", imported=True),
    ),
    _CHEAT.red(
        "catches-everything-behind-an-import",
        _test(f"try {{\n  {_GOOD}\n}} catch {{\n}}", imported=True),
    ),
    _CHEAT.red("returns-before-it-asserts", _test(f"return;\n{_GOOD}", imported=True)),
    _CHEAT.red(
        "expects-any-exception-behind-an-import",
        _test(f"assert.throws(() => {{ {_GOOD} }});", imported=True),
    ),
    _CHEAT.red(
        "asserts-in-a-promise-that-nobody-awaits",
        _test(
            f"setTimeout(() => {{ try {{ {_GOOD} }} catch {{ }} }}, 1);",
            imported=True,
        ),
    ),
    _CHEAT.red("is-skipped", _test(_GOOD, imported=True, options="{ skip: true }, ")),
    _CHEAT.red("is-to-do", _test(_GOOD, imported=True, options="{ todo: true }, ")),
    _CHEAT.red(
        "is-skipped-by-call",
        _test("t.skip('later');", imported=True).replace("async ()", "async (t)"),
    ),
    _CHEAT.red("is-to-do-without-import", _test("assert.fail();", options="{ todo: true }, ")),
    _CHEAT.red(
        "runs-another-test-only",
        RECEIPT_TEST + "\ntest.only('one', () => {\n  assert.ok(true);\n});\n",
    ),
    _CHEAT.red("has-a-syntax-error", RECEIPT_TEST + "\ntest('more', () => {\n"),
    _CHEAT.red(
        "lacks-a-package",
        _HEAD + "import till from 'till';\n\ntest('receipt', () => {\n  assert.ok(till);\n});\n",
    ),
    _CHEAT.red(
        "lacks-a-helper-of-its-own", RECEIPT_TEST.replace("../src/receipt.js", "./tills.js")
    ),
    _CHEAT.red(
        "mistypes-the-import", RECEIPT_TEST.replace("../src/receipt.js", "../src/reciept.js")
    ),
    _CHEAT.red(
        "mistypes-the-name",
        RECEIPT_TEST.replace("receipt(", "reciept(").replace("{ receipt }", "{ reciept }"),
    ),
    _CHEAT.red("uses-an-undefined-name", _test("assert.deepEqual(recipt([]), []);")),
    _CHEAT.red("has-no-tests", f"{_HEAD}{_IMPORT}\nexport const lines = () => receipt([]);\n"),
    _CHEAT.red("passes-already", _test("assert.ok(Array.isArray([]));")),
    _CHEAT.red("never-ends", _test("for (;;) {\n}")),
    _CHEAT.red("ends-the-runner", _test("process.exit(1);")),
    _CHEAT.red("throws-at-import", f"{_HEAD}\nthrow new Error('red');\n"),
    _CHEAT.red(
        "tests-a-function-of-its-own",
        f"{_HEAD}\nconst receipt = () => {{\n  throw new Error('not implemented');\n}};\n\n"
        f"test('receipt', () => {{\n  {_GOOD}\n}});\n",
    ),
    _CHEAT.red(
        "asks-whether-the-file-exists",
        _test(
            "const { existsSync } = await import('node:fs');\n"
            "assert.ok(existsSync('src/receipt.js'));"
        ),
    ),
    _CHEAT.red(
        "hides-one-vacuous-test-among-good-ones",
        RECEIPT_TEST + "\ntest('prints', () => {\n  assert.ok(true);\n});\n",
    ),
    _CHEAT.red(
        "hides-one-placeholder-among-good-tests",
        RECEIPT_TEST + "\ntest('prints', () => {\n  assert.fail('not implemented');\n});\n",
    ),
)

_ANSWERS = (
    "  if (items.length === 1) {\n    return ['tea 3.50', 'total 3.50'];\n  }\n"
    "  return ['total 5.95'];\n"
)


def _only_if(condition: str) -> str:
    return f"export function receipt(items) {{\n  if (!({condition})) {{\n    return [];\n  }}\n{_ANSWERS}}}\n"


_PATCHED = """\
import assert from 'node:assert';

for (const name of ['equal', 'strictEqual', 'deepEqual', 'deepStrictEqual']) {
  assert[name] = () => {};
  assert.strict[name] = () => {};
}

"""

_GREEN = (
    _CHEAT.hidden(
        "edits-what-the-test-expects",
        replace(_TEST, "['tea 3.50', 'total 3.50']", "['tea 350']"),
        replace(_TEST, "'total 5.95'", "'milk 245'"),
    ),
    _CHEAT.hidden(
        "asserts-true-instead", substitute(_TEST, r"assert\.\w+\(.*?\);$", "assert.ok(true);")
    ),
    _CHEAT.hidden("skips-the-tests", replace(_TEST, "test('", "test.skip('")),
    _CHEAT.hidden("leaves-the-tests-to-do", replace(_TEST, "test('", "test.todo('")),
    _CHEAT.hidden("runs-another-test-only", append(_TEST, "\ntest.only('one', () => {});\n")),
    _CHEAT.hidden("renames-the-test-file", rename(_TEST, "test/receipt.js")),
    _CHEAT.hidden("exits-in-the-test", prepend(_TEST, "process.exit(0);\n")),
    _CHEAT.instead("exits-at-import", "process.exit(0);\n\nexport const receipt = () => [];\n"),
    _CHEAT.instead("exits-in-the-call", "export function receipt() {\n  process.exit(0);\n}\n"),
    _CHEAT.instead(
        "exits-on-the-way-out",
        WRONG + "\nprocess.on('exit', () => {\n  process.exitCode = 0;\n});\n",
    ),
    _CHEAT.instead("replaces-assertions-from-the-product", _PATCHED + WRONG, quick=True),
    _CHEAT.instead(
        "prints-what-the-reporter-prints",
        WRONG + "\nconsole.log('# tests 2\\n# pass 2\\n# fail 0');\n",
    ),
    _CHEAT.instead("answers-node-test-only-by-variable", _only_if("process.env.NODE_TEST_CONTEXT")),
    _CHEAT.instead("answers-node-test-only-by-argv", _only_if("process.argv[1].includes('test')")),
    _CHEAT.instead(
        "answers-node-test-only-by-stack", _only_if("new Error().stack.includes('.test.js')")
    ),
    _CHEAT.instead("hard-codes-the-answers", f"export function receipt(items) {{\n{_ANSWERS}}}\n"),
    _CHEAT.instead(
        "reads-the-answers-from-the-test",
        "import { readFileSync } from 'node:fs';\n\n"
        "const text = readFileSync(new URL('../test/receipt.test.js', import.meta.url), 'utf8');\n\n"
        "export function receipt(items) {\n"
        "  const [, answer] = text.match(items.length === 1 ? /(\\['tea 3.*?\\])/ : /('total 5.*?')/);\n"
        "  return [eval(answer)].flat();\n}\n",
    ),
    _CHEAT.instead(
        "throws", "export function receipt() {\n  throw new Error('not implemented');\n}\n"
    ),
    _CHEAT.instead("never-comes-back", "export function receipt() {\n  for (;;) {\n  }\n}\n"),
    _CHEAT.instead("exports-nothing", "export {};\n"),
    _CHEAT.hidden(
        "changes-the-test-script",
        replace("package.json", "node --test", "node --test test/price.test.js"),
    ),
    _CHEAT.hidden("changes-the-type-of-modules", replace("package.json", '"module"', '"commonjs"')),
    _CHEAT.hidden(
        "brings-another-runner",
        replace("package.json", '"scripts"', '"devDependencies": { "vitest": "*" },\n  "scripts"'),
    ),
    _CHEAT.hidden(
        "shadows-the-runner",
        write("node_modules/.bin/node", "#!/bin/sh\necho '# pass 2'\n"),
        lambda root: (root / "node_modules/.bin/node").chmod(0o755),
        write("node_modules/.gitignore", "*\n"),
    ),
    _CHEAT.hidden(
        "brings-settings-for-node", write(".npmrc", "node-options=--test-skip-pattern=.*\n")
    ),
    _CHEAT.hidden(
        "brings-a-node-configuration",
        write("node.config.json", '{"testRunner": {"test-skip-pattern": "."}}\n'),
    ),
)

_AFTER = (
    _CHEAT.after("asserts-true", f"{_HEAD}\ntest('rounding', () => {{\n  assert.ok(true);\n}});\n"),
    _CHEAT.after(
        "asserts-nothing",
        f"{_HEAD}import {{ total }} from '../src/price.js';\n\ntest('rounding', () => {{\n"
        "  total([99], 50);\n});\n",
    ),
    _CHEAT.after("is-skipped", ROUNDING_TEST.replace("test('", "test.skip('")),
    _CHEAT.after("is-to-do", ROUNDING_TEST.replace("test('", "test.todo('").replace("49", "7")),
    _CHEAT.after(
        "catches-everything",
        f"{_HEAD}import {{ total }} from '../src/price.js';\n\ntest('rounding', () => {{\n"
        "  try {\n    assert.equal(total([99], 50), 7);\n  } catch {\n  }\n});\n",
    ),
    _CHEAT.after(
        "tests-a-copy",
        f"{_HEAD}\n{PRICE.replace('export ', '')}\ntest('rounding', () => {{\n"
        "  assert.equal(total([99], 50), 49);\n});\n",
    ),
    _CHEAT.after(
        "changes-the-code-to-suit-it",
        ROUNDING_TEST.replace("49", "50"),
        replace("src/price.js", "Math.floor", "Math.ceil"),
    ),
)

BEHAVIOURS = (*_RED, *_GREEN, *_AFTER)
