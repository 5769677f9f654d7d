"""Pages as tests read them: without the elements that only keep words on one line."""

import re
from typing import Any

from dashboard.pages.frame.markup import markup as written_markup
from dashboard.words.unbroken import CLASS

_UNBROKEN = re.compile(rf'<span class="{CLASS}">([^<]*)</span>')


def markup(node: Any) -> str:
    """The HTML of a component, a list of components, or a text."""
    return _UNBROKEN.sub(r"\1", written_markup(node))
