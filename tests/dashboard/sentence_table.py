"""Every wording of titles, findings, stories and briefs: how it is recognised, and what must hold where it is printed.

Numbers stand between « and ». A wording that says more than what it shows has a check; `appears` names a case in which
it must be printed, `absent` one in which it must not.
"""

from brief_table import DISAGREEMENTS, HEADLINES, LEADS
from empty_table import EMPTY
from finding_table import FINDINGS
from story_table import KNOWN_THEN, STORIES, SUMMARIES
from title_table import TITLES

__all__ = [
    "DISAGREEMENTS",
    "EMPTY",
    "FINDINGS",
    "HEADLINES",
    "KNOWN_THEN",
    "LEADS",
    "STORIES",
    "SUMMARIES",
    "TITLES",
]
