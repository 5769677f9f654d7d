"""A data folder of a run, and what its refreshes have published and when."""

import random
import re
import shutil
import time
from pathlib import Path

from load_answers import FIGURES, FIRST_FIGURE, Timeline
from sample_data import sample_data

from etl.editions.reading import Database
from etl.editions.reading.listing import Position
from etl.editions.store import open_store
from etl.figures.paths import DATABASE_NAME
from etl.publish import refresh

OTHER_PAGES = 400


class Published:
    """A copy of the sample of the data, published beside it or at a `url`, with another harvest each time."""

    def __init__(self, folder: Path, url: str = "") -> None:
        self.data = folder / "data"
        shutil.copytree(sample_data(), self.data, ignore=shutil.ignore_patterns("editions", "*.sqlite*"))
        self.database = self.data / DATABASE_NAME
        self.url = url or f"sqlite:///{self.database}"
        self._is_file = not url
        self.timeline = Timeline()
        self._figures = iter(FIGURES[1:])
        name = refresh(self.data, store=open_store(self.data, url)).edition
        self.timeline.editions[name] = FIRST_FIGURE
        self.timeline.shown.append((0.0, float("inf"), FIRST_FIGURE))

    def publish_the_next(self) -> None:
        """Make the harvest another one, and publish that."""
        figure = next(self._figures)
        path = self.data / "statements" / "afghan-opium.csv"
        written = "|".join(map(str, FIGURES))
        text, changed = re.subn(
            rf"(opium-production,AFG,2008,unodc,)(?:{written}),", rf"\g<1>{figure},", path.read_text(encoding="utf-8")
        )
        assert changed, f"{path} has no harvest of 2008 to change"
        path.write_text(text, encoding="utf-8")
        # From now on either figure may be seen, and once it is published only the new one.
        self.timeline.shown.append((time.monotonic(), float("inf"), figure))
        name = refresh(
            self.data, store=open_store(self.data, "" if self._is_file else self.url), accept_removals=True
        ).edition
        self.timeline.editions[name] = figure
        now = time.monotonic()
        self.timeline.shown[:] = [
            (since, now if until == float("inf") and shown != figure else until, shown)
            for since, until, shown in self.timeline.shown
        ]

    def numbers(self) -> list[str]:
        """Addresses of numbers, the same ones each time."""
        edition = Database(self.database if self._is_file else self.url).edition()
        keys = edition.list_keys(Position(), 10**6)
        return [f"/number/{key.path}" for key in random.Random(1).sample(keys, OTHER_PAGES)]
