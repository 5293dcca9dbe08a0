"""Names of groups of tasks: phases, stories, "all user stories", "implementation"."""

from __future__ import annotations

import re
from collections.abc import Collection

_NUMBERED = re.compile(
    r"\b(?:phases?|user stor(?:y|ies)|stor(?:y|ies)|fases?|фаз\w+|wp|work packages?|levels?|waves?"
    r"|blocks?)\s*-?#?\d|\bUS-?\d|阶段\s?\d|フェーズ\s?\d|\d\s?단계|\bWP\d|\bphase [A-Z]\b",
    re.IGNORECASE,
)
_SCOPE = re.compile(
    r"^(?:everything|anything)(?: else)?$"
    r"|^(?:the |then )?all (?:other|user|prior|previous|subsequent|remaining|others|the|stories"
    r"|tasks|phases|desired|earlier|later|implementation|above|tests?|following)\b"
    r"|^any (?:other )?(?:task|implementation|story|user story|code)"
    r"|\buser[\s-]stor(?:y|ies)\b|所有|其他|すべて|全タスク|все\w* ",
    re.IGNORECASE,
)
_FILLERS = frozenset(
    """a all an and any are be been being both code complete completed completion creation desired
    done each every fail failing finished first for group in infrastructure is it its land
    merged must of or other pass passing phase phases subtasks task tasks tdd that the their
    these this through to whole with work written""".split()
)
_ROLES = frozenset(
    """setup set up foundation foundational tests test testing contract unit integration core
    implementation implementations implement implementing polish models model services service
    endpoints endpoint entities interfaces validation documentation docs cleanup prerequisites final
    设置 测试 实现 核心 集成 优化 实现任务 测试任务 设置任务 核心实现 テスト 実装 セットアップ 統合
    仕上げ コア 구현 테스트 설정 통합 тесты реализация реализации configuración configuração pruebas
    testes implementación implementação implémentation""".split()
)
_WORD = re.compile(r"[^\W_]+")
_REMARK = re.compile(r"\[[^\]]*\]?|[^\w\s.,:;/+&()\-–—'（），、]")
_TITLE_REST = re.compile(r"(?<=\S)\s+[—–-]\s+(?![\d(]|US|[Pp]hase)")
_EDGES = " \t.,:;-–—*_>|()[]{}（）"
_LONGEST = 90


def is_numbered(text: str) -> bool:
    """Does the text name a phase, story, wave or work package by its number?"""
    return bool(_NUMBERED.search(text))


def group_name(text: str, headings: Collection[str] = ()) -> str:
    """The text if it is the name of a group of tasks and nothing more, otherwise empty.

    `headings` are further words that a group may be called after.
    """
    name = " ".join(_REMARK.sub(" ", text).lstrip(_EDGES + "+&").rstrip(_EDGES).split())
    if is_numbered(name):
        name = _TITLE_REST.split(name, maxsplit=1)[0].strip()
    if "(" in name and ")" not in name:
        name += ")"
    if not name or len(name) > _LONGEST:
        return ""
    if is_numbered(name) or _SCOPE.search(name):
        return name
    words = [word.lower() for word in _WORD.findall(name)]
    named = [word for word in words if word in _ROLES or word in headings]
    return name if named and all(word in named or word in _FILLERS for word in words) else ""
