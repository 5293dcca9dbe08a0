"""The lines below a task's first one: which of them say what files the task is about."""

from __future__ import annotations

import re
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass

from sddtasks.parser.paths import Use
from sddtasks.parser.paths import uses_in

_FIELD = re.compile(
    r"\s*(?:[-*+·]\s+|\d+[.)]\s+)?(?:\*\*|__|_|`)?(?P<name>[^\s:：*_`\[\]][^:：*_`]{0,40}?)(?:\(s\))?"
    r"(?:\*\*|__|_|`)?\s*[:：](?![/\\\d])(?:\*\*|__|_|`)?\s*(?P<value>.*)"
)
_FILES = re.compile(
    r"(?:(?:\w+\s+)?files?(?:\s+(?:paths?|to (?:create|modify|change|update|edit|touch)|created|modified"
    r"|changed|affected|touched|location))?|(?:file\s+|absolute\s+)?paths?(?:\s*s)?|target(?:s|[ _]files?)?"
    r"|locations?|outputs?|creates?|modif(?:y|ies)|updates?|edits?|changes to|new files?|where|deliverables?"
    r"|owned[ _]files|artifacts?"
    r"|.{0,4}文件(?:路径)?|路径|位置|目标|输出|.{0,4}ファイル|パス|対象|出力|파일|경로|файл\w*|путь|пути|archivos?|rutas?"
    r"|arquivos?|caminhos?|fichiers?|chemins?|datei(?:en)?|pfade?)",
    re.IGNORECASE,
)
_OTHERS = re.compile(
    r"\s*(?:[-*+·]\s+|\d+[.)]\s+|>\s*)?(?:\[[ xX]\]\s*)?(?:\*\*|__|_|`|\(|⚠️|✅|→)*\s*"
    r"(?:verif\w*|validat\w*|check\w*|ensur\w*|confirm\w*|assert\w*|accept\w*|expect\w*|success\w*|done\b|run\b"
    r"|runs\b|execut\w*|command\w*|see\b|refer\w*|ref\b|notes?\b|per\b|based\b|depend\w*|requir\w*|prereq\w*"
    r"|cover\w*|satisf\w*|evidence|result\w*|status|commit\w*|rational\w*|why\b|context|goal|purpose|inputs?\b"
    r"|sources?\b|read\b|follow\w*|import\w*|us(?:e|es|ing)\b|from\b|pattern|example|completed\b|implemented\b"
    r"|tests?\b(?=[^`]*:)|estimat\w*|priority|effort|blocked|boundary|implementation\s*(?:\(|note|:|\*)"
    r"|_|验收|验证|依赖|参考|运行|检查|说明|注意|前置|原因|検証|確認|依存|参照|結果|決定|契約|シナリオ|要件|注意|검증|의존|참고|проверить"
    r"|зависим|см\.|verificar|depende|vérifier|prüfen)",
    re.IGNORECASE,
)
_BULLET = re.compile(r"\s*(?:[-*+·]|\d+[.)])\s")


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
        is_files = bool(field and _FILES.fullmatch(field["name"].strip()))
        if is_files and field:
            named += uses_in(field["value"])
            listing = not field["value"].strip()
        elif listing and (_BULLET.match(text) or not text.strip()):
            named += uses_in(text)
        elif not _OTHERS.match(text):
            listing = False
            mentioned += uses_in(text)
        else:
            listing = False
    return BodyUses(tuple(named), tuple(mentioned))


def uses_in_fields(fields: Iterable[tuple[str, str]]) -> Iterator[Use]:
    """The paths in the cells of a table row whose column is for files."""
    for name, value in fields:
        if _FILES.fullmatch(name.replace("(s)", "s").strip()):
            yield from uses_in(value)
