"""The templates for slides that an installation offers: the presentations in the folder that a variable names.

Nobody can upload one. A template is chosen by its name, and only those in the folder are ever opened.
"""

import os
from pathlib import Path

TEMPLATES_VARIABLE = "DASHBOARD_TEMPLATES"


def offered_templates() -> dict[str, Path]:
    """The templates by their names, in the order of these; none where no folder is named."""
    folder = os.environ.get(TEMPLATES_VARIABLE, "")
    try:
        found = sorted(Path(folder).glob("*.pptx")) if folder else []
    except OSError:
        return {}
    return {path.stem: path for path in found if path.is_file() and not path.name.startswith(("~", "."))}
