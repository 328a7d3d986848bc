"""Imported checks: what is made at once is what reading it back gives."""

from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import select

from tests.newsrooms import Newsroom
from tracker.domain.actors import Actor
from tracker.domain.imports import ImportedCheck, label_key
from tracker.errors import Forbidden
from tracker.models import Claim, Publication, Rendering, Verdict, db
from tracker.services import imported_checks, renderings, snapshots
from tracker.services.imported_checks import Importing
from tracker.services.recording import recording

SITE = "https://tracker.example"
CHECK = ImportedCheck(
    claim_text="Inflation stood at 40% in 2024.", language="en", label="Mostly wrong",
    claim_reviewed="Inflation was 40%", published_at=datetime(2025, 2, 3, tzinfo=UTC),
    title="Was inflation at 40%?", summary="It was 32.5%.",
    claimant={"name": "A minister", "kind": "person", "same_as": ["https://people.example/minister"]},
    job_title="Minister", made_on="2025-01", place="Iran", topics=("economy", "prices"),
    appearances=({"url": "https://tv.example/clip", "title": "The clip"}, {"url": "https://paper.example/a"}),
    rating={"value": "2", "best": "5", "worst": "1"}, page_url="https://outlet.example/checks/1",
)  # fmt: skip
BARE = ImportedCheck(
    claim_text="The moon is made of cheese.",
    language="en",
    label="Falso\r",
    published_at=datetime(2011, 1, 1, tzinfo=UTC),
)


@pytest.fixture
def admin(newsroom: Newsroom) -> Actor:
    return actor(newsroom, "admin")


def actor(room: Newsroom, role: str, scopes: tuple[str, ...] = ("read", "write", "publish", "admin")) -> Actor:
    return Actor(
        account_id=room.accounts[role], name=role, organization_id=room.organization_id, roles=frozenset({role}),
        scopes=frozenset(scopes),
    )  # fmt: skip


def imported(who: Actor, *checks: ImportedCheck, **known: str | None) -> list[str]:
    with recording(who) as record:
        importing = Importing(actor=who, record=record, public_url=SITE, classes=known)
        ids = [importing.add(check) for check in checks]
        importing.finish()
    return ids


@pytest.mark.parametrize("check", [CHECK, BARE], ids=["full", "bare"])
def test_the_snapshot_is_what_reading_the_rows_gives(app: Flask, admin: Actor, check: ImportedCheck) -> None:
    with app.app_context():
        (claim_id,) = imported(admin, check)
    with app.app_context():
        claim = db.session().get_one(Claim, claim_id)
        verdict = db.session().execute(select(Verdict).where(Verdict.claim_id == claim_id)).scalar_one()
        publication = db.session().execute(select(Publication).where(Publication.claim_id == claim_id)).scalar_one()
        shown = {name: publication.snapshot[name] for name in ("organization", "claim", "verdict", "evidence")}

        assert shown == snapshots.content(claim, verdict)
        assert publication.digest is not None


def test_renderings_and_places_are_as_they_are_made_anew(app: Flask, admin: Actor) -> None:
    with app.app_context():
        ids = imported(admin, CHECK, BARE)
    with app.app_context():
        found = [db.session().get_one(Claim, claim_id) for claim_id in ids]
        before = [_kept(claim_id) for claim_id in ids]

        assert before == [sorted((row["format"], row["body"]) for row in renderings.made(claim, public_url=SITE))
                          for claim in found]  # fmt: skip
        assert renderings.stale(SITE) == []


def test_original_dates_and_the_publishers_words_are_kept(newsroom: Newsroom, app: Flask, admin: Actor) -> None:
    with app.app_context():
        (claim_id,) = imported(admin, CHECK)

    review = newsroom.get(f"/fact-checks/{claim_id}.json", None).json
    claim = newsroom.get(f"/claims/{claim_id}").json

    assert (review["datePublished"], review["url"]) == ("2025-02-03T00:00:00Z", CHECK.page_url)
    assert review["claimReviewed"] == "Inflation was 40%"
    rating = {"alternateName": "Mostly wrong", "ratingValue": 2, "bestRating": 5, "worstRating": 1}
    assert {name: review["reviewRating"][name] for name in rating} == rating
    assert (claim["state"], claim["publication"]["status"]) == ("published", "live")
    assert claim["made_on"] == "2025-01"


