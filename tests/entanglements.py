"""What objects show of others: deeds on these, done through the API, that change how those look."""

from typing import Any

from tests.newsrooms import EXAMPLES, Newsroom, created
from tests.stories import PROTECTED


def tell(room: Newsroom) -> None:
    """Let a newsroom rename, merge, protect, withdraw and republish what others show."""
    claim = room.claim(
        claimant={"name": "A minister", "kind": "person", "same_as": ["https://people.example/minister"]}
    )
    _rename(room, claim)
    _merge(room)
    _protect(room, claim["id"])
    _republish(room)


def _rename(room: Newsroom, claim: Any) -> None:
    claimant, source = f"/claimants/{claim['claimant']['id']}", f"/sources/{claim['appearances'][0]['source']['id']}"
    created(
        room.patch(
            claimant, {"name": "A former minister", "same_as": ["https://people.example/b", "https://x.example/a"]}
        )
    )
    created(room.patch(source, {"title": "Another title", "publisher": "Another publisher"}))
    people = [room.accounts[who] for who in ("second_checker", "checker", "editor")]
    assign = f"/claims/{claim['id']}/assignees"
    created(room.call("PUT", assign, body=people, if_match=True))
    for who, name in (("second_checker", "Ärzte, zuletzt"), ("editor", "aa, first")):
        created(room.patch(f"/accounts/{room.accounts[who]}", {"name": name}, "admin"))
    created(room.call("PUT", assign, body=people[1:], if_match=True))
    created(room.patch(claimant, {"same_as": []}))


def _merge(room: Newsroom) -> None:
    first, second, third = (room.claim()["id"] for _ in range(3))
    created(room.post(f"/claims/{second}/appearances", EXAMPLES["appearance"] | {"claimant": {"name": "A repeater"}}))
    created(room.step(first, "merge", into=second, reason="the same"))
    created(room.step(second, "merge", into=third, reason="the same again"))
    created(room.patch(f"/claims/{first}", {"context": "Found later."}, "editor"))
    created(room.step(second, "unmerge", reason="not the same"))
    created(room.step(third, "merge", into=second, reason="the other way round"))
    created(room.step(first, "unmerge", reason="not the same either"))


def _protect(room: Newsroom, claim_id: str) -> None:
    evidence = room.evidence(claim_id, source=PROTECTED | {"title": "Somebody else", "url": None})
    source = f"/sources/{evidence['source_id']}"
    created(room.post(f"/claims/{claim_id}/appearances", {"source_id": evidence["source_id"], "role": "reports"}))
    created(room.patch(source, {"title": "Somebody quite else", "public_description": "a clerk of the ministry"}))
    created(room.patch(f"/evidence/{evidence['id']}", {"note": "Met in person."}))
    created(room.post(f"/evidence/{evidence['id']}/withdrawal", EXAMPLES["withdrawal"]))


def _republish(room: Newsroom) -> None:
    claim_id = room.claim_in("published")
    path = f"/claims/{claim_id}"
    page = [{"language": "en", "url": "https://checks.example/own"}]
    created(room.call("PUT", f"{path}/pages", "editor", body=page, if_match=room.etag(path)))
    created(room.patch(path, {"topics": ["trade"]}, "editor"))
    created(room.step(claim_id, "reopen", reason="a revised figure"))
    evidence = room.get(f"{path}/evidence").json["items"][0]
    created(room.post(f"/evidence/{evidence['id']}/observations", EXAMPLES["observation"]))
    french = EXAMPLES["verdict"]["texts"][0] | {"language": "fr"}
    room.verdict(claim_id, label="true", texts=[*EXAMPLES["verdict"]["texts"], french])
    created(room.step(claim_id, "submit", "checker"))
    created(room.step(claim_id, "approve"))
    created(room.step(claim_id, "publish", kind="update", notice="New figures."))
    created(room.call("PUT", f"{path}/pages", "editor", body=[], if_match=room.etag(path)))
    created(room.step(claim_id, "retract", reason="wrong", notice="We were wrong."))
    again = room.claim_in("published")
    created(room.patch("/organization", {"name": "Renamed Checks"}, "admin"))
    created(room.step(again, "reopen", reason="once more"))
    created(room.step(again, "conclude", reason="nothing new"))
