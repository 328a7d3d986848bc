"""What is published while a restriction stands shows the replacement, and what it hid once that is lifted."""

from typing import Any

import pytest

from tests.newsrooms import EXAMPLES, Newsroom, created

HIDDEN = "[removed]"
WORDS = {"ground": "GDPR Art. 18(1)(a)", "reason": "letter 12", "kind": "restriction"}
CHANGE = {"kind": "update", "notice": "A later figure was added."}


def restricted(room: Newsroom, *targets: str) -> str:
    named = [dict(zip(("object", "field"), target.split("#"), strict=False)) for target in targets]
    path: str = created(room.post("/erasures", WORDS | {"targets": named}, "admin"))["links"]["self"]
    created(room.post(f"{path}/confirmation", {}, "editor"))
    return path


def lift(room: Newsroom, path: str) -> None:
    created(room.post(f"{path}/lifting", {"reason": "it was right"}, "admin"))


def updated(room: Newsroom, claim_id: str, **verdict: Any) -> None:
    """Publish an update in the words that there are now."""
    created(room.step(claim_id, "reopen", reason="a later figure"))
    room.verdict(claim_id, **verdict)
    for step, who, words in (("submit", "checker", {}), ("approve", "editor", {}), ("publish", "editor", CHANGE)):
        created(room.step(claim_id, step, who, **words))


def snapshot(room: Newsroom, claim_id: str, number: int) -> dict[str, Any]:
    shown: dict[str, Any] = room.get(f"/claims/{claim_id}/publications/{number}", None).json["snapshot"]
    return shown


def parts(shown: dict[str, Any]) -> dict[str, Any]:
    claim, evidence = shown["claim"], shown["evidence"][0]
    return {
        "claim": {name: claim[name] for name in ("text", "made_on", "topics", "job_title")},
        "claimant": claim["claimant"]["name"],
        "evidence": {name: evidence[name] for name in ("excerpt", "locator", "note")},
        "texts": shown["verdict"]["texts"],
    }


def test_all_of_it_is_shown_once_that_is_lifted(room: Newsroom) -> None:
    texts = [{name: value for name, value in EXAMPLES["verdict"]["texts"][0].items() if name != "title"}]
    claim_id = room.claim_in("published", topics=["economy"])
    shown = snapshot(room, claim_id, 1)
    path = restricted(room, f"claim/{claim_id}", f"claimant/{shown['claim']['claimant']['id']}#/name",
                      f"evidence/{shown['evidence'][0]['id']}")  # fmt: skip
    updated(room, claim_id, texts=texts)
    meanwhile = parts(snapshot(room, claim_id, 2))
    lift(room, path)
    now = parts(snapshot(room, claim_id, 2))

    assert (meanwhile["claim"]["text"], meanwhile["claim"]["made_on"], meanwhile["claimant"]) == (HIDDEN, None, HIDDEN)
    assert (meanwhile["evidence"]["excerpt"], meanwhile["texts"][0]["title"]) == (HIDDEN, HIDDEN)
    assert now | {"texts": []} == parts(shown) | {"texts": []}
    assert now["texts"][0]["title"] == shown["claim"]["text"]
    assert HIDDEN not in room.get(f"/fact-checks/{claim_id}", None).text


def test_it_is_hidden_as_long_as_another_restriction_stands(room: Newsroom) -> None:
    claim_id = room.claim_in("published")
    paths = [restricted(room, f"claim/{claim_id}#/text") for _ in range(2)]
    updated(room, claim_id)
    found = []
    for path in paths:
        lift(room, path)
        found.append(snapshot(room, claim_id, 2)["claim"]["text"])

    assert found == [HIDDEN, EXAMPLES["claim"]["text"]]


@pytest.mark.parametrize("number", [1, 2])
def test_what_was_written_meanwhile_is_no_part_of_it(room: Newsroom, number: int) -> None:
    claim_id = room.claim_in("published")
    path = restricted(room, f"claim/{claim_id}#/text")
    updated(room, claim_id)
    created(room.step(claim_id, "reopen", reason="again"))
    created(room.patch(f"/claims/{claim_id}", {"text": "Other words."}))
    lift(room, path)

    assert snapshot(room, claim_id, number)["claim"]["text"] == EXAMPLES["claim"]["text"]
