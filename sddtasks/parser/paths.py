"""What a task does with the paths that it mentions: creates, removes or only reads them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from sddtasks.parser.mentions import paths_in


class Role(Enum):
    """What happens to a path."""

    CHANGED = "changed"
    REMOVED = "removed"
    READ = "read"


@dataclass(frozen=True, slots=True)
class Use:
    """A path and what a text says happens to it."""

    path: str
    role: Role

    @property
    def name(self) -> str:
        return self.path.rsplit("/", 1)[-1]


@dataclass(frozen=True, slots=True)
class Touched:
    """The paths of one task by role, each once, in the order of the text."""

    paths: tuple[str, ...]
    removes: tuple[str, ...]
    inputs: tuple[str, ...]


_DOCUMENTS = frozenset(
    "plan.md spec.md research.md data-model.md quickstart.md tasks.md constitution.md design.md "
    "requirements.md proposal.md implementation-guide.md brainstorm.md".split()
)
_DESIGN_DIRECTORY = re.compile(
    r"^(?:contracts|checklists)/|(?:^|/)specs/[^/]+/(?:(?:contracts|checklists)/|[^/]+\.md$)|^\.specify/"
)
_CLAUSE_END = re.compile(r"[.;。；]\s|[。；]")
_READ_BEFORE = re.compile(
    r"(?:\b(?:per|see(?: also)?|cf\.?|according to|based on|defined (?:in|by)|specified in|described in"
    r"|documented in|listed in|outlined in|contained in|stated in|following|follows?|match(?:es|ing)?"
    r"|mirror(?:s|ing)?|similar to|like|as in|using|via|against|reus(?:e|es|ed|ing)|referenc(?:e|es|ed|ing)"
    r"|refer to|consult|read(?:s|ing)?|imported from|copied from|from existing|existing in|alongside"
    r"|identical to|consistent with|same as|analogous to|modell?ed on|pattern (?:from|of)|as per|under the"
    r"|load(?:s|ed|ing)?|pars(?:e|es|ed|ing)|calls?|invokes?|consumes?|in line with|aligned? with)"
    r"(?:\s+(?:the|an?|existing|current|all|our|both))*"
    r"|参考|根据|按照|参照|遵循|依据|基于|に従[っい]て?|を参照|に基づき|согласно|по|según|selon|conforme|gemäß|laut)"
    r"[\s(（\"“`*\[:]*$",
    re.IGNORECASE,
)
_FROM_BEFORE = re.compile(r"\bfrom(?:\s+(?:the|existing|all))*[\s`*(]*$", re.IGNORECASE)
_TAKES_AWAY = re.compile(
    r"\b(?:remov|delet|drop|strip|extract|mov|split|eliminat|purg|clean|detach|migrat|export|lift|rm\b|mv\b|git"
    r"|renam|borrar|supprim|lösch|umbenenn|déplac|renomm)|[删移重]|удал|пере|삭제",
    re.IGNORECASE,
)
_REMOVE_BEFORE = re.compile(
    r"(?:\b(?:delet(?:e|es|ed|ing)|remov(?:e|es|ed|ing)|git rm|rm(?: -rf?)?|drop)"
    r"(?:\s+(?:the|an?|old|obsolete|unused|legacy|existing|entire|whole|empty|stale|deprecated|dead|now-unused"
    r"|files?|director(?:y|ies)|folders?|modules?|scripts?|both|all|its))*"
    r"|删除|移除|を?削除|удалить|eliminar|borrar|supprimer|remover|löschen|삭제)[\s`*:：]*$",
    re.IGNORECASE,
)
_MOVE_BEFORE = re.compile(
    r"(?:\b(?:git mv|mv|mov(?:e|es|ed|ing)|renam(?:e|es|ed|ing))(?:\s+(?:the|old|existing|file|files|directory|folder))*"
    r"|移动|重命名|переименовать|переместить|renombrar|mover|déplacer|renommer|umbenennen)[\s`*:：]*$",
    re.IGNORECASE,
)
_JOINS = re.compile(r"^\s*(?:\([^()]*\))?[\s,`*、，+&]*(?:and|und|y|et|e|и|和|と|及|、)?[\s`*]*$", re.IGNORECASE)
_WRITES = re.compile(
    r"\b(?:add|adjust|actuali|amend|append|author|chang|complet|correct|creat|delet|document|draft|edit|enhanc|"
    r"expand|extend|fill|finaliz|finalis|fix|generat|improv|insert|modif|produc|record|refresh|"
    r"regenerat|remov|renam|replac|revis|rewrit|sync|tick|updat|upgrad|writ)\w*|更新|编写|创建|添加|补充|修改|记录"
    r"|作成|追加|更新|修正|актуализ|обнов|добав|созда|запис|документ|actualizar|crear|añadir|atualizar|criar|mettre à jour|créer"
    r"|ajouter|aktualisier|erstell|업데이트|작성|추가|생성",
    re.IGNORECASE,
)
_WRITES_BEHIND = re.compile(
    r"[にをへ와에을를].*(?:記載|追記|反映|更新|作成|追加|記録|修正|まとめ|書[くき]|추가|작성|갱신|업데이트|기록)"
)
_CHECKS = re.compile(
    r"\W*(?:run|execute|verify|validate|test|walk|follow|check|confirm|review|perform|re-?run|manual(?:ly)?"
    r"|ensure|read|study|analy[sz]e|inspect|audit|lock|use|运行|执行|验证|按照|прогнать|проверить)\b",
    re.IGNORECASE,
)
_HEADLINE = re.compile(r"(?<=\w.{10})(?:\s[—–-]\s|[:;：；。]\s|[；。]|\.\s+(?=[A-Z*`]))|(?<=.{40}):\s")
_REMARK = re.compile(
    r"\W*(?:note|see|validated|verified|evidence|results?|done|completed|caveat|why|rationale|reason|this|these"
    r"|it|both|neither|already)\b",
    re.IGNORECASE,
)
_NEAR = 90
_GOVERNED = 60


def uses_in(text: str) -> list[Use]:
    """Every path in a text with its role, without those that are named only in passing."""
    mentions = paths_in(text)
    if not mentions:
        return []
    found: list[_Named] = []
    aside = _asides(text)
    headline = _headline_end(text)
    end = 0
    for mention in mentions:
        between = text[end : mention.start]
        if found and _JOINS.match(between):
            role = found[-1].role
        else:
            role = _role(text[max(0, mention.start - _NEAR) : mention.start])
        if _is_remark(text, mention.start):
            role = Role.READ
        in_headline = mention.start < headline
        if role is Role.CHANGED and is_document(mention.path):
            after = text[mention.end : mention.end + _NEAR]
            role = _role_of_document(between, after) if in_headline else Role.READ
        passing = mention.start >= headline or aside[mention.start]
        found.append(_Named(mention.path, role, passing=passing, aside=aside[mention.start]))
        end = mention.end
    return [Use(named.path, named.role) for named in _credible(found)]


@dataclass(frozen=True, slots=True)
class _Named:
    """A use with its standing: `aside` in brackets, `passing` there or behind the headline."""

    path: str
    role: Role
    passing: bool
    aside: bool


def _credible(found: Sequence[_Named]) -> Iterator[_Named]:
    """Once a path is plainly named, bare names and brackets behind it are only remarks."""
    plain = any(use.role is not Role.READ and not use.passing for use in found)
    full = any(use.role is not Role.READ and not use.aside and "/" in use.path for use in found)
    for use in found:
        bare = "/" not in use.path and not use.path.startswith(".")
        remark = (plain and use.passing and bare) or (full and use.aside)
        if use.role is Role.READ or not remark:
            yield use


def _asides(text: str) -> list[bool]:
    """For each place in the text whether it stands in brackets (those within paths not counted)."""
    if "(" not in text and "（" not in text:
        return [False] * len(text)
    depth, flags = 0, []
    previous = " "
    for char in text:
        if char in "(（" and (previous.isspace() or char == "（" or depth):
            depth += 1
        flags.append(depth > 0)
        if char in ")）" and depth:
            depth -= 1
        previous = char
    return [*flags, False]


def _is_remark(text: str, place: int) -> bool:
    """Whether the sentence around a place is a note on the task and not the task itself."""
    sentence = text.rfind(". ", 0, place)
    return sentence >= 0 and bool(_REMARK.match(text, sentence + 2))


def _headline_end(text: str) -> int:
    """Where the first clause ends and details begin."""
    match = _HEADLINE.search(text)
    return match.start() if match else len(text)


def is_document(path: str) -> bool:
    """Design documents of a feature: read by tasks, and seldom written."""
    return path in _DOCUMENTS or bool(_DESIGN_DIRECTORY.search(path))


def _role(before: str) -> Role:
    clause = _CLAUSE_END.split(before)[-1]
    if _TAKES_AWAY.search(clause) and (
        _REMOVE_BEFORE.search(clause) or _MOVE_BEFORE.search(clause)
    ):
        return Role.REMOVED
    near = clause[-_GOVERNED:]
    reading = _READ_BEFORE.search(near)
    if reading and (near[: reading.start()].strip(" *`(-") or len(clause) > _GOVERNED):
        return Role.READ
    if _FROM_BEFORE.search(clause) and not _TAKES_AWAY.search(clause):
        return Role.READ
    return Role.CHANGED


def _role_of_document(between: str, after: str) -> Role:
    """A document is changed only if a verb of writing governs it, from behind in Japanese."""
    clause = _CLAUSE_END.split(between)[-1]
    written = _WRITES.search(clause[-_GOVERNED:]) and not _CHECKS.match(clause)
    written = written or _WRITES_BEHIND.search(after)
    return Role.CHANGED if written else Role.READ


def touched(uses: Iterable[Use]) -> Touched:
    """The uses by role; a path that is changed anywhere counts as changed."""
    listed = list(uses)
    changed = dict.fromkeys(use.path for use in listed if use.role is Role.CHANGED)
    removed = dict.fromkeys(use.path for use in listed if use.role is Role.REMOVED)
    read = dict.fromkeys(use.path for use in listed if use.role is Role.READ)
    return Touched(
        paths=tuple(path for path in _whole(changed) if path not in removed),
        removes=tuple(removed),
        inputs=tuple(path for path in read if path not in changed and is_document(path)),
    )


def _whole(paths: Iterable[str]) -> Iterator[str]:
    """Without bare names of files that are also given with their directory."""
    listed = list(paths)
    names = {path.rsplit("/", 1)[-1] for path in listed if "/" in path}
    return (path for path in listed if path not in names)
