"""The sizes of pictures: what a picture measures, and on how small a canvas it is drawn before it is enlarged."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Size:
    """A picture of `width` x `height` pixels, drawn on a canvas that is `scale` times smaller.

    The scales are exact binary fractions, so that enlarging gives whole pixels. On a slide 12 pixels of the
    canvas are 22.5 of the picture, which a projector still shows as readable type.
    """

    name: str
    label: str
    width: int
    height: int
    scale: float
    dpi: int = 144  # pixels of an inch where it is placed in its natural size: a slide is 13.3 inches wide

    @property
    def canvas(self) -> tuple[int, int]:
        """Width and height of the canvas in its own pixels."""
        return int(self.width / self.scale), int(self.height / self.scale)


SIZES = {
    size.name: size
    for size in (
        Size("slide", "Slide, 16:9", 1920, 1080, 1.875),
        Size("half", "Half a slide", 960, 1080, 1.875),
        Size("square", "Square", 1080, 1080, 1.875),
        Size("a4", "A4 width", 2480, 1600, 2.5, 300),
    )
}
DEFAULT_SIZE = "slide"
