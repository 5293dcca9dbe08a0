"""Words of titles and headings: tokens, and the roles that phases are named after."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_WORD = re.compile(r"[^\W_]+")
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


class Role(StrEnum):
    """What a phase or section is for, as far as its heading says so."""

    SETUP = "setup"
    FOUNDATION = "foundation"
    TESTS = "tests"
    CORE = "core"
    INTEGRATION = "integration"
    POLISH = "polish"


_LATIN = (
    (Role.POLISH, r"polish|pulido|polimento|finitions?|feinschliff|politur|cleanup|hardening"),
    (Role.FOUNDATION, r"foundation\w*|prerequisites?|fundament\w*|fundaç\w*|grundlagen?|базов\w*"),
    (Role.INTEGRATION, r"int[eé]gra(?:tions?|ci[oó]n|ç[aã]o|tionen)|интеграц\w*"),
    (Role.TESTS, r"tests?|testing|tdd|pruebas?|testes?|essais|тест\w*"),
    (Role.CORE, r"core|impl[eé]menta(?:tions?|ci[oó]n|ç[aã]o)|implement(?:ierung|ing)|реализац\w*"),
    (Role.SETUP, r"set-?up|configura(?:ci[oó]n|ç[aã]o)|einrichtung|pr[eé]paration|настройк\w*"),
)
_SCRIPTS = (
    (
        Role.POLISH,
        ("优化", "完善", "打磨", "润色", "収尾", "收尾", "仕上げ", "ポリッシュ", "마무리"),
    ),
    (Role.FOUNDATION, ("基础", "基盤", "기반", "基礎")),
    (Role.INTEGRATION, ("集成", "統合", "整合", "통합")),
    (Role.TESTS, ("测试", "測試", "テスト", "테스트")),
    (Role.CORE, ("核心", "实现", "實現", "実装", "コア", "구현")),
    (Role.SETUP, ("设置", "設置", "准备", "初始化", "セットアップ", "準備", "설정", "설치")),
)
_LATIN_ROLES = tuple((role, re.compile(rf"\b(?:{words})\b")) for role, words in _LATIN)

_COMMON = frozenset(
    """a an and are as at be before by can for from have if in into is it its must no not of on only
    or so such that the their then these this to until when with all any each every other phase
    phases task tasks section group step steps work complete completed completion done ready begin
    start started written stage""".split()
)


@lru_cache(maxsize=65536)
def tokens(text: str) -> tuple[str, ...]:
    """Lower-case words in the singular; `TopicSubject.cs` gives topic, subject, cs."""
    return tuple(_singular(word) for word in _WORD.findall(_CAMEL.sub(" ", text).lower()))


def telling(text: str) -> frozenset[str]:
    """The tokens that can tell one group from another."""
    return frozenset(word for word in tokens(text) if word not in _COMMON)


def _singular(word: str) -> str:
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


@lru_cache(maxsize=4096)
def roles(text: str) -> tuple[Role, ...]:
    """The roles that a text names, in the order of their first mention."""
    lower = text.lower()
    found = {role: match.start() for role, words in _LATIN_ROLES if (match := words.search(lower))}
    if _CJK.search(text):
        for role, marks in _SCRIPTS:
            places = [text.find(mark) for mark in marks if mark in text]
            if places:
                found.setdefault(role, min(places))
    return tuple(sorted(found, key=found.__getitem__))
