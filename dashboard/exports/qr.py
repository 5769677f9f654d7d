"""The address of a view as a small square that a telephone reads from a slide or a sheet of paper (a QR code)."""

import io
from dataclasses import dataclass
from functools import lru_cache

import segno
from segno.encoder import DataOverflowError

QUIET = 4  # modules around it that stay white, by the standard
_MODULES_OF_LARGEST = 57  # a larger one could not be read from a projected slide


@dataclass(frozen=True, slots=True)
class SquareCode:
    """A square of dark and light modules, in rows from above."""

    rows: tuple[bytes, ...]

    @property
    def modules(self) -> int:
        """How many modules it has across, without what stays white around it."""
        return len(self.rows)

    def runs(self) -> list[tuple[int, int, int]]:
        """Its dark modules as runs: the row, and the first column of the run and the one behind it."""
        found = []
        for number, row in enumerate(self.rows):
            begin = None
            for column, is_dark in enumerate([*row, 0]):
                if is_dark and begin is None:
                    begin = column
                elif not is_dark and begin is not None:
                    found.append((number, begin, column))
                    begin = None
        return found


@lru_cache(maxsize=256)
def square_code(address: str) -> SquareCode | None:
    """The code of a whole address; None where it would be too dense to be read.

    As much of it as it can spare repeats the rest, since slides are photographed at an angle.
    """
    for error in "ml":
        try:
            made = segno.make(address, error=error, micro=False, mode="byte")
        except DataOverflowError:
            continue
        if len(made.matrix) <= _MODULES_OF_LARGEST:
            return SquareCode(tuple(bytes(module & 1 for module in row) for row in made.matrix))
    return None


def svg_square(code: SquareCode, label: str) -> str:
    """The code as an SVG drawing without a size, with what stays white around it; `label` is escaped."""
    across = code.modules + 2 * QUIET
    runs = code.runs()
    path = "".join(f"M{first + QUIET} {row + QUIET}h{last - first}v1h{first - last}z" for row, first, last in runs)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {across} {across}" role="img" aria-label="{label}" '
        f'shape-rendering="crispEdges"><path d="{path}"/></svg>'
    )


def png_square(address: str, pixels: int) -> bytes | None:
    """The code of an address as a PNG file in which each module has so many pixels, with the white around it."""
    code = square_code(address)
    if code is None:
        return None
    from PIL import Image

    across = code.modules + 2 * QUIET
    picture = Image.new("1", (across, across), 1)
    for row, first, last in code.runs():
        for column in range(first, last):
            picture.putpixel((column + QUIET, row + QUIET), 0)
    target = io.BytesIO()
    picture.resize((across * pixels, across * pixels), Image.Resampling.NEAREST).save(target, "PNG")
    return target.getvalue()
