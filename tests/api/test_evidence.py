"""Evidence: what a source shows about a claim, which way it points, and what it measured."""

from typing import Any

import pytest

from tests.newsrooms import EXAMPLES, Newsroom, created, places, problem
from tracker.lib.ids import new_id

EVIDENCE = EXAMPLES["evidence"]
BARE = {"source": {"title": "A report"}, "stance": "supports", "excerpt": "It rose."}


def base(room: Newsroom) -> str:
    return f"/claims/{room.claim()['id']}/evidence"


def test_evidence_is_attached_with_its_source_and_figures(room: Newsroom) -> None:
    path = base(room)
    answer = room.post(path, EVIDENCE)
    evidence = answer.json

    assert (answer.status_code, answer.headers["Location"]) == (201, f"/api/v1/evidence/{evidence['id']}")
    assert evidence["source"]["url"] == EVIDENCE["source"]["url"]
    assert evidence["observations"][0].items() >= EVIDENCE["observations"][0].items()
    assert (evidence["stance"], evidence["locator"], evidence["withdrawn_at"]) == ("refutes", {"page": 3}, None)
    assert evidence["created_by"] == {"id": room.accounts["checker"], "name": "checker"}
    assert room.get(f"/evidence/{evidence['id']}").json == evidence
    assert room.get(path.removesuffix("/evidence")).json["evidence_count"] == 1


def test_evidence_is_listed_newest_first_and_by_stance(room: Newsroom) -> None:
    path = base(room)
    made = [created(room.post(path, BARE | {"stance": stance})) for stance in ("supports", "refutes", "context")]

    assert room.get(path).json["items"] == made[::-1]
    assert room.get(f"{path}?stance=refutes&stance=context").json["items"] == made[:0:-1]


def test_evidence_is_changed_by_a_merge_patch(room: Newsroom) -> None:
    evidence = created(room.post(base(room), EVIDENCE | {"origin": {"name": f"Office {new_id()}"}}))
    patch = {"stance": "context", "note": None, "locator": None, "origin_id": None, "source": {"title": "Another"}}
    changed = room.patch(f"/evidence/{evidence['id']}", patch).json

    assert (changed["stance"], changed["note"], changed["locator"], changed["origin_id"]) == (
        "context",
        None,
        None,
        None,
    )
    assert (changed["source"]["title"], changed["excerpt"]) == ("Another", EVIDENCE["excerpt"])
    assert changed["source_id"] == changed["source"]["id"] != evidence["source_id"]


def test_withdrawn_evidence_stays_struck_out(room: Newsroom) -> None:
    path = base(room)
    evidence = created(room.post(path, EVIDENCE))
    withdrawn = room.post(f"/evidence/{evidence['id']}/withdrawal", EXAMPLES["withdrawal"])

    assert (withdrawn.status_code, withdrawn.json["withdrawal_reason"]) == (200, EXAMPLES["withdrawal"]["reason"])
    assert withdrawn.json["withdrawn_at"]
    assert room.get(path).json["items"] == [withdrawn.json]
    assert room.get(path.removesuffix("/evidence")).json["evidence_count"] == 0
    assert (
        room.get(f"/evidence/{evidence['id']}/history").json["items"][-1]["reason"] == EXAMPLES["withdrawal"]["reason"]
    )


def test_withdrawn_evidence_is_left_as_it_was(room: Newsroom) -> None:
    path = f"/evidence/{created(room.post(base(room), EVIDENCE))['id']}"
    room.post(f"{path}/withdrawal", EXAMPLES["withdrawal"])
    answers = [
        room.post(f"{path}/withdrawal", EXAMPLES["withdrawal"]),
        room.patch(path, {"note": "x"}),
        room.post(f"{path}/observations", EXAMPLES["observation"]),
    ]

    assert [problem(answer) for answer in answers] == [(409, "conflict")] * 3


def test_evidence_is_not_deleted(room: Newsroom) -> None:
    evidence = created(room.post(base(room), EVIDENCE))

    assert room.call("DELETE", f"/evidence/{evidence['id']}", if_match="*").status_code == 405


@pytest.mark.parametrize("state", ["queued", "in_review", "approved", "published", "retracted"])
def test_evidence_comes_in_every_state_of_the_work(room: Newsroom, state: str) -> None:
    assert room.post(f"/claims/{room.claim_in(state)}/evidence", BARE).status_code == 201


