"""A request to erase tells what else holds its words: what was typed elsewhere, and the file of an import."""

from typing import Any

from tests.newsrooms import EXAMPLES, Newsroom, created
from tracker.lib.ids import new_id

WORDS = {"ground": "GDPR Art. 17(1)(d)", "reason": "letter 12"}


def asked(room: Newsroom, *targets: dict[str, str], **changes: Any) -> dict[str, Any]:
    return created(room.post("/erasures", WORDS | {"targets": list(targets)} | changes, "admin"))


def told(answer: dict[str, Any]) -> set[tuple[str, str]]:
    return {(place["object"], place["field"]) for place in answer["also_in"]}


def imported(room: Newsroom) -> tuple[str, str, str]:
    """Return the claim that an archive's check became, its verdict, and the source that stands for the file."""
    words = f"Prices fell {new_id()}"
    fresh = {"url": f"https://outlet.example/{new_id()}", "inLanguage": "en", "claimReviewed": words}
    made = created(room.post("/imports", {"document": EXAMPLES["import"]["document"] | fresh}, "admin"))
    claim_id = room.get(f"/imports/{made['id']}/rows", "admin").json["items"][0]["check_id"]
    verdict_id = room.get(f"/claims/{claim_id}/verdicts").json["items"][0]["id"]
    return claim_id, verdict_id, made["source_id"]


def test_of_an_imported_claim_it_names_the_verdicts_text_and_the_file(room: Newsroom) -> None:
    claim_id, verdict_id, source_id = imported(room)
    imported(room)
    capture_id = room.get(f"/sources/{source_id}/captures", "admin").json["items"][0]["id"]
    answer = asked(room, {"object": f"claim/{claim_id}", "field": "/text"})

    assert told(answer) == {(f"verdict/{verdict_id}", "/texts/en"), (f"source/{source_id}", f"/captures/{capture_id}")}
    assert told(room.get(answer["links"]["self"], "admin").json) == told(answer)


def test_what_it_names_can_be_asked_for(room: Newsroom) -> None:
    claim_id, _, _ = imported(room)
    text = {"object": f"claim/{claim_id}", "field": "/text"}
    first = asked(room, text)
    path = asked(room, text, *first["also_in"])["links"]["self"]
    done = created(room.post(f"{path}/confirmation", {}, "editor"))

    assert room.get(path, "admin").json["also_in"] == done["also_in"] == []
    assert room.get(first["links"]["self"], "admin").json["also_in"] == []


def test_what_was_typed_about_the_claim_is_named(room: Newsroom) -> None:
    name = f"Quillfeather {new_id()}"
    claim = room.claim(claimant={"name": name, "kind": "person"})
    path = f"/claims/{claim['id']}"
    evidence = room.evidence(claim["id"], excerpt=f"So said {name.upper()}.")
    comment = created(room.post(f"{path}/comments", {"text": f"Ask {name} again"}))
    created(room.post(f"{path}/comments", {"text": "Ask nobody"}))
    answer = asked(room, {"object": f"claimant/{claim['claimant']['id']}", "field": "/name"})

    assert told(answer) == {(f"evidence/{evidence['id']}", "/excerpt"), (f"comment/{comment['id']}", "/text")}
    assert name not in str(answer)


def test_a_restriction_names_only_what_can_be_restricted(room: Newsroom) -> None:
    claim_id, verdict_id, _ = imported(room)
    created(room.step(claim_id, "reopen", reason=room.get(f"/claims/{claim_id}").json["text"]))
    places = [told(asked(room, {"object": f"claim/{claim_id}", "field": "/text"}, kind=kind)) for kind in (
        "erasure", "restriction")]  # fmt: skip

    assert [(f"claim/{claim_id}", "/reason") in found for found in places] == [True, False]
    assert all((f"verdict/{verdict_id}", "/texts/en") in found for found in places)


def test_who_a_protected_source_is_shows_in_the_answer_to_its_custodians_alone(room: Newsroom) -> None:
    guess = f"Halloran {new_id()}"
    claim = room.claim(text=guess)
    hidden = {"title": guess, "protected": True, "public_description": "An official"}
    evidence = room.evidence(claim["id"], source=hidden)

    answer = asked(room, {"object": f"claim/{claim['id']}", "field": "/text"})

    assert told(answer) == set()
    assert evidence["source"]["title"] == guess
