"""Lines that fail whatever the product does, told from those that ask it something."""

from __future__ import annotations

import ast
from textwrap import dedent

import pytest

from sddtasks.toolchains import braces
from sddtasks.toolchains.dotnet import CSHARP
from sddtasks.toolchains.golang.failure import GO
from sddtasks.toolchains.inert import Language
from sddtasks.toolchains.inert import is_placeholder
from sddtasks.toolchains.java.reading import JAVA
from sddtasks.toolchains.javascript.reason import JAVASCRIPT
from sddtasks.toolchains.python import placeholder
from sddtasks.toolchains.rust.failure import RUST

# `>>` marks the line that fails.
PYTHON = {
    "literal": ("def test():\n>>  assert False", True),
    "comparison of literals": ("def test():\n>>  assert 1 + 1 == 3", True),
    "constant of the module": ("LIMIT = 3\n\ndef test():\n>>  assert LIMIT == 4", True),
    "mock that nobody got": (
        "from unittest.mock import Mock\n\ndef test():\n  m = Mock()\n>>  m.assert_called()",
        True,
    ),
    "parameters": (
        "import pytest\n\n@pytest.mark.parametrize('a', [1])\ndef test(a):\n>>  assert a == 2",
        True,
    ),
    "guarded by a literal": ("def test():\n  if True:\n>>    raise ValueError", True),
    "fixture that gives none": (
        (
            "import pytest\n\n@pytest.fixture\ndef order():\n  return None\n\n"
            "def test(order):\n>>  assert order is not None"
        ),
        True,
    ),
    "fixture that asks": (
        (
            "import pytest, shop\n\n@pytest.fixture\ndef order():\n  return shop.order()\n\n"
            "def test(order):\n>>  assert order is not None"
        ),
        False,
    ),
    "member": (
        "class TestIt:\n  order = None\n  def test(self):\n>>    assert self.order, 'required'",
        True,
    ),
    "member that is set": (
        (
            "import shop\nclass TestIt:\n  order = None\n  def setUp(self):\n"
            "    self.order = shop.order()\n  def test(self):\n>>    assert self.order, 'required'"
        ),
        False,
    ),
    "fixture": ("def test(order):\n>>  assert order == 2", False),
    "imported": ("from shop import LIMIT\n\ndef test():\n>>  assert LIMIT == 4", False),
    "file system": (
        "from pathlib import Path\n\ndef test():\n>>  assert Path('Dockerfile').exists()",
        False,
    ),
    "guarded by the product": (
        "import shop\n\ndef test():\n  if shop.total() != 3:\n>>    raise AssertionError",
        False,
    ),
    "after a way out": (
        (
            "import shop\nimport pytest\n\ndef test():\n  for o in shop.all():\n    return\n"
            ">>  pytest.fail('none')"
        ),
        False,
    ),
    "in a try": (
        (
            "import shop\n\ndef test():\n  try:\n    shop.total()\n  except ValueError:\n"
            ">>    assert False"
        ),
        False,
    ),
    "list that the product fills": (
        "import shop\n\ndef test():\n  seen = []\n  shop.fill(seen)\n>>  assert seen == [1]",
        False,
    ),
    "callback": (
        (
            "import shop\n\ndef test():\n  seen = []\n  shop.each(lambda o: seen.append(1))\n"
            ">>  assert seen"
        ),
        False,
    ),
    "nonlocal": (
        (
            "import shop\n\ndef test():\n  called = False\n  def call():\n    nonlocal called\n"
            "    called = True\n  shop.each(call)\n>>  assert called"
        ),
        False,
    ),
    "instance": (
        (
            "import unittest\n\nclass T(unittest.TestCase):\n  def test(self):\n"
            ">>    self.assertEqual(self.order, 3)"
        ),
        False,
    ),
    "literal in unittest": (
        (
            "import unittest\n\nclass T(unittest.TestCase):\n  def test(self):\n"
            ">>    self.assertEqual(1, 3)"
        ),
        True,
    ),
    "raises with the product": (
        "import pytest, shop\n\ndef test():\n>>  with pytest.raises(ValueError):\n    shop.total()",
        False,
    ),
    "no function": (">>nonsense", False),
}

