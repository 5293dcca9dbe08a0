"""What a text says happens to a path, judged by the words around it: changed, removed or read."""

from __future__ import annotations

import re
from enum import Enum


class Role(Enum):
    """What happens to a path."""

    CHANGED = "changed"
    REMOVED = "removed"
    READ = "read"


NEAR = 90
"""How many characters before a path can say anything about it."""

_GOVERNED = 60
_WORDS = 45
_CLAUSE_END = re.compile(r"[.;。；]\s|[。；]")
_READ_BEFORE = re.compile(
    r"(?:\b(?:per|see(?: also)?|cf\.?|as per|according to|based on|following|follows?|via"
    r"|us(?:e|es|ed|ing)|(?:defined|specified|described|documented|listed|outlined|contained|stated|existing)"
    r" (?:in|by)"
    r"|match(?:es|ing)?|mirror(?:s|ing)?|similar to|like|as in|against|alongside|under the"
    r"|reus(?:e|es|ed|ing)|referenc(?:e|es|ed|ing)|refer to|consult|read(?:s|ing)?|from existing"
    r"|(?:import|copi|load)ed from|load(?:s|ed|ing)?|pars(?:e|es|ed|ing)|calls?|invokes?|consumes?"
    r"|identical to|with missing|consistent with|same as|analogous to|modell?ed on"
    r"|pattern (?:from|of)|in line with|aligned? with|links? to|delegates? to|points? (?:to|at)"
    r"|(?:to|that) (?:reflects?|describes?|mentions?|explains?|references?)"
    r"|(?:that|which|to) (?:verif\w+|checks?|detects?|scans?|finds?|watch\w*))"
    r"(?:\s+(?:the|an?|existing|current|all|our|both))*"
    r"|参考|根据|按照|参照|遵循|依据|基于|に従[っい]て?|を参照|に基づき"
    r"|согласно|по|según|selon|conforme|gemäß|laut)"
    r"[\s(（\"“`*\[:]*$",
)
_RUN_BEFORE = re.compile(
    r"\b(?:run|runs|running|execute|executes|invoke|invokes)(?:\s+the)?[\s`*(]*$"
    r"|(?:运行|执行|запустить|ejecutar|exécuter)[\s`*]*$"
)
_FROM_BEFORE = re.compile(r"\bfrom(?:\s+(?:the|existing|all))*[\s`*(]*$")
_TAKES_AWAY = re.compile(
    r"\b(?:remov|delet|drop|strip|extract|mov|split|eliminat|purg|clean|detach|migrat|export|lift"
    r"|renam|rm\b|mv\b|git|borrar|supprim|lösch|umbenenn|déplac|renomm)"
    r"|[删移重]|удал|пере|삭제",
)
_REMOVE_BEFORE = re.compile(
    r"(?:\b(?:delet(?:e|es|ed|ing)|remov(?:e|es|ed|ing)|git rm|rm(?: -rf?)?|drop)"
    r"(?:\s+(?:the|an?|old|obsolete|unused|legacy|existing|entire|whole|empty|stale|deprecated"
    r"|dead|now-unused|files?|director(?:y|ies)|folders?|modules?|scripts?|both|all|its))*"
    r"|(?:删除|移除)(?:占位|旧|旧的|废弃的?|多余的?|无用的?)?(?:文件|目录|脚本|模块)?|を?削除|удалить|eliminar|borrar|supprimer|remover|löschen|삭제)[\s`*:：]*$",
)
_MOVE_BEFORE = re.compile(
    r"(?:\b(?:git mv|mv|mov(?:e|es|ed|ing)|renam(?:e|es|ed|ing))"
    r"(?:\s+(?:the|old|existing|file|files|directory|folder))*"
    r"|移动|重命名|переименовать|переместить|renombrar|mover|déplacer|renommer|umbenennen)"
    r"[\s`*:：]*$",
)
_WRITES = re.compile(
    r"\b(?:add|adjust|actuali|amend|append|author|chang|complet|correct|creat|delet|document|draft"
    r"|edit|enhanc|expand|extend|fill|finali[sz]|fix|generat|improv|insert|modif|produc|record"
    r"|refresh|regenerat|remov|renam|replac|revis|rewrit|sync|tick|updat|upgrad|writ)\w*"
    r"|更新|编写|创建|添加|补充|修改|记录|作成|追加|修正|업데이트|작성|추가|생성"
    r"|出力|輸出|输出|生成|整理"
    r"|актуализ|обнов|добав|созда|запис|документ|actualizar|crear|añadir|atualizar|criar"
    r"|mettre à jour|créer|ajouter|aktualisier|erstell",
    re.IGNORECASE,
)
_PLACE_OF = re.compile(r"[`*]*(?:\s*(?:中|里|内|の|における|から)|['’]s\b)")
_ENTRY = r"(?:(?:,|\s+and|\s*&)\s+[`*]*(?=[\w*-]*[./])[\w./*-]+[`*]*)"
_IGNORED = re.compile(
    rf"[`*]*{_ENTRY}{{0,6}}?\s+(?:to|in|into)\s+(?:the\s+)?[`*]*(?:[\w-]+/)*\.\w+ignore\b",
    re.IGNORECASE,
)
_WRITES_IT = re.compile(
    r"\b(?:align|clarif(?:y|ies|ied)|refine|tighten|reconcile|simplif(?:y|ies|ied)|restructure|adapt|polish)"
    r"(?:\s+(?:in|the|our|its))*[\s`*]*$",
    re.IGNORECASE,
)
_WRITES_BEHIND = re.compile(
    r"[にをへ와에을를].*(?:出力|生成|記載|追記|反映|更新|作成|追加|記録|修正|まとめ|書[くき]"
    r"|추가|작성|갱신|업데이트|기록)"
)
_PART_OF = re.compile(
    r"\b(?:of|for|by|with|against|asserting|matching|implementing)\s+(?:[\w'-]+\s+){0,2}[\s`*\[(]*$",
    re.IGNORECASE,
)
_CHECKS = re.compile(
    r"\W*(?:run|execute|verify|validate|test|walk|follow|check|confirm|review|perform|re-?run"
    r"|manual(?:ly)?|ensure|read|study|analy[sz]e|inspect|audit|lock|use|prove|проверить|прогнать)\b"
    r"|\W*(?:运行|执行|验证|按照)",
    re.IGNORECASE,
)
_REMARK = re.compile(
    r"\W*(?:note|see|validated|verified|evidence|results?|done|completed|caveat|why|rationale"
    r"|reason|this|these|it|both|neither|already)\b",
    re.IGNORECASE,
)


