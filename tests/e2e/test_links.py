"""The gate of a phase looks whether what its tasks refer to is still there."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers import greeting
from tests.helpers.agents import append
from tests.helpers.agents import write

_PLAN = """\
- [ ] T001 Price of a line in shop/price.py, see [the plan](plan.md#how-to-round)
- [ ] T002 Printing in shop/printing.py
  - As implementation-guide.md#step-2 says; research.md may be of help
"""
_GUIDE = "# Guide\n\n## Step 1\n\nDo.\n\n## Step 2\n\nPrint.\n"


@pytest.mark.slow
def test_a_link_that_leads_nowhere_stops_the_run_until_it_is_mended(tmp_path: Path) -> None:
    project = greeting.planned(tmp_path, *_PLAN.splitlines(), settings='tests = "off"\n')
    project.write(
        {
            f"{project.feature}/plan.md": "# Plan\n\n## Rounding\n\n## How we round\n",
            f"{project.feature}/implementation-guide.md": _GUIDE,
        }
    )
    project.commit("Documents")
    project.agent.plays("T001", write("shop/price.py", "def price(cents):\n    return cents\n"))
    project.agent.plays("T002", write("shop/printing.py", "def line(text):\n    print(text)\n"))
    ran = project.implement().ended(1)
    ran.says(
        "gate:1 refused: 1 of 3 references of this phase's tasks lead nowhere",
        f"{project.plan}:5  plan.md#how-to-round  {project.feature}/plan.md has no such section; "
        "did you mean how-we-round",
        "correct its line in tasks.md",
    )
    # Whose document has changed is done again.
    project.agent.plays("T001", append("shop/price.py", "\n\nCURRENCY = 'EUR'\n"))
    project.agent.plays("T002", append("shop/printing.py", "\n\nWIDTH = 40\n"))
    project.git("rm", "--quiet", f"{project.feature}/implementation-guide.md")
    project.edit(f"{project.feature}/plan.md", "How we round", "How to round")
    project.commit("One mended, one broken")
    project.implement().ended(1).says(
        f"{project.plan}:7  implementation-guide.md#step-2  does not exist"
    )
    project.write({f"{project.feature}/implementation-guide.md": _GUIDE})
    project.commit("There again")
    project.agent.plays("T002", append("shop/printing.py", "HEIGHT = 3\n"))
    project.implement().ended(0)
    links = [row for row in project.evidence("gate-1")["gate"] if row["name"] == "links"]
    assert links[0]["passed"]
