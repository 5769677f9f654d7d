"""Texts inside PNG files: written without touching the picture, and read back."""

import struct
import zlib
from collections.abc import Iterator, Mapping

SIGNATURE = b"\x89PNG\r\n\x1a\n"
_INCH = 0.0254  # metres
_LONGEST_TEXT = 8_000_000  # bytes
_HEADER_ENDS = len(SIGNATURE) + 25  # IHDR: length, type, 13 bytes, checksum


class NotAPictureError(ValueError):
    """What was given is not a whole PNG file."""


def with_texts(png: bytes, texts: Mapping[str, str], dpi: int = 0) -> bytes:
    """The same picture with a text chunk (iTXt, UTF-8) for every keyword, and how large it is meant to be."""
    if not png.startswith(SIGNATURE) or png[12:16] != b"IHDR":
        raise NotAPictureError("this is not a PNG file")
    chunks = b"".join(_chunk(b"iTXt", _text_chunk(keyword, text)) for keyword, text in texts.items())
    size = _chunk(b"pHYs", struct.pack(">IIB", *[round(dpi / _INCH)] * 2, 1)) if dpi else b""
    return png[:_HEADER_ENDS] + size + chunks + png[_HEADER_ENDS:]


def read_texts(png: bytes) -> dict[str, str]:
    """The texts inside a picture, those of other programs among them.

    Raises NotAPictureError where one says two things: a reader would see one, and another reader the other.
    """
    found: dict[str, str] = {}
    for kind, content in _chunks(png):
        name, _, rest = content.partition(b"\0")
        if kind == b"iTXt":
            said = rest[2:].split(b"\0", 2)[-1]
            text = (_unpacked(said) if rest[:1] == b"\1" else said).decode("utf-8", "replace")
        elif kind == b"tEXt":
            text = rest.decode("latin-1")
        elif kind == b"zTXt":
            text = _unpacked(rest[1:]).decode("latin-1")
        else:
            continue
        keyword = name.decode("latin-1")
        if found.setdefault(keyword, text) != text:
            raise NotAPictureError(f"it has two different entries for “{keyword}”")
    return found


def _unpacked(content: bytes) -> bytes:
    """A compressed text, up to its largest size: what says more says something else."""
    try:
        return zlib.decompressobj().decompress(content, _LONGEST_TEXT)
    except zlib.error:
        raise NotAPictureError("a compressed text in it cannot be read") from None


def png_size(png: bytes) -> tuple[int, int]:
    """Width and height in pixels."""
    if not png.startswith(SIGNATURE) or len(png) < _HEADER_ENDS:
        raise NotAPictureError("this is not a PNG file")
    width, height = struct.unpack(">II", png[16:24])
    return width, height


def _text_chunk(keyword: str, text: str) -> bytes:
    return keyword.encode("latin-1") + b"\0\0\0\0\0" + text.encode()


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    if not png.startswith(SIGNATURE):
        raise NotAPictureError("this is not a PNG file")
    position = len(SIGNATURE)
    while position < len(png):
        if position + 12 > len(png):
            raise NotAPictureError("this PNG file is incomplete")
        (length,) = struct.unpack(">I", png[position : position + 4])
        content = png[position + 8 : position + 8 + length]
        checksum = png[position + 8 + length : position + 12 + length]
        if len(checksum) < 4 or struct.unpack(">I", checksum)[0] != zlib.crc32(
            png[position + 4 : position + 8] + content
        ):
            raise NotAPictureError("this PNG file is incomplete or damaged")
        yield png[position + 4 : position + 8], content
        position += 12 + length
