"""The vocabulary of dependency sentences: connectors, negations, soft words, names of groups."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

ARROW = re.compile(
    r"\s*(?:[─━–—=-]+>(?![=\w])|[─━–—-]*[►▶→⟶➜➔⇒]|(?P<back>(?:[←⟵⇐◄]|<-)[─━–-]*)"
    r"|[,;，；]?\s*(?:\band\s+)?(?:\bthen\b|затем|然后|その後|その後に|\bluego\b|\bdepois\b|\bpuis\b|\bdann\b)[,:]?"
    r")\s*",
    re.IGNORECASE,
)

_BEFORE = (
    ("blocks", r"\bblocks?\b(?!\w)|\bblocking\b|\bblock(?:ea|quea|iert|ent)?n?\b|блокиру\w+|阻塞|阻断"),
    (
        "before",
        r"\bbefore\b|\bprior to\b|\b(?:must |has to |have to )?precedes?\b|\bantes d[eao]s?l?\b"
        r"|\bavant\b|\bперед\b|\bvor\b|\bahead of\b",
    ),
    (
        "prerequisite",
        r"\b(?:hard )?prerequisites? (?:for|of|to)\b|\b(?:required|needed) (?:for|by|before)\b"
        r"|\b(?:gates?|feeds?|enables?|unlocks?|unblocks?)\b(?=\s+(?:\x01|all\b|every))",
    ),
)
_AFTER = (
    ("blocks", r"\bblocked (?:by|on)\b|\bgated (?:by|on)\b"),
    (
        "depends on",
        r"\bdepend(?:s|ing|ent|encies|ency)?(?: only| also)?(?: up)?\s?on\b|\bdépend(?:ent)? d['eu]\w*"
        r"|\bdepende[mn]? d[eao]s?l?\b|\bhäng(?:t|en) (?:ab )?von\b|\babhängig von\b"
        r"|завис\w+ от|依赖于?|依賴於?|取决于",
    ),
    (
        "needs",
        r"\bneeds?\b|\brequir(?:es?|ing)\b|\brequiere[mn]?\b|\brequere?m?\b|\bbenötig(?:t|en)\b"
        r"|\bnécessite(?:nt)?\b|\bconsumes?\b|\breuses?\b|\bbuilds? (?:up)?on\b|\btreбу\w+|требу\w+",
    ),
    (
        "after",
        r"\bafter\b|\bfollows?\b|\bfollowing\b|\bwait(?:s|ing)? (?:for|on)\b|\bonce\b|\bupon\b"
        r"|\bwhen(?=\s+\x01)|\bdespués de(?:l)?\b|\bdepois d[eao]s?\b|\bapós\b|\baprès\b|\bnach\b"
        r"|\bпосле\b",
    ),
)
_VERBS = re.compile(r"block|depend|need|requir|gate|feed|wait|prereq|reus|consum|依|阻|завис|блок", re.I)


@dataclass(frozen=True, slots=True)
class Connector:
    """A word between two groups: which side comes first, and where it stands in a text."""

    rule: str
    forward: bool
    is_verb: bool
    start: int
    end: int


def _alternatives() -> re.Pattern[str]:
    parts = [f"(?P<f{number}>{words})" for number, (_, words) in enumerate(_BEFORE)]
    parts = [f"(?P<b{number}>{words})" for number, (_, words) in enumerate(_AFTER)] + parts
    return re.compile("|".join(parts), re.IGNORECASE)


_CONNECTOR = _alternatives()


def connectors(text: str) -> tuple[Connector, ...]:
    """Every connector of a clause, in order."""
    found = []
    for match in _CONNECTOR.finditer(text):
        group = match.lastgroup or "f0"
        forward = group[0] == "f"
        rule = (_BEFORE if forward else _AFTER)[int(group[1:])][0]
        verb = bool(_VERBS.search(match[0]))
        found.append(Connector(rule, forward, verb, match.start(), match.end()))
    return tuple(found)


NEGATED = re.compile(
    r"\bnot\b|n't\b|\bnever\b|\bno\b|\bnone\b|\bnothing\b|\bwithout\b|\bindependent(?:ly)? (?:of|from)\b"
    r"|\bneither\b|\bnor\b|不依赖|无需|不需要|无依赖|没有|なし|不要|\bне\b|\bнет\b|\bnicht\b|\bkeine?\b|\bsin\b|\bsem\b"
    r"|\bsans\b|\bpas\b|\bnão\b|없",
    re.IGNORECASE,
)
SOFT = re.compile(
    r"^\W*or\b|\b(?:natural|priority) order\b|\bpartial|\bideal|\brecommend|\bprefer|\bmay\b|\bmight\b|\bcould\b|\boptional|\balongside\b"
    r"|\bmeaningful\b|\bcleanest\b|\beasier\b|\bbetter\b|\bas needed\b|\btypically\b|\busually\b"
    r"|\bsuggest|\bhelpful\b|\bmostly\b|\blargely\b|\broughly\b|\bshould have\b|\bif desired\b|\bif needed\b|\bwhere possible\b|建议|推荐"
    r"|\bжелательно\b|\bнеобязательно\b|望ましい|推奨",
    re.IGNORECASE,
)
SEQUENTIAL = re.compile(
    r"\bsequential(?:ly)?\b|\bserial(?:ly|ised|ized)?\b|\bin sequence\b|\bin (?:this |that )?order\b"
    r"|\bone (?:after|at) (?:another|a time)\b|\bstrictly ordered\b|последовательн|顺序执行|按顺序|依次|順番|逐次"
    r"|순차|\bsecuencial|\bsequencial|\bséquentiel|\bnacheinander\b",
    re.IGNORECASE,
)
PARALLEL = re.compile(
    r"\bparallel|\bconcurrent|\bsimultaneous|\bin any order\b|并行|並列|並行|병렬|параллельн|\bparalel|\bparallèle",
    re.IGNORECASE,
)
UNTIL = re.compile(
    r"\b(?:(?:do not|don't|never|must not|cannot|can't|should not) (?:start|begin|run|proceed(?: to)?"
    r"|merge|touch|implement|open)\s+(?P<object>.*?)"
    r"|(?P<subject>\S.*?)\s*\b(?:cannot|can't|must not|should not|may not|can not|not)\s"
    r"(?:be )?(?:start|begin|beginn|run|proceed|merge|land|complete|finish)\w*[^\x01]*?)"
    r"\s*\b(?:until|before|till)\b\s+(?P<first>.*)",
    re.IGNORECASE,
)
OPENING = re.compile(
    r"^\W*(?:(?:only|and|but|then)\s+)?(?:after|once|upon|following|when|as soon as)\s+"
    r"(?P<first>.*?)(?:[,，:：]|\s[→—–]|\bthen\b|\blaunch\b)\s*(?P<rest>.*)$",
    re.IGNORECASE | re.DOTALL,
)
NONE_VALUE = re.compile(
    r"^\W*(?:none\b|no\b|nothing\b|n/?a\b|nil\b|null\b|\[\s*\]|$|无|無|なし|没有|нет\b|ninguna?\b|nenhuma?\b"
    r"|aucune?\b|keine?\b|없음|-+$|—|–)",
    re.IGNORECASE,
)

_TRANSLATIONS = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"(?:必须|必須|需要?|应该?)?在(.{1,80}?)(?:完成|实现|执行|通过)?之?前(?:完成|执行)?", r" before \1 "),
        (r"(?:必须|必須|需要?|应该?|可以?)?在(.{1,80}?)(?:完成|实现|通过)?之?后(?:才能)?", r" after \1 "),
        (r"^(.{1,80}?)(?:完成|通过)(?:之?后|以后)[,，]?", r"after \1, "),
        (r"^(.{1,80}?)(?:の?完了後|完了してから|の後)(?:でなければ|に|、)?", r"after \1, "),
        (r"^(.{1,80}?)\s*(?:완료)?\s*(?:이후|후)(?:에)?\s", r"after \1, "),
        (r"^(.{1,80}?)が(.{1,80}?)より(?:先|前)", r"\1 before \2 "),
        (r"^(.{1,80}?)[はが](.{1,80}?)に依存", r"\1 depends on \2 "),
        (r"^(.{1,80}?)[はが](.{1,80}?)をブロック", r"\1 blocks \2 "),
        (r"^(.{1,80}?)[은는이가]\s*(.{1,80}?)에\s*의존", r"\1 depends on \2 "),
        (r"の?(?:合格|完了)が条件", " "),
    )
)
_EASTERN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def translated(clause: str) -> str:
    """A clause whose connectors stand around their groups, with connectors between them."""
    if _EASTERN.search(clause):
        for pattern, replacement in _TRANSLATIONS:
            clause = pattern.sub(replacement, clause)
    return clause


_NAMED = re.compile(
    r"\b(?:phases?|user stor(?:y|ies)|stor(?:y|ies)|fases?|фаз\w+|wp|work packages?|levels?|waves?|blocks?)"
    r"\s*-?#?\d|\bUS-?\d|阶段\s?\d|フェーズ\s?\d|\d\s?단계|\bWP\d",
    re.IGNORECASE,
)
_SCOPE = re.compile(
    r"^(?:everything|anything)(?: else)?$|^(?:the |then )?all (?:other|user|prior|previous|subsequent|remaining|others|the"
    r"|stories|tasks|phases|desired|earlier|later|implementation|above|tests?|following)\b|^any (?:other )?"
    r"(?:task|implementation|story|user story|code)|\buser[\s-]stor(?:y|ies)\b|所有|其他|すべて|全タスク|все\w* ",
    re.IGNORECASE,
)
_FILLERS = frozenset(
    """a all an and any are be been being both code complete completed completion creation desired done each
    every first finished for group in infrastructure is it its land merged must of or other phase phases
    subtasks tdd task tasks that the their these this through to whole with work written""".split()
)
_GROUP_WORDS = frozenset(
    """setup set up foundation foundational tests test testing contract unit integration core
    implementation implementations implement implementing polish models model services service endpoints
    endpoint entities interfaces validation documentation docs cleanup prerequisites final
    设置 测试 实现 核心 集成 优化 实现任务 测试任务 设置任务 核心实现 テスト 実装 セットアップ 統合 仕上げ コア
    구현 테스트 설정 통합 тесты реализация реализации configuración configuração pruebas testes
    implementación implementação implémentation""".split()
)
_WORD = re.compile(r"[^\W_]+")
_TITLE_REST = re.compile(r"(?<=\S)\s+[—–-]\s+(?![\d(]|US|[Pp]hase)")
_REMARK = re.compile(r"\[[^\]]*\]?|[^\w\s.,:;/+&()\-–—\x01\x02'（），、]")


def is_numbered(text: str) -> bool:
    """Does the text name a phase, story, wave or work package by its number?"""
    return bool(_NAMED.search(text))


def group_name(text: str, extra: Iterable[str] = ()) -> str:
    """The text if it is the name of a group of tasks and nothing more, otherwise empty."""
    text = " ".join(_REMARK.sub(" ", text).strip(" \t.,:;-–—*_>|()[]{}（）+&").split())
    if "(" in text and ")" not in text:
        text += ")"
    if _NAMED.search(text):
        text = _TITLE_REST.split(text, maxsplit=1)[0].strip()
    if not text or len(text) > 90:
        return ""
    if _NAMED.search(text) or _SCOPE.search(text):
        return text
    words = [word.lower() for word in _WORD.findall(text)]
    known = _GROUP_WORDS.union(extra)
    if all(word in known or word in _FILLERS for word in words) and any(
        word in known for word in words
    ):
        return text
    return ""
