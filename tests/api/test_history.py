"""The history of an object, from its first entry on, and the log across all objects."""

import json
from typing import Any

import pytest

from tests.newsrooms import EXAMPLES, Newsroom, created, places, problem
from tracker.lib.ids import new_id

Entries = list[dict[str, Any]]


def history(room: Newsroom, path: str, who: str = "checker") -> Entries:
    found: Entries = room.get(f"{path}/history?limit=200", who).json["items"]
    return found


def audit(room: Newsroom, query: str = "", who: str = "auditor") -> Entries:
    found: Entries = room.get(f"/audit/entries?limit=200&{query}", who).json["items"]
    return found


def test_it_begins_at_the_very_beginning(room: Newsroom) -> None:
    claim = room.claim()
    first = history(room, f"/claims/{claim['id']}")[0]

    assert (first["kind"], first["object"], first["revision"]) == ("claim.opened", f"claim/{claim['id']}", 1)
    assert first["actor"] == {"id": room.accounts["checker"], "name": "checker"}
    assert first["changes"]["text"] == {"before": None, "after": claim["text"]}
    assert first["at"] >= claim["created_at"]


def test_it_tells_each_field_before_and_after(room: Newsroom) -> None:
    path = f"/claims/{room.claim()['id']}"
    room.patch(path, {"context": "Said in the budget debate.", "place": None}, "editor")
    room.patch(path, {"context": None})
    entries = history(room, path)

    assert [(entry["revision"], entry["actor"]["name"]) for entry in entries] == [
        (1, "checker"),
        (2, "editor"),
        (3, "checker"),
    ]
    assert entries[1]["changes"] == {
        "context": {"before": "Said in a speech on the budget.", "after": "Said in the budget debate."},
        "place": {"before": "Iran", "after": None},
    }
    assert entries[2]["changes"] == {"context": {"before": "Said in the budget debate.", "after": None}}


def test_it_ascends_and_pages_are_parts_of_it(room: Newsroom) -> None:
    claim_id = room.claim_in("published")
    whole = history(room, f"/claims/{claim_id}")
    first = room.get(f"/claims/{claim_id}/history?limit=2").json
    second = room.get(f"/claims/{claim_id}/history?limit=2&cursor={first['next']}").json

    assert [entry["seq"] for entry in whole] == sorted({entry["seq"] for entry in whole})
    assert first["items"] + second["items"] == whole[:4]


def test_versions_count_the_entries(room: Newsroom) -> None:
    claim_id = room.claim_in("retracted")
    entries = history(room, f"/claims/{claim_id}")

    assert [entry["revision"] for entry in entries] == list(range(1, len(entries) + 1))
    assert room.get(f"/claims/{claim_id}").json["version"] == len(entries)


def test_a_step_is_told_with_its_reason(room: Newsroom) -> None:
    claim_id = room.claim_in("rejected")
    last = history(room, f"/claims/{claim_id}")[-1]

    assert (last["kind"], last["reason"]) == ("claim.rejected", "not checkable")
    assert last["changes"]["state"] == {"before": "logged", "after": "rejected"}


def test_evidence_verdicts_sources_and_claimants_have_theirs(room: Newsroom) -> None:
    claim_id = room.claim_in("published")
    claim = room.get(f"/claims/{claim_id}").json
    evidence = room.get(f"/claims/{claim_id}/evidence").json["items"][0]
    verdict = room.get(f"/claims/{claim_id}/verdicts").json["items"][0]
    paths = {
        "evidence.added": f"/evidence/{evidence['id']}", "verdict.proposed": f"/verdicts/{verdict['id']}",
        "source.added": f"/sources/{evidence['source_id']}", "claimant.added": f"/claimants/{claim['claimant']['id']}",
    }  # fmt: skip

    assert {kind: history(room, path)[0]["kind"] for kind, path in paths.items()} == {kind: kind for kind in paths}
    assert [entry["kind"] for entry in history(room, paths["verdict.proposed"])] == [
        "verdict.proposed", "verdict.submitted", "verdict.approved", "verdict.published",
    ]  # fmt: skip


def test_the_texts_of_a_draft_are_in_its_history(room: Newsroom) -> None:
    verdict = room.verdict(room.claim()["id"])
    room.patch(f"/verdicts/{verdict['id']}", {"texts": [{"language": "en", "summary": "No."}]})
    change = history(room, f"/verdicts/{verdict['id']}")[1]["changes"]["texts/en"]

    assert change["before"]["summary"] == EXAMPLES["verdict"]["texts"][0]["summary"]
    assert change["after"]["summary"] == "No."