OTHERS: dict[str, tuple[Language, str, bool]] = {
    "go: always": (GO, 'func TestA(t *testing.T) {\n>>\tt.Fatal("todo")\n}', True),
    "go: one line": (GO, '>>func TestA(t *testing.T) { t.Fatal("todo") }', True),
    "go: one line with a condition": (
        GO,
        ">>func TestA(t *testing.T) { err := shop.Open(); if err != nil { t.Fatal(err) } }",
        False,
    ),
    "go: one line with a condition that says nothing": (
        GO,
        ">>func TestA(t *testing.T) { var s Store; if s == nil { t.Fatal() } }",
        True,
    ),
    "go: nil by declaration": (
        GO,
        "func TestA(t *testing.T) {\n\tvar s Store\n\tif s == nil {\n>>\t\tt.Fatal()\n\t}\n}",
        True,
    ),
    "go: assigned by the product": (
        GO,
        (
            "func TestA(t *testing.T) {\n\tvar s Store\n\ts = shop.New()\n\tif s == nil {\n"
            ">>\t\tt.Fatal()\n\t}\n}"
        ),
        False,
    ),
    "go: filled through a pointer": (
        GO,
        (
            "func TestA(t *testing.T) {\n\tvar got int\n\tshop.Read(&got)\n\tif got == 0 {\n"
            ">>\t\tt.Fatal()\n\t}\n}"
        ),
        False,
    ),
    "go: set by a callback": (
        GO,
        (
            "func TestA(t *testing.T) {\n\tcalled := false\n\tshop.Each(func() {\n\t\tcalled = true"
            "\n\t})\n\tif !called {\n>>\t\tt.Fatal()\n\t}\n}"
        ),
        False,
    ),
    "go: the name has another use elsewhere": (
        GO,
        (
            "func TestA(t *testing.T) {\n\tvar s Store\n\tif s == nil {\n>>\t\tt.Fatal()\n\t}\n}"
            "\n\nfunc TestB(t *testing.T) {\n\ts := shop.New()\n\ts.Close()\n}"
        ),
        True,
    ),
    "go: else": (
        GO,
        "func TestA(t *testing.T) {\n\tif ok() {\n\t} else {\n>>\t\tt.Fatal()\n\t}\n}",
        False,
    ),
    "go: testify on a literal": (
        GO,
        "func TestA(t *testing.T) {\n>>\tassert.True(t, false)\n}",
        True,
    ),
    "go: testify on the product": (
        GO,
        "func TestA(t *testing.T) {\n>>\trequire.NoError(t, shop.Open())\n}",
        False,
    ),
    "js: literal": (JAVASCRIPT, "it('a', () => {\n>>  expect(true).toBe(false);\n});", True),
    "js: brace in a string": (
        JAVASCRIPT,
        "it('a }', () => {\n  log('}');\n>>  throw new Error('todo');\n});",
        True,
    ),
    "js: assigned before each": (
        JAVASCRIPT,
        (
            "let order;\nbeforeEach(() => {\n  order = make();\n});\nit('a', () => {\n"
            ">>  expect(order).toBe(1);\n});"
        ),
        False,
    ),
    "js: destructured": (
        JAVASCRIPT,
        "it('a', () => {\n  let total;\n  ({ total } = read());\n>>  expect(total).toBe(1);\n});",
        False,
    ),
    "js: counted in a callback": (
        JAVASCRIPT,
        (
            "it('a', () => {\n  let count = 0;\n  each(() => { count++; });\n"
            ">>  expect(count).toBe(1);\n});"
        ),
        False,
    ),
    "js: mock": (
        JAVASCRIPT,
        (
            "it('a', () => {\n  const spy = vi.fn();\n  notify(spy);\n"
            ">>  expect(spy).toHaveBeenCalled();\n});"
        ),
        False,
    ),
    "java: literal": (JAVA, "@Test void a() {\n>>  assertTrue(false);\n}", True),
    "java: guarded": (
        JAVA,
        "@Test void a() {\n  if (shop.total() != 3) {\n>>    fail();\n  }\n}",
        False,
    ),
    "java: brace on its own line": (
        JAVA,
        "@Test void a()\n{\n  if (shop.total() != 3)\n  {\n>>    fail();\n  }\n}",
        False,
    ),
    "c#: brace on its own line": (
        CSHARP,
        "[Fact]\npublic void A()\n{\n>>    Assert.True(false);\n}",
        True,
    ),
    "c#: guarded": (
        CSHARP,
        "[Fact]\npublic void A()\n{\n  if (shop.Total() != 3)\n  {\n>>    Assert.Fail();\n  }\n}",
        False,
    ),
    "java: lambda": (
        JAVA,
        "@Test void a() {\n>>  assertThrows(Error.class, () -> shop.total());\n}",
        False,
    ),
    "rust: always": (RUST, '#[test]\nfn a() {\n>>    panic!("todo");\n}', True),
    "rust: lifetime is no string": (
        RUST,
        (
            "fn name<'a>(text: &'a str) -> &'a str { text }\n\n#[test]\nfn a() {\n"
            '>>    assert!(name("a").is_empty());\n}'
        ),
        False,
    ),
    "rust: in a match": (
        RUST,
        (
            "#[test]\nfn a() {\n    match shop::total() {\n        3 => {}\n"
            '        _ => {\n>>            panic!("wrong");\n        }\n    }\n}'
        ),
        False,
    ),
}


def marked(text: str) -> tuple[str, int]:
    lines = dedent(text).split("\n")
    number = next(i for i, line in enumerate(lines, start=1) if line.startswith(">>"))
    return "\n".join(line.removeprefix(">>") for line in lines), number


@pytest.mark.parametrize("name", PYTHON)
def test_python(name: str) -> None:
    text, expected = PYTHON[name]
    source, line = marked(text)
    assert placeholder.is_placeholder([(ast.parse(source), line)]) is expected


@pytest.mark.parametrize("name", OTHERS)
def test_other_languages(name: str) -> None:
    language, text, expected = OTHERS[name]
    source, line = marked(text)
    assert is_placeholder(language, source, line) is expected


def test_every_line_on_the_way_has_to_say_nothing() -> None:
    helper = ast.parse("def check():\n  raise AssertionError")
    guarded = ast.parse("import shop\n\ndef test():\n  if shop.total():\n    check()")
    plain = ast.parse("def check(): pass\n\ndef test():\n  check()")
    assert not placeholder.is_placeholder([(guarded, 5), (helper, 2)])
    assert placeholder.is_placeholder([(plain, 4), (helper, 2)])
    assert not placeholder.is_placeholder([])


def test_strings_and_comments_are_no_code() -> None:
    text = "a = \"{\" // {\nb = `}` /* } */ + '\\'{'"
    code = braces.masked(text)
    assert len(code) == len(text)
    assert not set("{}") & set(code)
    assert braces.names("shop.New(x.id) + 'a'") == ("shop", "x", "a")
