"""How one side of a dependency is read: as ids of the plan, else as the name of a group."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sddtasks.model.plan import Ref
from sddtasks.parser.depends_groups import group_name
from sddtasks.parser.depends_groups import is_numbered
from sddtasks.parser.depends_ids import MARK
from sddtasks.parser.depends_ids import Ids
from sddtasks.parser.depends_ids import Refs
from sddtasks.parser.depends_words import PARALLEL

NOBODY = Ref()
_MARKUP = re.compile(r"\*\*|__|`|~~|(?<!\w)\*(?=\S)|(?<=\S)\*(?!\w)")
_BULLET = re.compile(r"^[\s>#|]*(?:[-*+•·]\s+|\d+[.)]\s+)?(?:\[[ xX]?\]\s*)?[^\w\x01(\[{（]*")
_NUMBERS = re.compile(
    r"^[\s│├└─*-]*\d+(?:\.\d+)*(?:[\d.,\s/+&()]|→|-+>|─*[>►])*(?:→|>|►)[\s\d.,/+&()]*$"
)
_SPACES = re.compile(r"\s{2,}")
_ASIDE = re.compile(r"[(（][^()（）]*[)）]?")
_MENTION = re.compile(r"^[(（]\s*(?:see|like|cf|as in|e\.g|i\.e|not|same|was|formerly)\b", re.I)
_MOST_WORDS = 80


@dataclass(frozen=True, slots=True)
class Reader:
    """What the sentences of one document are read with: its ids and the words of its headings."""

    ids: Ids
    names: frozenset[str] = frozenset()

    def mark(self, text: str, *, numbers: bool = False) -> Refs:
        """The text without emphasis, its ids marked; a chain of numbers is one of ids."""
        return self.ids.mark(plain(text), numbers=numbers or bool(_NUMBERS.match(text)))

    def side(self, refs: Refs, text: str) -> Ref:
        """The group that one side of a connector names; in parentheses only if nowhere else."""
        text = _ASIDE.sub(_kept_aside, text)
        outside = _ASIDE.sub(" ", text)
        ids = refs.of(outside) or refs.of(text)
        if ids:
            return Ref(ids, " ".join(MARK.sub("", text).split())[:_MOST_WORDS])
        if is_numbered(text):
            return Ref((), group_name(text, self.names))
        return Ref((), group_name(outside, self.names) or group_name(text, self.names))


def is_empty(ref: Ref) -> bool:
    return not (ref.ids or ref.words)


def plain(text: str) -> str:
    """A line without bullets, boxes and emphasis."""
    return _SPACES.sub(" ", _BULLET.sub("", _MARKUP.sub("", text), count=1)).strip()


def _kept_aside(match: re.Match[str]) -> str:
    """Parentheses, unless what they hold is a remark about other groups."""
    text = match[0]
    return "" if _MENTION.match(text) or PARALLEL.search(text) else text