def test_a_label_means_what_the_organization_says_and_else_nothing(
    app: Flask, newsroom: Newsroom, admin: Actor
) -> None:
    with app.app_context():
        ids = imported(admin, CHECK, BARE, **{"Mostly wrong": "mostly_false"})
    labels = [
        newsroom.get(f"/claims/{claim_id}/publications/1").json["snapshot"]["verdict"]["label"] for claim_id in ids
    ]

    assert [(label["name"], label["class"], label["numeric"]) for label in labels] == [
        ("Mostly wrong", "mostly_false", None), ("Falso\r", None, None),
    ]  # fmt: skip


def test_a_label_of_the_organizations_own_is_that_label(app: Flask, newsroom: Newsroom, admin: Actor) -> None:
    own = newsroom.get(f"/scales/{newsroom.scale_id}").json["labels"][0]
    with app.app_context():
        (claim_id,) = imported(admin, ImportedCheck(**{**vars_of(BARE), "label": own["name"].upper()}))

    assert newsroom.get(f"/claims/{claim_id}").json["publication"]["label"] == own["key"]


def test_one_label_is_made_once(app: Flask, newsroom: Newsroom, admin: Actor) -> None:
    with app.app_context():
        imported(admin, BARE, BARE)
        imported(admin, BARE)

    found = newsroom.get("/scales?all=true").json["items"]
    assert [label["name"] for scale in found for label in scale["labels"]].count(BARE.label) == 1
    assert not any(scale["name"] == "As published" for scale in newsroom.get("/scales").json["items"])


def test_only_an_admin_with_the_scope_imports(app: Flask, newsroom: Newsroom) -> None:
    with app.app_context():
        with pytest.raises(Forbidden):
            imported(actor(newsroom, "editor"), BARE)
        with pytest.raises(Forbidden):
            imported(actor(newsroom, "admin", ("read", "publish")), BARE)


def test_a_check_that_changed_in_the_archive_is_published_again(app: Flask, newsroom: Newsroom, admin: Actor) -> None:
    with app.app_context():
        (claim_id,) = imported(admin, CHECK)
    changed = ImportedCheck(**{**vars_of(CHECK), "label": "Right", "appearances": (), "summary": "It was 40%."})
    with app.app_context(), recording(admin) as record:
        importing = Importing(actor=admin, record=record, public_url=SITE)
        claim = db.session().get_one(Claim, claim_id)
        imported_checks.replace(importing, claim, changed)
        importing.finish()

    shown = newsroom.get(f"/claims/{claim_id}/publications").json["items"]
    review = newsroom.get(f"/fact-checks/{claim_id}.json", None).json
    assert [(item["number"], item["kind"], item["severity"]) for item in shown] == [
        (1, "imported", None),
        (2, "imported", None),
    ]
    assert (review["reviewRating"]["alternateName"], review["datePublished"]) == ("Right", "2025-02-03T00:00:00Z")
    assert "firstAppearance" not in review["itemReviewed"]


@pytest.mark.parametrize(
    ("label", "key"),
    [("Mostly false", "mostly_false"), ("Faux !", "faux"), ("4/6", "label_4_6"), ("假", "label"), ("x" * 90, "x" * 64)],
)
def test_a_key_is_made_of_any_label(label: str, key: str) -> None:
    assert label_key(label) == key


def vars_of(check: ImportedCheck) -> dict[str, object]:
    return {name: getattr(check, name) for name in ImportedCheck.__slots__}


def _kept(claim_id: str) -> list[tuple[str, bytes]]:
    rows = db.session().execute(select(Rendering).where(Rendering.claim_id == claim_id)).scalars()
    return sorted((row.format, bytes(row.body)) for row in rows)