def test_one_deed_shares_its_name_across_objects(room: Newsroom) -> None:
    claim_id = room.claim_in("in_review")
    verdict = room.get(f"/claims/{claim_id}/verdicts").json["items"][0]
    submitted = [history(room, path)[-1] for path in (f"/claims/{claim_id}", f"/verdicts/{verdict['id']}")]

    assert submitted[0]["deed"] == submitted[1]["deed"]
    assert submitted[0]["at"] == submitted[1]["at"]


def test_a_refused_change_is_not_in_it(room: Newsroom) -> None:
    path = f"/claims/{room.claim()['id']}"
    room.patch(path, {"place": "x"}, if_match='"v9.0"')
    room.patch(path, {"kind": "gossip"})

    assert len(history(room, path)) == 1


def test_a_deactivated_account_keeps_its_name_in_it(room: Newsroom) -> None:
    account = created(room.post("/accounts", {"name": "Left long ago", "roles": ["checker"]}, "admin"))
    secret = created(room.post(f"/accounts/{account['id']}/keys", {}, "admin"))["secret"]
    claim = room.post("/claims", EXAMPLES["claim"], None, headers={"Authorization": f"Bearer {secret}"}).json
    room.patch(f"/accounts/{account['id']}", {"active": False}, "admin")

    assert history(room, f"/claims/{claim['id']}")[0]["actor"]["name"] == "Left long ago"


def test_the_audit_log_holds_every_entry_in_order(new_room: Newsroom) -> None:
    claim_id = new_room.claim_in("published")
    entries = audit(new_room)
    kinds = [entry["kind"] for entry in entries]

    assert [entry["seq"] for entry in entries] == sorted({entry["seq"] for entry in entries})
    assert kinds[:3] == ["organization.added", "account.added", "key.minted"]
    assert {"claim.opened", "claimant.added", "source.added", "publication.issued"} <= set(kinds)
    assert [entry for entry in entries if entry["object"] == f"claim/{claim_id}"] == history(
        new_room, f"/claims/{claim_id}"
    )


def test_the_audit_log_is_filtered(new_room: Newsroom) -> None:
    claim_id = new_room.claim_in("in_review")
    everything = audit(new_room)
    middle = everything[len(everything) // 2]
    checker = new_room.accounts["checker"]

    assert audit(new_room, f"object=claim/{claim_id}") == history(new_room, f"/claims/{claim_id}")
    assert {entry["kind"] for entry in audit(new_room, "kind=claim.opened&kind=verdict.proposed")} == {
        "claim.opened", "verdict.proposed",
    }  # fmt: skip
    assert {entry["actor"]["id"] for entry in audit(new_room, f"actor_id={checker}")} == {checker}
    assert audit(new_room, f"after={middle['seq']}") == [entry for entry in everything if entry["seq"] > middle["seq"]]
    assert audit(new_room, f"from={middle['at']}") == [entry for entry in everything if entry["at"] >= middle["at"]]
    assert audit(new_room, f"to={middle['at']}") == [entry for entry in everything if entry["at"] <= middle["at"]]


def test_no_secret_is_in_the_audit_log(new_room: Newsroom) -> None:
    text = json.dumps(audit(new_room, who="admin"))

    assert not [who for who, secret in new_room.keys.items() if secret in text]


@pytest.mark.parametrize(
    ("query", "place"),
    [
        ("object=claim", "object"),
        ("kind=claim.imagined", "kind"),
        ("actor_id=checker", "actor_id"),
        ("after=-1", "after"),
        ("after=99999999999999999999", "after"),
        ("from=yesterday", "from"),
        ("actor=x", "actor"),
    ],
)
def test_a_filter_that_makes_no_sense_is_refused_by_name(room: Newsroom, query: str, place: str) -> None:
    answer = room.get(f"/audit/entries?{query}", "auditor")

    assert (problem(answer), places(answer)) == ((422, "invalid"), [place])


def test_nothing_has_no_history(room: Newsroom) -> None:
    nouns = ("claims", "evidence", "verdicts", "sources", "claimants")

    assert [room.get(f"/{noun}/{new_id()}/history").status_code for noun in nouns] == [404] * 5
