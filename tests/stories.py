"""A newsroom's year in short: every kind of deed there is, done through the API."""

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from typing import Any

from tests.newsrooms import EXAMPLES, Newsroom, created, founded
from tracker.domain.erasing import MEMBERS
from tracker.lib.ids import new_id
from tracker.services import import_runs

SECRET_NAME = "Mrs. Anonymous of the ministry"
PROTECTED = {
    "protected": True, "kind": "person", "title": SECRET_NAME, "url": "https://ministry.example/anonymous",
    "publisher": "Her ministry", "published_on": "2025-01-02", "public_description": "an official of a ministry",
    "origin": {"name": "The ministry itself"},
}  # fmt: skip


def tell(newsroom: Newsroom, *, takes_out: bool = True) -> None:
    """Let a newsroom do everything once; without what it takes out of its past, all of that stays as it was."""
    _house(newsroom)
    _catalogue(newsroom)
    _claim(newsroom)
    _life_of_a_check(newsroom)
    _side_roads(newsroom)
    _imports(newsroom)
    _webhook(newsroom)
    _readers(newsroom)
    _others(newsroom)
    _outlet_pages(newsroom)
    _matches(newsroom)
    if takes_out:
        _taken_out(newsroom)


def _done(response: Any) -> dict[str, Any]:
    assert response.status_code in {200, 201, 202, 204}, response.get_data(as_text=True)
    return response.json if response.status_code != 204 else {}


def _house(newsroom: Newsroom) -> None:
    _done(newsroom.patch("/organization", EXAMPLES["organization_patch"] | {"policy": "minimal"}, "admin"))
    account = created(newsroom.post("/accounts", EXAMPLES["account"], "admin"))
    _done(newsroom.patch(f"/accounts/{account['id']}", EXAMPLES["account_patch"], "admin"))
    key = created(newsroom.post(f"/accounts/{account['id']}/keys", EXAMPLES["key"], "admin"))
    fresh = created(newsroom.post(f"/keys/{key['id']}/rotation", {}, "admin"))
    _done(newsroom.call("DELETE", f"/keys/{fresh['id']}", "admin", if_match=True))
    scale = created(newsroom.post("/scales", EXAMPLES["scale"] | {"name": "Second"}, "editor"))
    _done(newsroom.post("/scales", EXAMPLES["scale"] | {"replaces": scale["id"]}, "editor"))


def _catalogue(newsroom: Newsroom) -> None:
    links = ["https://www.wikidata.org/wiki/Q1", "https://www.wikidata.org/wiki/Q2"]
    claimant = created(newsroom.post("/claimants", EXAMPLES["claimant"] | {"same_as": links}))
    path = f"/claimants/{claimant['id']}"
    _done(newsroom.patch(path, {"same_as": list(reversed(links)), "description": "The same, put otherwise."}))
    _done(newsroom.patch(path, {"same_as": links[:1], "description": None}))
    origin = created(newsroom.post("/origins", EXAMPLES["origin"] | {"claimant_id": claimant["id"]}))
    _done(newsroom.patch(f"/origins/{origin['id']}", EXAMPLES["origin_patch"]))
    source = created(newsroom.post("/sources", EXAMPLES["source"] | {"url": "https://statistics.example/other"}))
    _done(newsroom.patch(f"/sources/{source['id']}", {"url": "https://statistics.example/new", "origin_id": None}))
    _capture(newsroom, source["id"])
    _protected(newsroom)


def _protected(newsroom: Newsroom) -> None:
    source = created(newsroom.post("/sources", PROTECTED))
    both = [newsroom.accounts["second_checker"], newsroom.accounts["checker"]]
    _done(newsroom.patch(f"/sources/{source['id']}", {"custodian_ids": both}))
    _done(newsroom.patch(f"/sources/{source['id']}", {"title": f"{SECRET_NAME}, retired", "publisher": None}))
    _done(newsroom.patch(f"/sources/{source['id']}", {"custodian_ids": both[1:]}))
    _capture(newsroom, source["id"])


