"""How often one address may ask for what costs much: so many times a minute, of which some at once."""

import math
import time
from collections import OrderedDict
from collections.abc import Callable
from ipaddress import IPv6Address, ip_address
from threading import Lock

_MOST_KNOWN = 10_000  # addresses; who has not asked for the longest time is forgotten first
_NETWORK = 64  # bits of an IPv6 address; what is behind them belongs to one reader


class Rate:
    """Counts what each address asks for: `a_minute` on the whole, and up to `at_once` in one go."""

    def __init__(self, a_minute: float, at_once: int, clock: Callable[[], float] = time.monotonic) -> None:
        self.a_minute, self.at_once = a_minute, at_once
        self._clock = clock
        self._lock = Lock()
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()  # by address: what is left, and since when

    def wait(self, address: str) -> int:
        """Count one request of an address: 0 where it may be answered, else in how many seconds to ask again."""
        whose, now = _reader(address), self._clock()
        with self._lock:
            left, since = self._left.pop(whose, (float(self.at_once), now))
            left = min(self.at_once, left + (now - since) * self.a_minute / 60)
            is_allowed = left >= 1
            self._left[whose] = (left - 1 if is_allowed else left), now
            while len(self._left) > _MOST_KNOWN:
                self._left.popitem(last=False)
        return 0 if is_allowed else math.ceil((1 - left) * 60 / self.a_minute)


def _reader(address: str) -> str:
    """Who is counted together: one IPv4 address, or the network of an IPv6 address."""
    try:
        known = ip_address(address)
    except ValueError:
        return address
    return str(int(known) >> (128 - _NETWORK)) if isinstance(known, IPv6Address) else str(known)
