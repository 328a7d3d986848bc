"""Names as they stand in addresses."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.lib import slugs
from tracker.schemas.fields import SLUG_PATTERN


@pytest.mark.parametrize(
    ("name", "slug"),
    [("Example Checks", "example-checks"), ("Écho & Söhne, Ltd.", "echo-sohne-ltd"), ("  --a--  ", "a"), ("東京", "")],
)
def test_a_name_has_a_slug(name, slug):
    assert slugs.of(name) == slug


@given(st.text())
def test_every_slug_that_is_not_empty_is_one(name):
    assert slugs.of(name) == "" or re.fullmatch(SLUG_PATTERN, slugs.of(name))