def _capture(newsroom: Newsroom, source_id: str) -> str:
    form = {"file": (BytesIO(b"%PDF-1.4 the table"), "table.pdf")}
    path = f"/sources/{source_id}/captures"
    capture_id: str = created(newsroom.call("POST", path, data=form, content_type="multipart/form-data"))["id"]
    return capture_id


def _claim(newsroom: Newsroom) -> None:
    claim = newsroom.claim()
    path = f"/claims/{claim['id']}"
    _done(newsroom.patch(path, {"topics": ["prices"], "context": None, "made_on": "2025-01", "claimant": {
        "name": "Someone else", "kind": "person"}}))  # fmt: skip
    people = [newsroom.accounts[who] for who in ("checker", "second_checker", "editor")]
    _done(newsroom.call("PUT", f"{path}/assignees", body=people, if_match=True))
    _done(newsroom.call("PUT", f"{path}/assignees", body=people[1:2], if_match=True))
    pages = [{"language": tongue, "url": f"https://checks.example/{tongue}"} for tongue in ("en", "fr")]
    _done(newsroom.call("PUT", f"{path}/pages", "editor", body=pages, if_match=newsroom.etag(path)))
    moved = [{"language": "en", "url": "https://checks.example/moved"}]
    _done(newsroom.call("PUT", f"{path}/pages", "editor", body=moved, if_match=newsroom.etag(path)))
    _parts(newsroom, path)


def _parts(newsroom: Newsroom, path: str) -> None:
    for part in ("appearance", "quantity"):
        collection = {"appearance": "appearances", "quantity": "quantities"}[part]
        kept, gone = (created(newsroom.post(f"{path}/{collection}", EXAMPLES[part])) for _ in range(2))
        _done(newsroom.patch(f"{path}/{collection}/{kept['id']}", EXAMPLES[f"{part}_patch"]))
        _done(newsroom.call("DELETE", f"{path}/{collection}/{gone['id']}", if_match=True))
    first = created(newsroom.post(f"{path}/appearances", EXAMPLES["appearance"] | {"first": True}))
    _done(newsroom.patch(f"{path}/appearances/{first['id']}", {"locator": None}))
    for part in ("outreach", "comment"):
        collection = {"outreach": "outreach", "comment": "comments"}[part]
        made = created(newsroom.post(f"{path}/{collection}", EXAMPLES[part]))
        _done(newsroom.patch(f"{path}/{collection}/{made['id']}", EXAMPLES[f"{part}_patch"]))


def _life_of_a_check(newsroom: Newsroom) -> None:
    claim_id = newsroom.claim_in("investigating")
    _work_on_the_draft(newsroom, claim_id)
    take = _steps(newsroom, claim_id)
    take("submit", "checker")
    take("send_back", reason="not yet")
    take("submit", "checker")
    take("approve")
    take("publish")
    take("reopen", reason="a revised figure")
    newsroom.verdict(claim_id, label="false")
    take("submit", "checker")
    take("approve")
    take("publish", kind="correction", severity="major", notice="We had it wrong.")
    take("reopen", reason="once more")
    newsroom.verdict(claim_id)
    take("conclude", reason="nothing new")
    take("retract", reason="wrong altogether", notice="This check was wrong.")


