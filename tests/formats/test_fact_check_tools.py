"""Checks in the words of the Fact Check Tools API: which site an address is of."""

import pytest

from tracker.formats import fact_check_tools


@pytest.mark.parametrize(
    ("url", "sites"),
    [
        ("https://www.checks.outlet.example/a", ["checks.outlet.example", "outlet.example"]),
        ("https://outlet.example:8443/", ["outlet.example"]),
        ("http://localhost:8000/fact-checks/1", ["localhost"]),
        ("http://127.0.0.1:8000/", ["127.0.0.1"]),
    ],
)
def test_an_address_is_of_its_site_and_those_above(url: str, sites: list[str]) -> None:
    assert fact_check_tools.sites_of(url) == sites
