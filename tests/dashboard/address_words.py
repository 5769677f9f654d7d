"""How the addresses of the dashboard begin, as far as they are words."""

import re

from dashboard.server import urls as spelled
from dashboard.server.urls import NUMBER

PATTERNS = {name: value for name, value in vars(spelled).items() if name.isupper() and name[0] != "_"}
PATTERNS = {name: value for name, value in PATTERNS.items() if isinstance(value, str)}
OF_API = {value for name, value in PATTERNS.items() if name.startswith("API_")} - {spelled.API_REFERENCE, NUMBER}
_FIRST = {re.split(r"[/{.]", pattern[1:])[0] for pattern in {*PATTERNS.values()} - OF_API} - {"", "sitemap-"}
WORDS = "|".join([*map(re.escape, sorted(_FIRST)), "_dash-[a-z-]+"])
