"""Reads a PDF in a process of its own and prints what it holds as JSON: `pdf.py FILE [pictures|description]`.

Words with their places, and the lines that are drawn; with "pictures", each page as a JPEG instead, and with
"description" what the file says of itself. A damaged or
hostile file can make a reader ask for any amount of memory or time; here that ends this process and nothing else.
Scripts, forms and links of a PDF are never run or followed.
"""

import base64
import ctypes
import io
import json
import math
import resource
import signal
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise
from typing import Any

PAGES_LIMIT = 200
PICTURES_LIMIT = 120
WORDS_LIMIT = 60_000
PAGE_WORDS_LIMIT = 12_000
RULES_LIMIT = 20_000  # drawn lines of one page
DEPTH_LIMIT = 4  # drawings inside drawings
MEMORY_LIMIT = 2 << 30  # bytes
SECONDS_LIMIT = 20
LOADING_SECONDS, LOADING_SECONDS_OF_A_PAGE = 0.5, 0.02  # of the processor, before what is drawn is looked at
DOTS = 96  # an inch, of pictures

_WHITE = 0xFFFFFF
_THIN = 3.0  # points; a filled shape as thin is a line
_GAP = 0.22  # of the height of a letter: as far apart are two words
_RAISED = str.maketrans("0123456789abcdefghijklmnoprstuvwxyz", "⁰¹²³⁴⁵⁶⁷⁸⁹ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ")
_UPRIGHT, _SIDEWAYS = 0, 90
_NO_LETTERS = frozenset({0, 2, 0xFFFE})
_LEVEL = 0.1  # points by which the letters of a word end at different heights without one being raised
Matrix = tuple[float, float, float, float, float, float]
_Box = tuple[float, float, float, float]  # left, top, right and bottom


class PdfRefusedError(Exception):
    """The PDF is not read; the message says why and what to do, after the name of the file."""


def read(path: str, is_alone: bool = False) -> dict[str, Any]:
    """The pages of a PDF; PdfRefusedError where that cannot be.

    A process that is alone with the file ends where loading a page takes too long, since nothing else can stop that.
    """
    import pypdfium2

    with _opened(path) as book:
        count = len(book)
        if count > PAGES_LIMIT:
            raise PdfRefusedError(f"it has {count:,} pages, and at most {PAGES_LIMIT} are read; save a part of it")
        pages: list[dict[str, Any]] = []
        left, loading = WORDS_LIMIT, LOADING_SECONDS
        for number in range(count):
            try:
                with _ends_after(loading if is_alone else 0.0) as rest:
                    page = book[number]
                loading = rest() + LOADING_SECONDS_OF_A_PAGE
            except pypdfium2.PdfiumError:
                pages.append({"width": 0.0, "height": 0.0, "words": [], "rules": [], "is_broken": True})
                continue
            pages.append(_page(page, min(left, PAGE_WORDS_LIMIT)))
            left -= len(pages[-1]["words"])
            page.close()
    return {"pages": pages}


@contextmanager
def _ends_after(seconds: float) -> Iterator[Callable[[], float]]:
    """End the process when what is inside takes longer, as a page that unpacks to millions of steps; 0 is no limit.

    What it gives says how many seconds were left.
    """
    left = seconds
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield lambda: left
    finally:
        left, _ = signal.setitimer(signal.ITIMER_PROF, 0)


def pictures(path: str) -> list[str]:
    """Each page as a JPEG in base64."""
    found = []
    with _opened(path) as book:
        for number in range(min(len(book), PICTURES_LIMIT)):
            page = book[number]
            width, height = page.get_size()
            scale = min(DOTS / 72, 2_000 / max(width, height, 1))
            file = io.BytesIO()
            page.render(scale=scale).to_pil().convert("RGB").save(file, "JPEG", quality=70, optimize=True)
            found.append(base64.b64encode(file.getvalue()).decode("ascii"))
            page.close()
    return found