def role_after(before: str) -> Role:
    """The role of a path behind these words."""
    clause = _CLAUSE_END.split(before.lower())[-1]
    takes_away = _TAKES_AWAY.search(clause)
    if takes_away and (_REMOVE_BEFORE.search(clause) or _MOVE_BEFORE.search(clause)):
        return Role.REMOVED
    near = clause[-_WORDS:]
    if _RUN_BEFORE.search(near):
        return Role.READ
    reading = _READ_BEFORE.search(near)
    if reading and (near[: reading.start()].strip(" *`(-") or len(clause) > _WORDS):
        return Role.READ
    if not takes_away and _FROM_BEFORE.search(clause):
        return Role.READ
    return Role.CHANGED


def role_of_document(before: str, after: str) -> Role:
    """A design document is changed only if a verb of writing governs it; else it is read."""
    clause = _CLAUSE_END.split(before)[-1]
    if _WRITES_BEHIND.search(after):
        return Role.CHANGED
    if _WRITES_IT.search(clause):
        return Role.CHANGED
    if _CHECKS.match(clause) or _PART_OF.search(clause):
        return Role.READ
    return Role.CHANGED if _WRITES.search(clause[-_GOVERNED:]) else Role.READ


def is_governed(before: str) -> bool:
    """Whether a verb of writing stands in the clause before a path."""
    return bool(_WRITES.search(_CLAUSE_END.split(before)[-1][-_GOVERNED:]))


def is_place(text: str, end: int) -> bool:
    """Whether something in the path is meant: `移除 a.rs 中的 …`, `remove a.rs's …`."""
    return bool(_PLACE_OF.match(text, end))


def is_entry(text: str, end: int) -> bool:
    """Whether a path is only what an ignore file gets as a line: ``Add `build/` to .gitignore``."""
    return bool(_IGNORED.match(text, end))


def is_remark(text: str, place: int) -> bool:
    """Whether the sentence around a place is a note on the task and not the task itself."""
    sentence = text.rfind(". ", 0, place)
    return sentence >= 0 and bool(_REMARK.match(text, sentence + 2))
