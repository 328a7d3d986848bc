"""The caller, and the caller's organization."""

import pytest

from tests.newsrooms import EXAMPLES, Newsroom, places, problem


def test_a_caller_learns_who_they_are(room: Newsroom) -> None:
    me = room.get("/me", "editor").json

    assert (me["account"]["id"], me["account"]["name"]) == (room.accounts["editor"], "editor")
    assert (me["roles"], me["scopes"]) == (["editor"], ["publish", "read", "write"])
    assert me["organization"] == {"id": room.organization_id, "slug": "example", "name": "Example Checks"}


def test_an_organization_is_changed_by_its_admin(new_room: Newsroom) -> None:
    changed = new_room.patch("/organization", EXAMPLES["organization_patch"], "admin")
    shown = new_room.get("/organization").json

    assert changed.status_code == 200
    assert shown.items() >= EXAMPLES["organization_patch"].items()
    assert (shown["version"], changed.json) == (2, shown)


def test_policies_are_merged_and_null_takes_one_away(new_room: Newsroom) -> None:
    for policies in ({"corrections": "https://a.example/c", "funding": "https://a.example/f"}, {"funding": None}):
        new_room.patch("/organization", {"policies": policies}, "admin")

    assert new_room.get("/organization").json["policies"] == {"corrections": "https://a.example/c"}


def test_null_takes_an_address_away_and_silence_keeps_it(new_room: Newsroom) -> None:
    new_room.patch("/organization", {"url": "https://a.example", "logo_url": "https://a.example/logo.png"}, "admin")
    changed = new_room.patch("/organization", {"url": None}, "admin").json

    assert (changed["url"], changed["logo_url"]) == (None, "https://a.example/logo.png")


@pytest.mark.parametrize(
    ("patch", "place"),
    [
        ({"name": " "}, "/name"),
        ({"name": None}, "/name"),
        ({"slug": "Not A Slug"}, "/slug"),
        ({"url": "ftp://a.example"}, "/url"),
        ({"languages": []}, "/languages"),
        ({"languages": ["en", "not a language"]}, "/languages/1"),
        ({"time_zone": 1}, "/time_zone"),
        ({"policies": {"secrets": "https://a.example"}}, "/policies/secrets"),
        ({"policy": "lenient"}, "/policy"),
        ({"id": "other"}, "/id"),
    ],
)
def test_what_is_malformed_is_told_by_its_place(room: Newsroom, patch: dict[str, object], place: str) -> None:
    answer = room.patch("/organization", patch, "admin")

    assert (problem(answer), places(answer)) == ((422, "invalid"), [place])


def test_a_time_zone_is_one_that_there_is(room: Newsroom) -> None:
    answer = room.patch("/organization", {"time_zone": "Mars/Olympus"}, "admin")

    assert (problem(answer), places(answer)) == ((422, "reference-not-found"), ["/time_zone"])


def test_a_slug_names_one_organization(new_room: Newsroom, other_room: Newsroom) -> None:
    answer = new_room.patch("/organization", {"slug": other_room.slug}, "admin")

    assert problem(answer) == (409, "conflict")
    assert new_room.get("/organization").json["slug"] == new_room.slug


def test_a_published_check_keeps_the_name_it_was_published_under(new_room: Newsroom) -> None:
    claim_id = new_room.claim_in("published")
    new_room.patch("/organization", {"name": "Renamed"}, "admin")

    snapshot = new_room.get(f"/claims/{claim_id}/publications/1", None).json["snapshot"]
    assert snapshot["organization"]["name"] == new_room.slug
