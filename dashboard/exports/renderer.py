"""Pictures without a reader's browser: one Chromium, one picture at a time, restarted whenever it fails.

Kaleido mixes up callers that share it from several threads, and waits for ever for a Chromium that has died. So one
thread owns the event loop and the browser, callers hand their figures in, every picture has a time limit, and after
any error the browser is started anew and the picture is tried once more.
"""

import asyncio
import os
import shutil
import tempfile
import threading
from collections.abc import Coroutine
from concurrent.futures import Future
from pathlib import Path
from typing import Any, Self, TypeVar

from dashboard.exports.measure import FONT_FILE
from dashboard.exports.sizes import Size

PLOTLY = Path(__file__).resolve().parent.parent.parent / "assets" / "plotly" / "plotly-basic.min.js"
_BROWSERS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")
_SECONDS_TO_START = 40.0
_SECONDS_A_PICTURE = 20.0
_SECONDS_TO_CLOSE = 5.0
_ATTEMPTS = 2

Result = TypeVar("Result")


class NoBrowserError(Exception):
    """No Chromium was found; the text says what to do."""

    def __init__(self) -> None:
        super().__init__(
            "Pictures are drawn by Chromium, and none was found. Install it (for example `apt install chromium`), or "
            "name an existing one in the environment variable CHROMIUM. In the browser, “Download picture” needs none."
        )


class PictureError(Exception):
    """A picture could not be drawn, also not by a Chromium that was started anew."""


def find_browser() -> str | None:
    """The Chromium of this computer: the one that the variable CHROMIUM names, else the first on the path."""
    named = os.environ.get("CHROMIUM")
    if named:
        return shutil.which(named)
    return next((found for name in _BROWSERS if (found := shutil.which(name))), None)


class Renderer:
    """Draws pictures. Use it as a context, from any number of threads; NoBrowserError where there is no Chromium."""

    def __init__(self) -> None:
        browser = find_browser()
        if browser is None:
            raise NoBrowserError
        self._browser = browser
        self._kaleido: Any = None
        self.restarts = 0

    def __enter__(self) -> Self:
        self._folder = tempfile.TemporaryDirectory(prefix="pictures-")
        self._fonts = _font_configuration(Path(self._folder.name))
        self._loop = asyncio.new_event_loop()
        self._turn = asyncio.Lock()
        self._thread = threading.Thread(target=self._loop.run_forever, name="pictures", daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._run(self._close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()
        self._folder.cleanup()

    def draw(self, figure: dict[str, Any], size: Size, form: str = "png") -> bytes:
        """A figure as a PNG or SVG file of a size. Raises PictureError where two attempts failed."""
        return self._run(self._draw(figure, size, form))

    def _run(self, work: Coroutine[Any, Any, Result]) -> Result:
        future: Future[Result] = asyncio.run_coroutine_threadsafe(work, self._loop)
        return future.result()

    async def _draw(self, figure: dict[str, Any], size: Size, form: str) -> bytes:
        width, height = size.canvas
        options = {"format": form, "width": width, "height": height, "scale": size.scale}
        async with self._turn:
            for attempt in range(1, _ATTEMPTS + 1):
                try:
                    kaleido = await self._started()
                    drawing = kaleido.calc_fig(figure, opts=options)
                    return bytes(await asyncio.wait_for(drawing, _SECONDS_A_PICTURE))
                except Exception as error:
                    # Whatever it was, this browser is not to be trusted with the next picture.
                    await self._close()
                    self.restarts += 1
                    if attempt == _ATTEMPTS:
                        raise PictureError(f"Chromium could not draw the picture ({type(error).__name__}).") from error
        raise AssertionError("unreachable")

    async def _started(self) -> Any:
        if self._kaleido is None:
            from kaleido import Kaleido

            # Chromium takes its environment from ours when it starts.
            os.environ["FONTCONFIG_FILE"] = str(self._fonts)
            kaleido = Kaleido(n=1, mathjax=False, plotlyjs=PLOTLY.as_uri(), path=self._browser, timeout=None)
            await asyncio.wait_for(kaleido.open(), _SECONDS_TO_START)
            self._kaleido = kaleido
        return self._kaleido

    async def _close(self) -> None:
        kaleido, self._kaleido = self._kaleido, None
        if kaleido is not None:
            try:
                await asyncio.wait_for(kaleido.close(), _SECONDS_TO_CLOSE)
            except Exception:
                # It is dead already, or hangs; it is not asked for anything again.
                return


def _font_configuration(folder: Path) -> Path:
    """A font configuration that adds the shipped font to those of the system."""
    file = folder / "fonts.conf"
    file.write_text(
        '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "fonts.dtd">\n<fontconfig>\n'
        '<include ignore_missing="yes">/etc/fonts/fonts.conf</include>\n'
        f"<dir>{FONT_FILE.parent}</dir>\n<cachedir>{folder / 'cache'}</cachedir>\n</fontconfig>\n",
        encoding="utf-8",
    )
    return file