def _work_on_the_draft(newsroom: Newsroom, claim_id: str) -> None:
    evidence = newsroom.evidence(claim_id, stance="supports", origin={"name": "A second office"})
    path = f"/evidence/{evidence['id']}"
    _done(newsroom.patch(path, {"locator": {"page": 4}, "capture_id": _capture(newsroom, evidence["source"]["id"])}))
    measured = created(newsroom.post(f"{path}/observations", EXAMPLES["observation"]))
    created(newsroom.post(f"{path}/observations", EXAMPLES["observation"] | {"supersedes_id": measured["id"]}))
    _done(newsroom.post(f"/evidence/{newsroom.evidence(claim_id)['id']}/withdrawal", EXAMPLES["withdrawal"]))
    verdict_id = newsroom.get(f"/claims/{claim_id}/verdicts").json["items"][0]["id"]
    french = EXAMPLES["verdict"]["texts"][0] | {"language": "fr"}
    cited = [item["id"] for item in newsroom.get(f"/claims/{claim_id}/evidence").json["items"]]
    _done(newsroom.patch(f"/verdicts/{verdict_id}", {"texts": [french, *EXAMPLES["verdict"]["texts"]]}))
    _done(newsroom.patch(f"/verdicts/{verdict_id}", {"texts": EXAMPLES["verdict"]["texts"], "evidence_ids": cited[1:]}))
    _done(
        newsroom.patch(f"/verdicts/{verdict_id}", {"evidence_ids": cited[:2], "statements": {"selection_reason": None}})
    )
    _done(newsroom.post(f"/claims/{claim_id}/waivers", EXAMPLES["waiver"], "second_editor"))


def _side_roads(newsroom: Newsroom) -> None:
    take = _steps(newsroom, newsroom.claim()["id"])
    take("reject", reason="not checkable")
    take("restore", reason="it is, after all")
    take("accept", "checker")
    take("start", "checker")
    take("release", "checker", reason="no time")
    take("merge", reason="the same", into=newsroom.claim()["id"])
    take("unmerge", reason="not the same")


def _imports(newsroom: Newsroom) -> None:
    _done(newsroom.post("/imports", EXAMPLES["import"], "admin"))
    changed = EXAMPLES["import"]["document"] | {"headline": "It was not"}
    _done(newsroom.post("/imports", EXAMPLES["import"] | {"document": changed}, "admin"))
    rows = "".join(f"Claim {n},False,https://other.example/{n}\n" for n in range(import_runs.BATCH + 1))
    long = {"text": f"claim,label,url\n{rows}", "as": "external"}
    assert _done(newsroom.post("/imports", long, "admin"))["state"] == "waiting"
    run_all(newsroom)
    # Whoever leaves before their import is at its end lets it fail.
    _done(newsroom.post("/imports", long, "everyone"))
    _done(newsroom.patch(f"/accounts/{newsroom.accounts['everyone']}", {"active": False}, "admin"))
    run_all(newsroom)
    _done(newsroom.patch(f"/accounts/{newsroom.accounts['everyone']}", {"active": True}, "admin"))


def run_all(newsroom: Newsroom) -> None:
    """Bring in what imports have left, as the thread of a server does."""
    app = newsroom.client.application
    with app.app_context():
        import_runs.run_all(app.extensions["site"])


def _webhook(newsroom: Newsroom) -> None:
    kept, gone = (created(newsroom.post("/webhooks", EXAMPLES["webhook"], "admin")) for _ in range(2))
    _done(newsroom.patch(f"/webhooks/{kept['id']}", EXAMPLES["webhook_patch"], "admin"))
    _done(newsroom.post(f"/webhooks/{kept['id']}/rotation", {}, "admin"))
    _done(newsroom.call("DELETE", f"/webhooks/{gone['id']}", "admin", if_match=True))


def _readers(newsroom: Newsroom) -> None:
    check = {"check_id": newsroom.claim_in("published")}
    for decision in ("accepted", "rejected"):
        asked = created(newsroom.post("/correction-requests", EXAMPLES["correction_request"] | check, None))
        decided = EXAMPLES["decision"] | {"decision": decision}
        _done(newsroom.post(f"/correction-requests/{asked['id']}/decision", decided, "editor"))


