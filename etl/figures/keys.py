"""What names an observation."""

from typing import NamedTuple


class Key(NamedTuple):
    """What names an observation: the same in every edition, in addresses and in exports."""

    indicator: str
    area: str
    year: int
    producer: str

    @property
    def series(self) -> tuple[str, str, str]:
        """What names the series that the observation is of."""
        return self.indicator, self.area, self.producer

    @property
    def path(self) -> str:
        """The key as the end of an address, for example `opium-production/AFG/2018/unodc`."""
        return f"{self.indicator}/{self.area}/{self.year}/{self.producer}"
