"""Pictures without a reader's browser: one Chromium, one picture at a time, restarted whenever it fails.

Kaleido mixes up callers that share it from several threads, and waits for ever for a Chromium that has died. So one
thread owns the event loop and the browser, callers hand their figures in, every picture has a time limit, and after
any error the browser is started anew and the picture is tried once more.
"""

import asyncio
import logging
import os
import shutil
import signal
import tempfile
import threading
from collections.abc import Coroutine, MutableMapping
from concurrent.futures import Future
from contextlib import suppress
from pathlib import Path
from typing import Any, Self, TypeVar

from dashboard.exports.sizes import Size
from dashboard.server.metrics import meters
from dashboard.server.paths import PICTURE_FONT, PLOTLY

logger = logging.getLogger(__name__)

# The one without windows comes first: it draws the same and starts in a quarter of the time.
_BROWSERS = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome-stable",
    "google-chrome",
    "chrome",
)
_SECONDS_TO_START = 40.0
_SECONDS_TO_CLOSE = 12.0
_SECONDS_TO_CLEAN_UP = 2.0  # after a browser that is dead
_ATTEMPTS = 2

Result = TypeVar("Result")


class NoBrowserError(Exception):
    """No Chromium was found; the text says what to do."""

    def __init__(self) -> None:
        super().__init__(
            "Pictures are drawn by Chromium, and none was found. Install it (for example `apt install chromium`), or "
            "name an existing one in the environment variable CHROMIUM. In the browser, “Download picture” needs none."
        )


class LostBrowserError(Exception):
    """Chromium ended unexpectedly in the middle of some work."""


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

    def __init__(self, seconds: float = 20.0) -> None:
        browser = find_browser()
        if browser is None:
            raise NoBrowserError
        self._browser = browser
        self._seconds = seconds  # for one picture
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
        self._run(self._close(_SECONDS_TO_CLOSE))
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
                    return bytes(await _within(self._seconds, kaleido.calc_fig(figure, opts=options)))
                except Exception as error:
                    # Whatever it was, this browser is not to be trusted with the next picture.
                    self._kill()
                    await self._close(_SECONDS_TO_CLEAN_UP)
                    self.restarts += 1
                    meters().restarts.inc()
                    if attempt == _ATTEMPTS:
                        raise PictureError(f"Chromium could not draw the picture ({type(error).__name__}).") from error
        raise AssertionError("unreachable")

    async def _started(self) -> Any:
        if self._kaleido is None:
            self._kaleido = _kaleido_that_hears()(
                n=1,
                mathjax=False,
                plotlyjs=PLOTLY.as_uri(),
                path=self._browser,
                timeout=None,
                browser_cls=_with_fonts(self._fonts),
            )
            await _within(_SECONDS_TO_START, self._kaleido.open())
        return self._kaleido

    async def _close(self, seconds: float) -> None:
        """End the browser, whatever state it is in."""
        kaleido, self._kaleido = self._kaleido, None
        if kaleido is None:
            return
        try:
            await _within(seconds, kaleido.close())
        except Exception as error:
            logger.info("Chromium did not close by itself: %r", error)

    def _kill(self) -> None:
        """End the browser's processes at once; it may be dead already, or not listening."""
        process = getattr(self._kaleido, "subprocess", None)
        if process is not None and process.poll() is None:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)  # it leads a group of its own


def _with_fonts(configuration: Path) -> type[Any]:
    """Chromium as kaleido starts it, with a font configuration that our own process does not have."""
    from choreographer.browsers.chromium import Chromium

    class WithFonts(Chromium):
        def get_env(self) -> MutableMapping[str, str]:
            return {**super().get_env(), "FONTCONFIG_FILE": str(configuration)}

    return WithFonts


def _kaleido_that_hears() -> type[Any]:
    """Kaleido, which asks to be told of loaded pages only after it has sent a page off, asking before.

    Where a page was loaded before the question, it waits for ever, as happens on a busy computer.
    """
    from kaleido import Kaleido

    class KaleidoThatHears(Kaleido):  # type: ignore[misc]
        async def _conform_tabs(self, tabs: Any = None) -> None:
            for tab in tabs or self.tabs.values():
                await tab.send_command("Page.enable")
            await super()._conform_tabs(tabs)

    return KaleidoThatHears


async def _within(seconds: float, work: Coroutine[Any, Any, Result]) -> Result:
    """What some work gives; TimeoutError, or LostBrowserError where the work was cancelled from inside.

    Unlike asyncio's own, it does not wait for the end of cancelled work.
    """
    task = asyncio.ensure_future(work)
    done, _ = await asyncio.wait({task}, timeout=seconds)
    if not done:
        task.cancel()
        task.add_done_callback(lambda ended: ended.cancelled() or ended.exception())
        raise TimeoutError(f"not done within {seconds:g} s")
    if task.cancelled():
        # Kaleido cancels all that waits for a Chromium that has died, which is no wish of ours to end.
        raise LostBrowserError("Chromium ended unexpectedly")
    return task.result()


def _font_configuration(folder: Path) -> Path:
    """A font configuration that adds the shipped font to those of the system."""
    file = folder / "fonts.conf"
    file.write_text(
        '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "fonts.dtd">\n<fontconfig>\n'
        '<include ignore_missing="yes">/etc/fonts/fonts.conf</include>\n'
        f"<dir>{PICTURE_FONT.parent}</dir>\n<cachedir>{folder / 'cache'}</cachedir>\n</fontconfig>\n",
        encoding="utf-8",
    )
    return file
