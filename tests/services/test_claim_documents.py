"""Stored claims follow whatever they show, and are renewed after another version was at work.

After each test of the API what is stored is compared with what would be shown anew (`tests.documents`).
"""

import pytest
from sqlalchemy import select, update

from tests import documents
from tests.newsrooms import EXAMPLES, created
from tracker.domain.actors import OPERATOR
from tracker.models import ClaimDocument, db, table
from tracker.services import renderings


@pytest.fixture
def claim(newsroom):
    """A claim with a claimant, a source, and somebody who works on it."""
    found = newsroom.claim(**EXAMPLES["claim"])
    me = [newsroom.accounts["checker"]]
    path = f"/claims/{found['id']}/assignees"
    created(
        newsroom.call("PUT", path, body=me, who="editor", headers={"If-Match": newsroom.etag(f"/claims/{found['id']}")})
    )
    return newsroom.get(f"/claims/{found['id']}").json


def rename(newsroom, path, **changes):
    created(newsroom.patch(path, changes, who="everyone", headers={"If-Match": newsroom.etag(path)}))


def stored(app):
    with app.app_context():
        return {row.claim_id: row.body for row in db.session().execute(select(table(ClaimDocument)))}


def test_a_claim_follows_its_claimant_source_and_people(app, newsroom, claim):
    rename(newsroom, f"/claimants/{claim['claimant']['id']}", name="Another ministry")
    rename(newsroom, f"/sources/{claim['appearances'][0]['source']['id']}", title="Another title")
    rename(newsroom, f"/accounts/{newsroom.accounts['checker']}", name="Another name")

    body = stored(app)[claim["id"]]
    assert all(name in body for name in (b"Another ministry", b"Another title", b"Another name"))


def test_a_claim_with_others_merged_into_it_is_shown_anew(newsroom, claim):
    merged = newsroom.claim(appearances=[{"url": "https://tv.example/late"}])["id"]
    created(newsroom.step(merged, "merge", into=claim["id"], reason="the same"))
    both = newsroom.get(f"/claims/{claim['id']}").json["appearances"]
    created(newsroom.step(merged, "unmerge", reason="another"))

    assert len(both) == len(claim["appearances"]) + 1
    assert newsroom.get(f"/claims/{claim['id']}").json == claim


def test_documents_of_another_layout_are_not_read_and_made_again(app, newsroom, claim):
    with app.app_context():
        db.session().execute(update(table(ClaimDocument)).values(layout=0, body=b"{}"))
        db.session().commit()
        shown = newsroom.get(f"/claims/{claim['id']}").json
        made = renderings.renew_stale(OPERATOR, public_url="http://localhost", show=lambda *_: None)

    assert (shown, made) == (claim, 1)
    documents.hold(app)


def test_a_document_that_tells_something_else_is_found(app, newsroom, claim):
    with app.app_context():
        kept = db.session().execute(select(table(ClaimDocument))).one()
        db.session().execute(update(table(ClaimDocument)).values(body=b"{}"))
        db.session().commit()
    with pytest.raises(AssertionError):
        documents.hold(app)
    with app.app_context():
        db.session().execute(update(table(ClaimDocument)).values(body=kept.body))
        db.session().commit()
