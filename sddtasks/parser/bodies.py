"""The lines below a task's first one: which of them say what files the task is about."""

from __future__ import annotations

import re
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass

from sddtasks.parser.paths import Use
from sddtasks.parser.paths import uses_in

_BULLET = r"(?:[-*+·]|\d{1,3}[.)])\s+"
_ITEM = re.compile(rf"\s*{_BULLET}")
_FIELD = re.compile(
    rf"\s*(?:{_BULLET})?[*_`]{{0,2}}(?P<name>[^\s:：*_`\[\]][^:：*_`]{{0,40}}?)(?:\(s\))?[*_`]{{0,2}}\s*"
    r"[:：](?![/\\\d])[*_]{0,2}\s*(?P<value>.*)"
)
_FILES = re.compile(
    r"(?:\w+\s+)?files?(?: (?:paths?|location"
    r"|(?:to )?(?:creat|modif|chang|updat|edit|touch|affect)\w*))?"
    r"|(?:file |absolute )?paths?|targets?|target[ _]files?|locations?|where|outputs?|deliverables?"
    r"|creates?|modif(?:y|ies)|updates?|edits?|changes to|new files?|owned[ _]files|artifacts?"
    r"|.{0,4}文件(?:路径)?|路径|位置|目标|输出"
    r"|.{0,4}ファイル|パス|対象|出力"
    r"|파일|경로|файл\w*|путь|пути"
    r"|archivos?|rutas?|arquivos?|caminhos?|fichiers?|chemins?|datei(?:en)?|pfade?",
    re.IGNORECASE,
)
_OTHERS = re.compile(
    rf"\s*(?:{_BULLET}|>\s*)?(?:\[[ xX]\]\s*)?(?:(?:[*_`(→✅]|⚠️)+\s*)?"
    r"(?:verif|validat|check|ensur|confirm|assert|accept|expect|success|execut|command|refer|depend"
    r"|requir|prereq|cover|satisf|result|commit|rational|follow|import|estimat"
    r"|(?:done|runs?|see|ref|notes?|per|based|evidence|status|why|context|goal|purpose|inputs?"
    r"|sources?|read|use|uses|using|from|pattern|example|completed|implemented|priority|effort"
    r"|blocked|boundary)\b"
    r"|tests?\b(?=[^`]*:)|implementation\s*(?:\(|note|:|\*)|_"
    r"|验收|验证|依赖|参考|运行|检查|说明|注意|前置"
    r"|原因|検証|確認|依存|参照|結果|決定|契約|シナリオ|要件|검증|의존|참고"
    r"|проверить|зависим|см\.|verificar|depende|vérifier|prüfen)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class BodyUses:
    """Paths of a body: `named` stand in a field for files, `mentioned` anywhere else."""

    named: tuple[Use, ...]
    mentioned: tuple[Use, ...]


def uses_in_body(lines: Sequence[str]) -> BodyUses:
    """The paths of a task's prose lines."""
    named: list[Use] = []
    mentioned: list[Use] = []
    listing = False
    for text in lines:
        field = _FIELD.match(text)
        if field and _FILES.fullmatch(field["name"].strip()):
            named += uses_in(field["value"])
            listing = not field["value"].strip()
        elif listing and (_ITEM.match(text) or not text.strip()):
            named += uses_in(text)
        else:
            listing = False
            if not _OTHERS.match(text):
                mentioned += uses_in(text)
    return BodyUses(tuple(named), tuple(mentioned))


def uses_in_fields(fields: Iterable[tuple[str, str]]) -> Iterator[Use]:
    """The paths in the cells of a table row whose column is for files."""
    for name, value in fields:
        if _FILES.fullmatch(name.replace("(s)", "s").strip()):
            yield from uses_in(value)
