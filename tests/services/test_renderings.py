"""Renderings: what an installation has stored before it knew a format comes to be by its upgrade."""

import pytest
from flask import Flask
from sqlalchemy import delete

from tests.newsrooms import Newsroom
from tests.statements import statements
from tracker.domain.actors import OPERATOR
from tracker.formats import FORMATS
from tracker.models import Rendering, db, table
from tracker.services import renderings

SITE = "https://tracker.example"
STORED = {"verdicts.json": "json_feed", "verdicts.atom": "atom", "verdicts.rss": "rss", "verdicts.csv": "spreadsheet",
          "verdicts.jsonl": "claimreview", "claimreview.json": "claimreview"}  # fmt: skip


@pytest.mark.parametrize("feed", sorted(STORED))
def test_renderings_of_a_format_that_is_new_are_made_by_the_upgrade(app: Flask, newsroom: Newsroom, feed: str) -> None:
    newsroom.claim_in("published")
    newsroom.claim_in("retracted")
    before = newsroom.get(f"/feeds/{feed}", None).data
    with app.app_context():
        db.session().execute(delete(table(Rendering)).where(Rendering.format == STORED[feed]))
        db.session().commit()
        made = renderings.renew_stale(OPERATOR, public_url=SITE, show=lambda *_: None)
        left = renderings.stale(SITE)
    # Another address of the same page, since what is kept in memory is current as long as the log has not grown.
    after = newsroom.get(f"/feeds/{feed}?limit=50", None).data

    assert (made, list(left)) == (2, [])
    assert after.replace(b"?limit=50", b"") == before


def test_what_a_page_shows_is_read_at_one_moment(app: Flask, newsroom: Newsroom) -> None:
    check_id = newsroom.claim_in("retracted")
    with app.app_context(), statements(app) as said:
        check = renderings.check(check_id)

    # A commit between two selects would leave it with some of each.
    assert len(said) == 1, said
    assert [row["number"] for row in check.standing.publications] == [1, 2]
    assert (check.snapshot["number"], check.standing.status) == (2, "retracted")


def test_each_feed_is_stored_in_a_format_that_there_is() -> None:
    assert set(STORED.values()) <= FORMATS.keys()
