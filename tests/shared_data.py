"""Data for research that tests run against where it lies beside the checkout, and never copy."""

import os
from pathlib import Path

import pytest

BESIDE = Path(__file__).parents[2] / "shared" / "data"


def shared(name: str) -> Path:
    """Return a file of the data, or leave the test out with a line that says so."""
    path = Path(os.environ.get("TRACKER_SHARED_DATA", BESIDE)) / name
    if not path.exists():
        pytest.skip(f"left out: {name} is neither in TRACKER_SHARED_DATA nor beside the checkout")
    return path
