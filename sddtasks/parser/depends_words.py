"""The vocabulary of dependency sentences: arrows, connectors, negations, soft words."""

from __future__ import annotations

import re
from dataclasses import dataclass

ARROW = re.compile(
    r"\s*(?:[─━–—=-]+>(?![=\w])|[─━–—-]*[►▶→⟶➜➔⇒]|(?P<back>(?:[←⟵⇐◄]|<-)[─━–-]*)"
    r"|(?:[,;，；]\s*)?(?:\band\s+)?(?:\bthen\b|затем|然后|その後|その後に|\bluego\b|\bdepois\b|\bpuis\b|\bdann\b)[,:]?"
    r")\s*",
    re.IGNORECASE,
)

_BEFORE = (
    (
        "blocks",
        (
            r"\bblocks?\b|\bblocking\b|\bbloque(?:a|an|ia|iam|nt)?\b|\bblockier(?:t|en)\b"
            r"|блокиру\w+|阻塞|阻断"
        ),
    ),
    (
        "before",
        (
            r"\bbefore\b|\bprior to\b|\b(?:must |has to |have to )?precedes?\b|\bantes d[eao]s?l?\b"
            r"|\bavant\b|\bперед\b|\bvor\b|\bahead of\b|\bfollowed by\b"
        ),
    ),
    (
        "prerequisite",
        (
            r"\b(?:hard )?prerequisites? (?:for|of|to)\b|\b(?:required|needed) (?:for|by|before)\b"
            r"|\b(?:gates?|feeds?|enables?|unlocks?|unblocks?)\b(?=\s+(?:\x01|all\b|every))"
        ),
    ),
)
_AFTER = (
    ("blocks", r"\bblocked (?:by|on)\b|\bgated (?:by|on)\b|\bpreceded by\b"),
    ("after", r"\b(?:waits?|waiting|blocked|held|deferred|postponed|paused) until\b"),
    (
        "depends on",
        (
            r"\bdepend(?:s|ing|ent|encies|ency)?(?: only| also)?(?: up)?\s?on\b"
            r"|\bdépend(?:ent)? d['eu]\w*|\bdepende[mn]? d[eao]s?l?\b|\bhäng(?:t|en) (?:ab )?von\b"
            r"|\babhängig von\b"
            r"|завис\w+ от|依赖于?|依賴於?|取决于"
        ),
    ),
    (
        "needs",
        (
            r"\bneeds?\b|\brequir(?:es?|ing)\b|\brequiere[mn]?\b|\brequere?m?\b|\bbenötig(?:t|en)\b"
            r"|\bnécessite(?:nt)?\b|\bconsumes?\b|\breuses?\b|\bbuilds? (?:up)?on\b|требу\w+"
        ),
    ),
    (
        "after",
        (
            r"\bafter\b|\bfollows?\b(?!-)|\bfollowing\b|\bwait(?:s|ing)? (?:for|on)\b|\bonce\b"
            r"|\bupon\b|\bwhen(?=\s+\x01)|\bdespués de(?:l)?\b|\bdepois d[eao]s?\b|\bapós\b"
            r"|\baprès\b|\bnach\b|\bпосле\b"
        ),
    ),
)
_VERBS = re.compile(
    r"block|depend|need|requir|gate|feed|wait|prereq|reus|consum|依|阻|завис|блок", re.I
)


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


_STEMS = (
    "block bloque before prior preced antes avant перед vor ahead prereq requir needed gate gating"
    " feed enabl unlock unblock блокиру 阻 depend deps dépend häng abhäng завис 依 取决"
    " need requier benötig nécess consum reus build требу after follow wait once upon"
    " when despu depois após après nach после until till > → ► ▶ ⟶ ➜ ➔ ⇒ ← <- ⟵ ⇐ ◄ then затем 然后"
    " その後 luego puis dann sequen sequên secuen séquen serial order one последоват 顺序 依次 順番"
    " 逐次 순차 nacheinander 前 後 后 先 ブロック 후 의존 선행 条件"
).split()