@pytest.mark.parametrize("state", ["rejected", "merged"])
def test_a_closed_claim_takes_no_evidence(room: Newsroom, state: str) -> None:
    assert problem(room.post(f"/claims/{room.claim_in(state)}/evidence", BARE)) == (409, "illegal-step")


@pytest.mark.parametrize("way", ["page", "timecode", "section", "quote", "selector"])
def test_a_place_is_said_in_one_of_five_ways(room: Newsroom, way: str) -> None:
    where = {"page": 7, "timecode": "12:30", "section": "Annex B", "quote": "it rose", "selector": "#cpi"}[way]

    assert created(room.post(base(room), BARE | {"locator": {way: where}}))["locator"] == {way: where}


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"stance": None}, "/stance"),
        ({"stance": "proves"}, "/stance"),
        ({"excerpt": ""}, "/excerpt"),
        ({"source": {}}, "/source/url"),
        ({"source_id": new_id()}, "/source_id"),
        ({"origin": {"name": "A"}, "origin_id": new_id()}, "/origin_id"),
        ({"locator": {"page": 1, "quote": "x"}}, "/locator/quote"),
        ({"locator": {"prefix": "before"}}, "/locator/page"),
        ({"observations": [{"metric": "rate"}]}, "/observations/0/value"),
        ({"observations": [{"metric": "rate", "value": "1", "margin": 0.2}]}, "/observations/0/margin"),
        ({"observations": [{"metric": "rate", "value": "1", "margin": "-0.2"}]}, "/observations/0/margin"),
        ({"weight": 3}, "/weight"),
    ],
)
def test_what_is_malformed_is_told_by_its_place(room: Newsroom, change: dict[str, Any], place: str) -> None:
    answer = room.post(base(room), BARE | change)

    assert (problem(answer), places(answer)) == ((422, "invalid"), [place])


@pytest.mark.parametrize("name", ["source_id", "origin_id", "capture_id"])
def test_a_reference_to_nothing_is_told_by_its_place(room: Newsroom, name: str) -> None:
    source = {} if name == "source_id" else {"source": {"title": "A report"}}
    answer = room.post(base(room), {"stance": "context", "excerpt": "x", name: new_id()} | source)

    assert (problem(answer), places(answer)) == ((422, "reference-not-found"), [f"/{name}"])


def test_an_observation_is_added_and_shown_where_it_belongs(room: Newsroom) -> None:
    evidence = created(room.post(base(room), BARE))
    path = f"/evidence/{evidence['id']}/observations"
    given = EXAMPLES["observation"] | {"margin": "0.20", "released_on": "2025-03"}
    observation = created(room.post(path, given))

    assert observation.items() >= given.items()
    assert room.get(path).json == {"items": [observation], "next": None}
    assert room.get(f"/evidence/{evidence['id']}").json["observations"] == [observation]


def test_a_measured_number_with_ends_in_no_order_is_told_by_its_place(room: Newsroom) -> None:
    wrong = {"metric": "rate", "lower": "2", "upper": "1", "period": {"from": "2025", "to": "2024"}}
    with_evidence = room.post(base(room), BARE | {"observations": [wrong]})
    later = room.post(f"/evidence/{created(room.post(base(room), BARE))['id']}/observations", wrong)

    assert problem(with_evidence) == problem(later) == (422, "inconsistent")
    assert places(with_evidence) == ["/observations/0/upper", "/observations/0/period/to"]
    assert places(later) == ["/upper", "/period/to"]


def test_a_revised_figure_supersedes_the_old_which_stays(room: Newsroom) -> None:
    path = f"/evidence/{created(room.post(base(room), EVIDENCE))['id']}/observations"
    old = room.get(path).json["items"][0]
    new = created(room.post(path, EXAMPLES["observation"] | {"supersedes_id": old["id"]}))

    assert new["supersedes_id"] == old["id"]
    assert room.get(path).json["items"] == [old, new]


def test_a_figure_supersedes_one_of_the_same_evidence(room: Newsroom) -> None:
    other = created(room.post(base(room), EVIDENCE))["observations"][0]["id"]
    path = f"/evidence/{created(room.post(base(room), EVIDENCE))['id']}/observations"
    answers = [room.post(path, EXAMPLES["observation"] | {"supersedes_id": old}) for old in (other, new_id())]

    assert [(problem(a), places(a)) for a in answers] == [((422, "reference-not-found"), ["/supersedes_id"])] * 2