def _others(newsroom: Newsroom) -> None:
    kept = created(newsroom.post("/external-checks", EXAMPLES["external_check"]))
    _done(newsroom.patch(f"/external-checks/{kept['id']}", EXAMPLES["external_check_patch"]))
    mapping = created(newsroom.post("/label-mappings", EXAMPLES["label_mapping"], "editor"))
    _done(newsroom.patch(f"/label-mappings/{mapping['id']}", EXAMPLES["label_mapping_patch"], "editor"))
    slug = f"others-{new_id()}"
    with newsroom.client.application.app_context():
        other = replace(founded(slug, "Other Checks"), client=newsroom.client)
    check_id = other.claim_in("published")
    created(newsroom.post("/external-checks", {"check_id": check_id, "claim_id": newsroom.claim()["id"]}))
    _steps(other, check_id)("retract", reason="wrong altogether", notice="This check was wrong.")


def _outlet_pages(newsroom: Newsroom) -> None:
    markup = {"claimReviewed": "Prices fell", "rating": {"textualRating": "Wrong"}}
    page = {"pageUrl": f"https://outlet.example/{new_id()}", "claimReviewMarkups": [markup]}
    made = _done(_tools(newsroom, "POST", "pages", page))
    changed = made | {"claimReviewMarkups": [markup | {"rating": {"textualRating": "Right"}}]}
    _done(_tools(newsroom, "PUT", made["name"], changed))
    _done(_tools(newsroom, "DELETE", made["name"], None))


def _matches(newsroom: Newsroom) -> None:
    claim, check_id = newsroom.claim(), newsroom.claim_in("published")
    for decision in ("rejected", "confirmed"):
        _done(newsroom.post(f"/claims/{claim['id']}/matches", {"match_id": check_id, "decision": decision}))
    twin = {"match_id": newsroom.claim()["id"], "decision": "confirmed"}
    _done(newsroom.post(f"/claims/{claim['id']}/matches", twin))


def _tools(newsroom: Newsroom, method: str, path: str, body: Any) -> Any:
    key = {"Authorization": f"Bearer {newsroom.keys['admin']}"}
    return newsroom.client.open(f"/v1alpha1/{path}", method=method, headers=key, json=body, buffered=True)


def _steps(newsroom: Newsroom, claim_id: str) -> Any:
    return lambda step, who="editor", **words: _done(newsroom.step(claim_id, step, who, **words))


def _taken_out(newsroom: Newsroom) -> None:
    # Nobody contributes to an erasure but those two, so it can be taken out like all else.
    filed = _second(newsroom, [{"object": f"account/{newsroom.accounts['auditor']}"}])
    targets = [*_one_of_each(newsroom), {"object": f"erasure/{filed}", "field": "/reason"}]
    hidden = _second(newsroom, targets, kind="restriction")
    _done(newsroom.post(f"/erasures/{hidden}/lifting", EXAMPLES["lifting"], "admin"))
    _second(newsroom, targets)


def _second(newsroom: Newsroom, targets: list[dict[str, str]], kind: str = "erasure") -> str:
    filed = created(newsroom.post("/erasures", EXAMPLES["erasure"] | {"targets": targets, "kind": kind}, "admin"))
    _done(newsroom.post(f"/erasures/{filed['id']}/confirmation", {}, "editor"))
    erasure_id: str = filed["id"]
    return erasure_id


def _one_of_each(newsroom: Newsroom) -> list[dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for entry in _entries(newsroom):
        noun = entry["object"].partition("/")[0]
        fields = [f"/{name}" for name, change in entry["changes"].items()
                  if name in MEMBERS.get(noun, {}) and isinstance(change["after"], str | dict)]  # fmt: skip
        if fields and noun != "erasure":
            found.setdefault(noun, {"object": entry["object"], "field": fields[0]})
    return list(found.values())


def _entries(newsroom: Newsroom) -> Iterator[dict[str, Any]]:
    query = "/audit/entries?limit=200"
    while query:
        page = newsroom.get(query, "auditor").json
        yield from page["items"]
        query = page["next"] and f"/audit/entries?limit=200&cursor={page['next']}"