def speaks_of_order(text: str) -> bool:
    """A quick look: without one of these pieces of words there is no statement in a text."""
    lower = text.lower()
    return any(stem in lower for stem in _STEMS)


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
    r"\bnot\b|n't\b|\bnever\b|\bno\b|\bnone\b|\bnothing\b|\bwithout\b"
    r"|\bindependent(?:ly)? (?:of|from)\b|\bneither\b|\bnor\b|不依赖|无需|不需要|无依赖|没有|なし"
    r"|不要"
    r"|\bне\b|\bнет\b|\bnicht\b|\bkeine?\b|\bsin\b|\bsem\b|\bsans\b|\bpas\b|\bnão\b|없",
    re.IGNORECASE,
)
SOFT = re.compile(
    r"^\W*or\b|\b(?:natural|priority) order\b|\bpartial|\bideal|\brecommend|\bprefer|\bmay\b"
    r"|\bmight\b|\bcould\b|\boptional|\balongside\b|\bmeaningful\b|\bcleanest\b|\beasier\b"
    r"|\bbetter\b|\bas needed\b|\btypically\b|\busually\b|\bsuggest|\bhelpful\b|\bmostly\b"
    r"|\blargely\b|\broughly\b|\bshould have\b|\bif desired\b|\bif needed\b"
    r"|\bwhere possible\b|建议|推荐|\bжелательно\b|\bнеобязательно\b|望ましい|推奨",
    re.IGNORECASE,
)
SEQUENTIAL = re.compile(
    r"\bsequential(?:ly)?\b|\bserial(?:ly|ised|ized)?\b|\bin sequence\b"
    r"|\bin (?:this |that )?order\b|\bone (?:after|at) (?:another|a time)\b|\bstrictly ordered\b"
    r"|последовательн|顺序执行|按顺序|依次|順番|逐次|순차|\bsecuencial|\bsequencial|\bséquentiel|\bnacheinander\b",
    re.IGNORECASE,
)
PARALLEL = re.compile(
    r"\bparallel|\bconcurrent|\bsimultaneous|\bin any order\b|并行|並列|並行|병렬|параллельн"
    r"|\bparalel|\bparallèle",
    re.IGNORECASE,
)
_UNTIL = re.compile(r"\b(?:until|before|till)\b", re.IGNORECASE)
_FORBIDDEN = re.compile(
    r"^(?P<subject>.*?)\b(?:do not|don't|never|must not|cannot|can't|can not|should not|may not"
    r"|not)\s+(?:be )?(?:start|begin|beginn|run|proceed|merge|land|complete|finish|touch|implement"
    r"|open)"
    r"\w*(?: (?:to|on|with|at))?(?P<object>.*)$",
    re.IGNORECASE | re.DOTALL,
)
OPENING = re.compile(
    r"^\W*(?:(?:only|and|but|then)\s+)?(?:after|once|upon|following|when|as soon as)\s+"
    r"(?P<first>.*?)(?:[,，:：]|\s[→—–]|\bthen\b|\blaunch\b)\s*(?P<rest>.*)$",
    re.IGNORECASE | re.DOTALL,
)
NONE_VALUE = re.compile(
    r"^\W*(?:none\b|no\b|nothing\b|n/?a\b|nil\b|null\b|\[\s*\]|$|无|無|なし|没有|нет\b|ninguna?\b"
    r"|nenhuma?\b|aucune?\b|keine?\b|없음|-+$|—|–)",
    re.IGNORECASE,
)


def until(text: str) -> tuple[str, str] | None:
    """`T005 cannot start until T004 …`: what must wait, and what it waits for."""
    turn = _UNTIL.search(text)
    forbidden = _FORBIDDEN.match(text[: turn.start()]) if turn else None
    if turn is None or forbidden is None:
        return None
    return f"{forbidden['subject']} {forbidden['object']}", text[turn.end() :]


_TRANSLATIONS = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (
            r"(?:必须|必須|需要?|应该?)?在(.{1,80}?)(?:完成|实现|执行|通过)?之?前(?:完成|执行)?",
            r" before \1 ",
        ),
        (
            r"(?:必须|必須|需要?|应该?|可以?)?在(.{1,80}?)(?:完成|实现|通过)?之?后(?:才能)?",
            r" after \1 ",
        ),
        (r"^(.{1,80}?)(?:完成|通过)(?:之?后|以后)[,，]?", r"after \1, "),
        (r"^(.{1,80}?)(?:の?完了後|完了してから|の後)(?:でなければ|に|、)?", r"after \1, "),
        (r"^(.{1,80}?)\s*(?:완료)?\s*(?:이후|후)(?:에)?(?:\s|$)", r"after \1, "),
        (r"^(.{1,80}?)が(.{1,80}?)より(?:先|前)", r"\1 before \2 "),
        (r"^(.{1,80}?)[はが](.{1,80}?)に依存", r"\1 depends on \2 "),
        (r"^([^はが]{1,80}?)に依存", r" depends on \1 "),
        (r"^(.{1,80}?)[はが](.{1,80}?)をブロック", r"\1 blocks \2 "),
        (r"^(.{1,80}?)[은는이가]\s*(.{1,80}?)에\s*의존", r"\1 depends on \2 "),
        (r"^([^은는이가]{1,80}?)에\s*의존", r" depends on \1 "),
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
