"""What refusals say to people: in plain words, and true of what was refused."""

import pytest

from tests.newsrooms import Newsroom, created
from tracker.lib.ids import new_id


@pytest.mark.parametrize(
    ("path", "noun"),
    [
        ("/external-checks/{}", "external check"),
        ("/correction-requests/{}", "correction request"),
        ("/evidence/{}", "piece of evidence"),
        ("/claims/{}", "claim"),
    ],
)
def test_what_is_not_there_is_called_as_people_call_it(room: Newsroom, path: str, noun: str) -> None:
    detail = room.get(path.format(new_id()), "everyone").json["detail"]

    assert detail == f"There is no such {noun}, or it is not yours to see."


def test_a_page_of_the_fact_check_tools_is_called_a_page(room: Newsroom) -> None:
    headers = {"Authorization": f"Bearer {room.keys['admin']}"}
    answer = room.client.get(f"/v1alpha1/pages/{new_id()}", headers=headers)

    assert answer.json["error"]["message"].startswith("There is no such page,")


def test_a_conflict_does_not_speak_of_what_exists(room: Newsroom) -> None:
    evidence = room.evidence(room.claim()["id"])
    path = f"/evidence/{evidence['id']}/withdrawal"
    created(room.post(path, {"reason": "a forgery"}))
    refusal = room.post(path, {"reason": "a forgery"}).json

    assert (refusal["type"], refusal["detail"]) == ("/problems/conflict", "The evidence is withdrawn.")
    assert "exist" not in refusal["title"]


def test_who_may_not_see_captures_is_told_so(room: Newsroom) -> None:
    source = {"title": "A letter", "protected": True, "public_description": "A letter"}
    source_id = created(room.post("/sources", source, "checker"))["id"]

    assert "see its captures" in room.get(f"/sources/{source_id}/captures", "second_checker").json["detail"]


def test_a_comment_of_another_is_refused_in_a_sentence(room: Newsroom) -> None:
    claim_id = room.claim()["id"]
    comment = created(room.post(f"/claims/{claim_id}/comments", {"text": "Hm."}))
    refusal = room.patch(f"/claims/{claim_id}/comments/{comment['id']}", {"text": "Ha."}, "editor", if_match="*").json

    assert refusal["detail"] == "Only its author may change a comment."


@pytest.mark.parametrize(
    ("attribution", "sentence"),
    [
        ("none", "It is said that the claim is attributed to nobody."),
        ("unnamed", "It is said that whoever made the claim is not named."),
        ("named", "It is said who made the claim."),
    ],
)
def test_the_gate_says_how_the_attribution_is_settled(new_room: Newsroom, attribution: str, sentence: str) -> None:
    created(new_room.patch("/organization", {"policy": "google"}, "admin"))
    fields = {} if attribution == "named" else {"claimant": None, "job_title": None}
    claim_id = new_room.claim_in("investigating", attribution=attribution, **fields)
    rules = new_room.get(f"/claims/{claim_id}/publishability").json["rules"]

    assert [rule["detail"] for rule in rules if rule["rule"] == "attribution_settled"] == [sentence]
