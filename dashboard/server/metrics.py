"""What whoever looks after the server can watch, in the form of Prometheus.

Every process counts for itself in a folder that they share, if the program has named one; the supervising process adds
up what is there and answers on a port of this machine only.
"""

import os
import re
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from dashboard.server.dash_addresses import BUNDLES
from dashboard.server.kinds import KINDS, kind_of
from dashboard.server.urls import ASSETS, EXPORTS
from etl.editions.reading import Database, NoEditionError

if TYPE_CHECKING:
    from prometheus_client.core import Metric

FOLDER_VARIABLE = "PROMETHEUS_MULTIPROC_DIR"  # the library reads it when it is first imported, as late as here
ONLY_THIS_MACHINE = "127.0.0.1"
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
_LIVE = re.compile(r"gauge_live[a-z]+_(\d+)\.db")


class Meters:
    """What this process counts."""

    def __init__(self) -> None:
        from prometheus_client import Counter, Gauge, Histogram

        kind = ["kind"]
        self.requests = Counter("drug_control_requests", "Requests that were answered.", [*kind, "status"])
        self.seconds = Histogram(
            "drug_control_request_seconds", "Time to the end of an answer.", kind, buckets=_SECONDS
        )
        self.waiting = Gauge(
            "drug_control_waiting", "Requests that wait for their turn.", kind, multiprocess_mode="livesum"
        )
        self.refused = Counter("drug_control_refused", "Requests that were told to ask again.", kind)
        self.kept = Counter(
            "drug_control_kept_answers", "Pages and redraws, by whether their answer was kept.", ["found"]
        )
        self.restarts = Counter("drug_control_renderer_restarts", "Browsers that were started anew after a fault.")
        # What has not happened yet is there too, as zero.
        for one in KINDS:
            self.waiting.labels(one.name).set(0)
            self.refused.labels(one.name)
        for found in ("yes", "no"):
            self.kept.labels(found)


@cache
def meters() -> Meters:
    """Those of this process; the program names the folder that processes share before it asks for them."""
    return Meters()


def count_request(path: str, query: str, status: int, seconds: float) -> None:
    """Count a request and the time that it took."""
    kind = kind_name(path, query)
    meters().requests.labels(kind, str(status)).inc()
    meters().seconds.labels(kind).observe(seconds)


def count_refusal(status: int) -> None:
    """Count what was refused before it was a request."""
    meters().requests.labels("none", str(status)).inc()


def kind_name(path: str, query: str) -> str:
    """What kind of request it is; there are few, whatever readers ask for."""
    if path.startswith((ASSETS, BUNDLES)):
        return "files"
    kind = kind_of(path, query)
    if kind is not None:
        return kind.name
    return "exports" if path.startswith(EXPORTS) else "health"


class EditionMetrics:
    """The edition that is shown, read when somebody asks."""

    def __init__(self, database: Callable[[], Database]) -> None:
        self._database = database

    def collect(self) -> "Iterator[Metric]":
        """Its name, and when it was first shown; nothing where there is none."""
        from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily

        try:
            edition = self._database().edition()
            shown = edition.publications()
        except NoEditionError:
            return
        yield InfoMetricFamily("drug_control_edition", "The edition that is shown.", {"edition": edition.name})
        if shown:
            since = datetime.fromisoformat(shown[-1].time).timestamp()
            yield GaugeMetricFamily("drug_control_edition_shown_timestamp_seconds", "Since when it is shown.", since)


def serve_metrics(port: int, folder: Path, database: Callable[[], Database]) -> None:
    """Answer on a port of this machine with what all processes have counted in the folder."""
    from prometheus_client import CollectorRegistry, start_http_server
    from prometheus_client.multiprocess import MultiProcessCollector

    os.environ[FOLDER_VARIABLE] = str(folder)
    registry = CollectorRegistry()
    registry.register(_OfLiving(folder))
    MultiProcessCollector(registry, str(folder))  # type: ignore[no-untyped-call]
    registry.register(EditionMetrics(cache(database)))
    start_http_server(port, ONLY_THIS_MACHINE, registry)


class _OfLiving:
    """Forgets, before anything is added up, how many wait in processes that are no more."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def collect(self) -> "Iterator[Metric]":
        for path in self._folder.glob("gauge_live*.db"):
            found = _LIVE.fullmatch(path.name)
            if found and not Path(f"/proc/{found[1]}").exists():
                path.unlink(missing_ok=True)
        return iter(())
