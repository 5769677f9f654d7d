"""What is asked with bad inputs, and how many: 500 in all, or as many fresh ones as the variable BAD_INPUTS says."""

import os
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings

USUAL = 500
INPUTS = int(os.environ.get("BAD_INPUTS", USUAL))
# Addresses of every kind that there is.
PAGES = (
    "/",
    "/afghanistan-2018",
    "/disagreements",
    "/coverage",
    "/sources",
    "/data",
    "/data/api",
    "/method",
    "/embed",
    "/export/figure",
    "/export/view.csv",
    "/api/v1/observations",
    "/api/v1/statements.csv",
    "/sitemap.xml",
    "/robots.txt",
    "/healthz",
    "/_dash-layout",
    "/_dash-dependencies",
)


def tried(share: float) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """A test that tries that share of all inputs."""
    chosen = settings(
        max_examples=max(int(INPUTS * share), 1),
        deadline=None,
        derandomize=INPUTS == USUAL,
        database=None,
        phases=[Phase.explicit, Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )
    return lambda test: pytest.mark.many(chosen(test))
