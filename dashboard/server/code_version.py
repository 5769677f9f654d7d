"""What stands for the code that answers, beside the name of the edition that stands for their figures."""

import hashlib
from functools import cache

from etl.figures.digests import digest_of_code


@cache
def code_version() -> str:
    """Eight hexadecimal digits, of the code as this process runs it; ask when it starts, before files may change.

    All code counts: what an answer says is written by many modules, and an edition is read by some of `etl`.
    """
    return hashlib.sha256(digest_of_code("dashboard", "etl")).hexdigest()[:8]
