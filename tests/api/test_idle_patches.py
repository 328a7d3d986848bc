"""A patch that changes nothing leaves no trace: no entry, no revision, and nobody's hand in anything."""

import pytest

from tests.newsrooms import EXAMPLES, Newsroom, created
from tracker.lib.ids import new_id

WORDS = {"title": "Consumer prices", "level": "primary"}


def entries(room: Newsroom) -> int:
    return len(room.get("/audit/entries?limit=200", "auditor").json["items"])


def made(room: Newsroom) -> dict[str, tuple[str, str, dict[str, object]]]:
    """Return, of each kind of object, its path, who may change it, and a patch that says what it says already."""
    claim = room.claim(topics=["economy"])
    path = f"/claims/{claim['id']}"
    evidence = room.evidence(claim["id"], locator={"page": 3})
    verdict = room.verdict(claim["id"])
    source = created(room.post("/sources", WORDS | {"url": f"https://s.example/{new_id()}"}))
    origin = created(room.post("/origins", {"name": new_id()}))
    outreach = created(room.post(f"{path}/outreach", EXAMPLES["outreach"]))
    comment = created(room.post(f"{path}/comments", EXAMPLES["comment"]))
    appearance, quantity = claim["appearances"][0], claim["quantities"][0]
    known = {"scale_id", "label", "evidence_ids", "statements", "texts", "true_as_of"}
    return {
        "a claim": (path, "checker", {n: claim[n] for n in ("text", "topics", "made_on")}),
        "a claimant": (f"/claimants/{claim['claimant']['id']}", "checker", {"same_as": claim["claimant"]["same_as"]}),
        "a source": (f"/sources/{source['id']}", "checker", WORDS | {"origin_id": None, "url": source["url"]}),
        "an origin": (f"/origins/{origin['id']}", "checker", {"name": origin["name"]}),
        "evidence": (f"/evidence/{evidence['id']}", "checker", {"locator": {"page": 3}, "stance": evidence["stance"]}),
        "a verdict": (f"/verdicts/{verdict['id']}", "checker", {n: verdict[n] for n in known}),
        "an attempt": (f"{path}/outreach/{outreach['id']}", "checker", {"channel": outreach["channel"]}),
        "a comment": (f"{path}/comments/{comment['id']}", "checker", {"text": comment["text"]}),
        "an appearance": (f"{path}/appearances/{appearance['id']}", "checker", {"role": "makes", "first": True}),
        "a quantity": (f"{path}/quantities/{quantity['id']}", "checker", {"value": quantity["value"]}),
        "an account": (f"/accounts/{room.accounts['editor']}", "admin", {"name": "editor"}),
        "the organization": ("/organization", "admin", {"slug": room.slug}),
    }


@pytest.mark.parametrize("patch", ["the same", "nothing"])
def test_it_is_no_entry_and_no_revision(new_room: Newsroom, patch: str) -> None:
    objects = made(new_room)
    before = entries(new_room)
    answers = {
        what: (new_room.get(path, who), new_room.patch(path, same if patch == "the same" else {}, who))
        for what, (path, who, same) in objects.items()
    }

    assert {what: after.status_code for what, (_, after) in answers.items()} == dict.fromkeys(objects, 200)
    assert [what for what, (old, new) in answers.items() if (old.headers["ETag"], old.data) != (
        new.headers["ETag"], new.data)] == []  # fmt: skip
    assert entries(new_room) == before


def test_a_patch_in_review_that_changes_nothing_makes_no_contributor(room: Newsroom) -> None:
    claim_id = room.claim_in("in_review")
    evidence = room.get(f"/claims/{claim_id}/evidence").json["items"][0]
    created(room.patch(f"/evidence/{evidence['id']}", {"excerpt": evidence["excerpt"]}, "editor"))

    assert created(room.step(claim_id, "approve", "editor"))["state"] == "approved"


def test_a_change_after_it_is_the_next_revision(room: Newsroom) -> None:
    path = f"/claims/{room.claim()['id']}"
    room.patch(path, {})
    changed = room.patch(path, {"context": "A debate"})

    assert (changed.json["version"], room.get(f"{path}/history").json["items"][-1]["revision"]) == (2, 2)
