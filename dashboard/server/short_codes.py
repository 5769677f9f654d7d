"""Queries as codes that are short enough to be printed: made from the query itself, so that nothing is stored.

A code is printed on paper and must be read for ever. Its first letter says how it was made; whoever finds a better way
takes the next letter, and leaves what stands here as it is.
"""

import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import crc_hqx

LONGEST_QUERY = 8000  # characters, as addresses may have

_FIRST_WAY = "1"
_CHECK_BYTES = 2
_WINDOW = -15  # of deflate, without head and checksum
# What queries are made of, the most frequent last. It is part of the first way, and never changes.
_FREQUENT = (
    b"page=briefing/COLPERBOLMMRLAOMEXWLDUSA&zoom=un-&membership=year&sum=beside&sum=alone&compare=today&layer=events"
    b"&layer=revisions&layer=disagreement&layer=none&measure=share&measure=index&measure=change&measure=increase"
    b"&measure=rate&scale=log&base=20052010&asof=2019-11-26&top=2023&producer=usg&group=un-&form=stack&form=panels"
    b"&group=parts-of-AFG&producer=unodc&form=map&form=bar&year=2018&from=1990&from=1994&to=2023&to=2024&to=2025"
    b"indicator=cannabis-herb-seizures&areaindicator=cocaine-seizures&areaindicator=heroin-seizures&area"
    b"indicator=opium-production&areaindicator=coca-bush-cultivation&areaindicator=opium-poppy-cultivation&area=AFG"
)


def short_code(query: str) -> str:
    """The code of a query: letters, digits, hyphens and underscores."""
    packer = zlib.compressobj(9, zlib.DEFLATED, _WINDOW, zdict=_FREQUENT)
    said = query.encode()
    packed = _check(said) + packer.compress(said) + packer.flush()
    return _FIRST_WAY + urlsafe_b64encode(packed).decode().rstrip("=")


def query_of_code(code: str) -> str | None:
    """The query that a code was made from; None where it is no code, or one that was mistyped."""
    if not code.startswith(_FIRST_WAY) or not code.isascii():
        return None
    letters = code[len(_FIRST_WAY) :]
    try:
        packed = urlsafe_b64decode(letters + "=" * (-len(letters) % 4))
        unpacker = zlib.decompressobj(_WINDOW, zdict=_FREQUENT)
        said = unpacker.decompress(packed[_CHECK_BYTES:], LONGEST_QUERY)
        query = said.decode()
    except (ValueError, zlib.error):
        return None
    return query if unpacker.eof and packed[:_CHECK_BYTES] == _check(said) else None


def _check(said: bytes) -> bytes:
    return crc_hqx(said, 0).to_bytes(_CHECK_BYTES)
