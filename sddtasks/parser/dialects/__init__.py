"""The registry of dialects: each module finds the tasks that are written in its way."""

from __future__ import annotations

from sddtasks.parser.dialects import checkbox
from sddtasks.parser.dialects import heading
from sddtasks.parser.dialects import paragraph
from sddtasks.parser.dialects import table

DIALECTS = (heading.sites, checkbox.sites, table.sites, paragraph.sites)