def description(path: str) -> dict[str, str]:
    """What the file says of itself, by names such as Title and CreationDate, and its language as Lang."""
    import pypdfium2.raw as raw

    with _opened(path) as book:
        found: dict[str, str] = book.get_metadata_dict(skip_empty=True)
        letters = raw.FPDFCatalog_GetLanguage(book.raw, None, 0)
        if 2 < letters < 100:
            buffer = (ctypes.c_ushort * (letters // 2))()
            raw.FPDFCatalog_GetLanguage(book.raw, buffer, letters)
            found["Lang"] = "".join(map(chr, buffer)).strip("\0")
    return found


def _opened(path: str) -> Any:
    import pypdfium2

    try:
        return pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        if "assword" in str(error):
            raise PdfRefusedError("it is protected by a password; save a copy without one") from None
        raise PdfRefusedError("it is damaged or no PDF; fetch it again") from None


def _page(page: Any, most_words: int) -> dict[str, Any]:
    width, height = page.get_size()
    left, bottom, right, top = page.get_bbox()
    turn = page.get_rotation()
    place = _Placing(left, bottom, right, top, turn)
    words = _words(page, place, most_words)
    rules = list(_rules(page, place))
    return {"width": width, "height": height, "words": words, "rules": rules, "has_picture": _has_picture(page)}


class _Placing:
    """From the corners of a page as the file counts them, from the left below, to those of who reads it."""

    def __init__(self, left: float, bottom: float, right: float, top: float, turn: int) -> None:
        self._left, self._bottom, self._right, self._top, self.turn = left, bottom, right, top, turn

    def point(self, x: float, y: float) -> tuple[float, float]:
        """A place on the page, counted from the left above."""
        if self.turn == 90:
            return y - self._bottom, x - self._left
        if self.turn == 180:
            return self._right - x, y - self._bottom
        if self.turn == 270:
            return self._top - y, self._right - x
        return x - self._left, self._top - y

    def box(self, left: float, bottom: float, right: float, top: float) -> _Box:
        """Left, top, right and bottom of a box."""
        if self.turn == 0:
            return left - self._left, self._top - top, right - self._left, self._top - bottom
        (x, y), (u, v) = self.point(left, bottom), self.point(right, top)
        return min(x, u), min(y, v), max(x, u), max(y, v)


def _words(page: Any, place: _Placing, most: int) -> list[list[Any]]:
    """Text, left, top, right, bottom and turn of each word; what is raised is written in raised letters."""
    import pypdfium2.raw as raw

    text = page.get_textpage()
    handle = text.raw
    box = raw.FS_RECTF()
    read_letter, read_box, into = raw.FPDFText_GetUnicode, raw.FPDFText_GetLooseCharBox, ctypes.byref(box)
    words: list[list[Any]] = []
    letters: list[str] = []
    boxes: list[_Box] = []
    turned = _UPRIGHT

    def finish() -> None:
        if letters and (word := _word(letters, boxes, turned)):
            words.append(word)
        letters.clear()
        boxes.clear()

    def turn_of(at: int) -> int:
        angle = (math.degrees(raw.FPDFText_GetCharAngle(handle, at)) + place.turn) % 180
        return _SIDEWAYS if 45 < angle < 135 else _UPRIGHT

    for at in range(raw.FPDFText_CountChars(handle)):
        code = read_letter(handle, at)
        letter = chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else "�"
        if letter.isspace() or code in _NO_LETTERS:
            # The library breaks off of its own between turned letters that are set close, such as 11.
            if turned == _UPRIGHT or raw.FPDFText_IsGenerated(handle, at) != 1:
                finish()
            continue
        if not read_box(handle, at, into):
            continue
        here = place.box(box.left, box.bottom, box.right, box.top)
        if letters and (_is_apart(boxes[-1], here, turned) or (turned == _SIDEWAYS and turn_of(at) == _UPRIGHT)):
            finish()
        if not letters:
            # What is upright stands apart from what is turned, so that a word is turned as its first letter is.
            turned = turn_of(at)
        letters.append(letter)
        boxes.append(here)
        if len(words) >= most:
            raise PdfRefusedError(
                f"it has more than {WORDS_LIMIT:,} words, or a page with more than {PAGE_WORDS_LIMIT:,}; "
                "save a part of it"
            )
    finish()
    text.close()
    return words


def _is_apart(one: _Box, other: _Box, turn: int) -> bool:
    """Whether a letter does not go on where the one before it ends."""
    left, top, right, bottom = one
    next_left, next_top, next_right, next_bottom = other
    if turn == _SIDEWAYS:
        size = max(right - left, next_right - next_left)
        gap = max(top, next_top) - min(bottom, next_bottom)
        return gap > _GAP * size or abs((left + right) - (next_left + next_right)) > size
    size = bottom - top if bottom - top > next_bottom - next_top else next_bottom - next_top
    beside = (left if left > next_left else next_left) - (right if right < next_right else next_right)
    return beside > _GAP * size or next_left < left - size or abs((top + bottom) - (next_top + next_bottom)) > size


def _word(letters: Sequence[str], boxes: Sequence[_Box], turn: int) -> list[Any] | None:
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    left, top, right, bottom = min(lefts), min(tops), max(rights), max(bottoms)
    text = "".join(letters)
    if turn == _UPRIGHT and bottom - min(bottoms) > _LEVEL:
        size = max(box[3] - box[1] for box in boxes)
        base = max(box[3] for box in boxes if box[3] - box[1] >= 0.8 * size)
        raised = [
            box[3] - box[1] < 0.8 * size and base - box[3] > 0.15 * size and box[1] < base - 0.7 * size for box in boxes
        ]
        # Only what ends a word is a mark: a letter or digit behind others, above their line.
        tail = len(letters)
        while tail > 0 and raised[tail - 1]:
            tail -= 1
        if 0 < tail < len(letters):
            text = text[:tail] + text[tail:].translate(_RAISED)
            top, bottom = min(tops[:tail]), base
    if not text.isprintable():
        text = "".join(each for each in text if each.isprintable())
    return [text, round(left, 1), round(top, 1), round(right, 1), round(bottom, 1), turn] if text else None


def _rules(page: Any, place: _Placing) -> Iterator[list[float]]:
    """The level and upright lines of a page, as left, top, right and bottom; edges of filled cells are lines too."""
    import pypdfium2.raw as raw

    width, height = page.get_size()
    edges: Counter[tuple[float, float, float, float, int]] = Counter()
    count = 0
    stack: list[tuple[Any, Matrix, int]] = [
        (raw.FPDFPage_GetObject(page.raw, at), (1, 0, 0, 1, 0, 0), 0)
        for at in range(min(raw.FPDFPage_CountObjects(page.raw), RULES_LIMIT))
    ]
    while stack:
        drawn, matrix, depth = stack.pop()
        kind = raw.FPDFPageObj_GetType(drawn)
        if kind == raw.FPDF_PAGEOBJ_FORM and depth < DEPTH_LIMIT:
            inner = _times(_matrix_of(drawn), matrix)
            found = min(raw.FPDFFormObj_CountObjects(drawn), RULES_LIMIT)
            if len(stack) + found <= RULES_LIMIT:
                stack += [(raw.FPDFFormObj_GetObject(drawn, at), inner, depth + 1) for at in range(found)]
        elif kind == raw.FPDF_PAGEOBJ_PATH:
            for points, is_filled in _outlines(drawn, _times(_matrix_of(drawn), matrix)):
                placed = [place.point(*point) for point in points]
                colour = _colour(drawn) if is_filled and not _is_thin(placed) else -1
                if colour == _WHITE:
                    continue
                for rule in _rules_of(placed, is_filled, width * height):
                    edges[(*rule, colour)] += 1
                    count += 1
                    if count >= RULES_LIMIT:
                        stack.clear()
                        break
    # Where two grounds of one colour touch, nobody sees a line.
    yield from (rule for *rule, colour in (edge for edge, times in edges.items() if edge[4] < 0 or times == 1))


def _colour(drawn: Any) -> int:
    """The colour with which a shape is filled, as one number."""
    import pypdfium2.raw as raw

    parts = [ctypes.c_uint() for _ in range(4)]
    if not raw.FPDFPageObj_GetFillColor(drawn, *(ctypes.byref(part) for part in parts)):
        return 0
    red, green, blue, _ = (part.value for part in parts)
    return red << 16 | green << 8 | blue


def _is_thin(points: list[tuple[float, float]]) -> bool:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return max(ys) - min(ys) <= _THIN or max(xs) - min(xs) <= _THIN


def _matrix_of(drawn: Any) -> Matrix:
    import pypdfium2.raw as raw

    found = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(drawn, ctypes.byref(found)):
        return 1, 0, 0, 1, 0, 0
    return found.a, found.b, found.c, found.d, found.e, found.f


def _times(one: Matrix, other: Matrix) -> Matrix:
    """First the one, then the other."""
    a, b, c, d, e, f = one
    g, h, i, j, k, m = other
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def _outlines(path: Any, matrix: Matrix) -> Iterator[tuple[list[tuple[float, float]], bool]]:
    """The straight outlines of a drawn path, each with whether it is filled."""
    import pypdfium2.raw as raw

    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(path, ctypes.byref(fill), ctypes.byref(stroke))
    if not (fill.value or stroke.value):
        return
    is_filled = bool(fill.value) and not stroke.value
    points: list[tuple[float, float]] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    for at in range(min(raw.FPDFPath_CountSegments(path), RULES_LIMIT)):
        segment = raw.FPDFPath_GetPathSegment(path, at)
        kind = raw.FPDFPathSegment_GetType(segment)
        raw.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
        a, b, c, d, e, f = matrix
        point = (a * x.value + c * y.value + e, b * x.value + d * y.value + f)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            if len(points) > 1:
                yield points, is_filled
            points = [point]
        else:
            points.append(point)
        if raw.FPDFPathSegment_GetClose(segment) and points:
            points.append(points[0])
    if len(points) > 1:
        yield points, is_filled


def _rules_of(
    points: list[tuple[float, float]], is_filled: bool, page_area: float
) -> Iterator[tuple[float, float, float, float]]:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    left, top, right, bottom = min(xs), min(ys), max(xs), max(ys)
    if is_filled and (right - left) * (bottom - top) > 0.8 * page_area:
        return  # the ground of the page
    if _is_thin(points):
        if bottom - top <= right - left:
            yield _rounded(left, (top + bottom) / 2, right, (top + bottom) / 2)
        else:
            yield _rounded((left + right) / 2, top, (left + right) / 2, bottom)
        return
    for (x, y), (u, v) in pairwise(points):
        if abs(x - u) < 1 or abs(y - v) < 1:
            yield _rounded(min(x, u), min(y, v), max(x, u), max(y, v))


def _rounded(*numbers: float) -> tuple[float, float, float, float]:
    left, top, right, bottom = (round(number, 1) for number in numbers)
    return left, top, right, bottom


def _has_picture(page: Any) -> bool:
    import pypdfium2.raw as raw

    count = min(raw.FPDFPage_CountObjects(page.raw), RULES_LIMIT)
    kinds = (raw.FPDFPageObj_GetType(raw.FPDFPage_GetObject(page.raw, at)) for at in range(count))
    return any(kind in (raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_FORM) for kind in kinds)


def answer(path: str, *what: str, is_alone: bool = False) -> dict[str, Any]:
    """What is printed of a PDF: its pages or what else is asked for, or why it is refused."""
    others = {"pictures": pictures, "description": description}
    try:
        return {name: others[name](path) for name in what} or read(path, is_alone)
    except PdfRefusedError as error:
        return {"refused": str(error)}


def _main() -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS_LIMIT, SECONDS_LIMIT))
    sys.stdout.write(json.dumps(answer(*sys.argv[1:], is_alone=True)))


if __name__ == "__main__":
    _main()
