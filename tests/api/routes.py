"""Every public or versioned route: the action it takes, and how a valid request to it is made."""

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from types import MappingProxyType
from typing import Any

from werkzeug.test import TestResponse

from tests.api.route import Ids, Route
from tests.newsrooms import EXAMPLES, Newsroom, created
from tests.signers import sign
from tracker.lib.ids import new_id
from tracker.web.public.feeds import FEEDS

ANYONE = "publication.read"


def furnished(room: Newsroom) -> Ids:
    """Make one object of each kind, and return their ids by the names that paths have for them."""
    claim_id, published_id = room.claim_in("investigating"), room.claim_in("published")
    room.call("PUT", f"/claims/{claim_id}/assignees", "checker", _everybody(room), if_match="*")
    claim = room.get(f"/claims/{claim_id}").json
    evidence = room.get(f"/claims/{claim_id}/evidence").json["items"][0]
    capture = created(_capture(room, evidence["source_id"]))
    parts = {
        noun: created(room.post(f"/claims/{claim_id}/{noun}", EXAMPLES[noun.rstrip("s")]))
        for noun in ("outreach", "comments")
    }
    origin = created(room.post("/origins", {"name": f"origin {new_id()}"}))
    account = created(room.post("/accounts", EXAMPLES["account"], "admin"))
    key = created(room.post(f"/accounts/{account['id']}/keys", EXAMPLES["key"], "admin"))
    asked = _asked(room, published_id)
    named = {"url": f"https://checks.paper.example/{new_id()}"}
    external_check = created(room.post("/external-checks", EXAMPLES["external_check"] | named))
    mapping = created(room.post("/label-mappings", EXAMPLES["label_mapping"] | {"label": new_id()}, "editor"))
    imported = created(room.post("/imports", EXAMPLES["import"] | {"dry_run": True}, "admin"))
    sign(room.client.application)
    return {
        "claim_id": claim_id, "published_id": published_id, "check_id": published_id, "number": "1", "language": "en",
        "appearance_id": claim["appearances"][0]["id"], "quantity_id": claim["quantities"][0]["id"],
        "outreach_id": parts["outreach"]["id"], "comment_id": parts["comments"]["id"], "evidence_id": evidence["id"],
        "verdict_id": claim["verdict_id"], "claimant_id": claim["claimant"]["id"], "origin_id": origin["id"],
        "source_id": evidence["source_id"], "capture_id": capture["id"], "digest": capture["digest"],
        "external_check_id": external_check["id"], "label_mapping_id": mapping["id"], "import_id": imported["id"],
        "erasure_id": _filed(room)["id"], "request_id": asked["id"], "token": asked["token"],
        "scale_id": room.scale_id, "account_id": account["id"], "key_id": key["id"], "name": "swagger-ui.css",
        **_webhook(room),
    }  # fmt: skip


def nowhere(ids: Ids) -> Ids:
    """Return ids of the same form that name nothing."""
    return {
        name: "f" * 64 if name == "digest" else new_id() if len(value) > 9 else value for name, value in ids.items()
    }


def _webhook(room: Newsroom, _who: str = "admin", _ids: Ids = MappingProxyType({})) -> Ids:
    webhook = created(room.post("/webhooks", EXAMPLES["webhook"], "admin"))
    delivery = room.post(f"/webhooks/{webhook['id']}/test", {}, "admin").json
    return {"webhook_id": webhook["id"], "delivery_id": delivery["id"]}


def _everybody(room: Newsroom) -> list[str]:
    return [room.accounts[who] for who in ("checker", "editor", "everyone")]


def _capture(room: Newsroom, source_id: str) -> TestResponse:
    data = {"file": (BytesIO(b"a page, kept"), "page.txt")}
    return room.call("POST", f"/sources/{source_id}/captures", "checker", data=data)


def _verdict(room: Newsroom) -> Any:
    return EXAMPLES["verdict"] | {"scale_id": room.scale_id}


def _part(noun: str) -> Callable[[Newsroom, str, Ids], Ids]:
    def made(room: Newsroom, who: str, ids: Ids) -> Ids:
        collection = {"quantity": "quantities"}.get(noun, f"{noun}s")
        return {f"{noun}_id": created(room.post(f"/claims/{ids['claim_id']}/{collection}", EXAMPLES[noun], who))["id"]}

    return made


def _claim(state: str) -> Callable[[Newsroom, str, Ids], Ids]:
    return lambda room, _who, _ids: {"claim_id": room.claim_in(state)}


def _evidence(room: Newsroom, _who: str, ids: Ids) -> Ids:
    return {"evidence_id": room.evidence(ids["claim_id"])["id"]}


def _asked(room: Newsroom, check_id: str) -> dict[str, Any]:
    return created(room.post("/correction-requests", EXAMPLES["correction_request"] | {"check_id": check_id}, None))


def _key(room: Newsroom, _who: str, ids: Ids) -> Ids:
    return {"key_id": created(room.post(f"/accounts/{ids['account_id']}/keys", EXAMPLES["key"], "admin"))["id"]}


def _filed(room: Newsroom, kind: str = "erasure", who: str = "admin") -> dict[str, Any]:
    body = EXAMPLES["erasure"] | {"kind": kind, "targets": [{"object": f"comment/{room.comment()['id']}"}]}
    return created(room.post("/erasures", body, who))


def _erasure(kind: str = "erasure", *, is_confirmed: bool = False) -> Callable[[Newsroom, str, Ids], Ids]:
    def made(room: Newsroom, who: str, _ids: Ids) -> Ids:
        # Whoever is to confirm it has not filed it.
        filed = _filed(room, kind, "everyone" if who == "admin" else "admin")
        if is_confirmed:
            created(room.post(f"/erasures/{filed['id']}/confirmation", {}, "editor"))
        return {"erasure_id": filed["id"]}

    return made


def _named(example: str, **changes: Any) -> Callable[[Newsroom], Any]:
    return lambda _room: EXAMPLES[example] | {name: value.format(new_id()) for name, value in changes.items()}


def _match(room: Newsroom) -> Any:
    checks = room.get("/claims?publication_status=live&limit=1", "everyone").json["items"]
    return EXAMPLES["match_decision"] | {"match_id": checks[0]["id"] if checks else new_id()}


_PUBLISHED = {"claim_id": "published_id"}
_OUTSIDE = (
    Route(rule="/fact-checks/<check_id>", action=ANYONE),
    Route(rule="/fact-checks/<check_id>/<language>", action=ANYONE),
    Route(rule="/fact-checks/<check_id>/v/<number>", action=ANYONE),
    Route(rule="/fact-checks/<check_id>/correction-request", action=ANYONE),
    Route(
        rule="/fact-checks/<check_id>/correction-request",
        method="POST",
        action="correction_request.file",
        form={"text": "The year is wrong."},
        status=303,
    ),
    Route(rule="/corrections/requests/<token>", action=ANYONE),
    *(Route(rule=f"/feeds/{name}", action=ANYONE) for name in FEEDS),
    Route(rule="/oembed", action=ANYONE, query="?url=https://tracker.example/fact-checks/<check_id>"),
)
_WEBHOOKS = (
    Route(rule="/webhooks", action="webhook.read"),
    Route(rule="/webhooks", method="POST", action="webhook.add", body="webhook"),
    Route(rule="/webhooks/<webhook_id>", action="webhook.read"),
    Route(rule="/webhooks/<webhook_id>", method="PATCH", action="webhook.update", body="webhook_patch"),
    Route(rule="/webhooks/<webhook_id>", method="DELETE", action="webhook.remove", fresh=_webhook),
    Route(rule="/webhooks/<webhook_id>/rotation", method="POST", action="webhook.rotate", body={}, status=200),
    Route(rule="/webhooks/<webhook_id>/test", method="POST", action="webhook.test", body={}, status=202),
    Route(rule="/webhooks/<webhook_id>/deliveries", action="delivery.read"),
    Route(rule="/deliveries/<delivery_id>", action="delivery.read"),
    Route(rule="/deliveries/<delivery_id>/replay", method="POST", action="delivery.replay", body={}, status=202),
)  # fmt: skip
_UNDER_API = (
    *_WEBHOOKS,
    Route(rule="/openapi.json", action=ANYONE),
    Route(rule="/docs", action=ANYONE),
    Route(rule="/docs/<path:name>", action=ANYONE),
    Route(rule="/changes", action=ANYONE),
    Route(rule="/changes/stream", action=ANYONE),
    Route(rule="/claims/<claim_id>/publications", action=ANYONE, at=_PUBLISHED),
    Route(rule="/claims/<claim_id>/publications/<int:number>", action=ANYONE, at=_PUBLISHED),
    Route(rule="/claims/<claim_id>/publications/<int:number>/receipt", action=ANYONE, at=_PUBLISHED),
    Route(rule="/scales", action=ANYONE, query="?organization=example"),
    Route(rule="/scales", action="scale.read"),
    Route(rule="/scales", method="POST", action="scale.add", body="scale"),
    Route(rule="/scales/<scale_id>", action="scale.read"),
    Route(rule="/me", action="organization.read"),
    Route(rule="/organization", action="organization.read"),
    Route(rule="/organization", method="PATCH", action="organization.update", body={"name": "Example Checks"}),
    Route(rule="/accounts", action="account.read"),
    Route(rule="/accounts", method="POST", action="account.add", body="account"),
    Route(rule="/accounts/<account_id>", action="account.read"),
    Route(rule="/accounts/<account_id>", method="PATCH", action="account.update", body="account_patch"),
    Route(rule="/accounts/<account_id>/keys", action="key.read"),
    Route(rule="/accounts/<account_id>/keys", method="POST", action="key.add", body="key"),
    Route(rule="/keys/<key_id>", action="key.read"),
    Route(rule="/keys/<key_id>", method="DELETE", action="key.revoke", fresh=_key),
    Route(rule="/keys/<key_id>/rotation", method="POST", action="key.rotate", body={}, fresh=_key),
    Route(rule="/claims/<claim_id>/dossier", action="dossier.read"),
    Route(rule="/audit/entries", action="audit.read"),
    Route(rule="/search", action="search.read", query="?q=prices"),
    Route(rule="/correction-requests", method="POST", action="correction_request.file",
          body=lambda room: {"check_id": room.claim_in("published"), "text": "The year is wrong."}),
    Route(rule="/correction-requests", action="correction_request.read"),
    Route(rule="/correction-requests/<request_id>", action="correction_request.read"),
    Route(rule="/correction-requests/<request_id>/decision", method="POST", action="correction_request.decide",
          body="decision", status=200,
          fresh=lambda room, _who, ids: {"request_id": _asked(room, ids["check_id"])["id"]}),
    Route(rule="/imports", action="import.read"),
    Route(rule="/imports", method="POST", action="check.import", body="import"),
    Route(rule="/imports/<import_id>", action="import.read"),
    Route(rule="/imports/<import_id>/rows", action="import.read"),
    Route(rule="/external-checks", action="external_check.read"),
    Route(rule="/external-checks", method="POST", action="external_check.add",
          body=_named("external_check", url="https://checks.paper.example/{}")),
    Route(rule="/external-checks/<external_check_id>", action="external_check.read"),
    Route(rule="/external-checks/<external_check_id>", method="PATCH", action="external_check.update",
          body="external_check_patch"),
    Route(rule="/match", method="POST", action="match.read", body="match", status=200),
    Route(rule="/claims/<claim_id>/matches", action="match.read"),
    Route(rule="/claims/<claim_id>/variants", action="claim.read"),
    Route(rule="/claims/<claim_id>/matches", method="POST", action="match.decide", status=200, body=_match),
    Route(rule="/label-mappings", action="label_mapping.read"),
    Route(rule="/label-mappings", method="POST", action="label_mapping.add", body=_named("label_mapping", label="{}")),
    Route(rule="/label-mappings/<label_mapping_id>", action="label_mapping.read"),
    Route(rule="/label-mappings/<label_mapping_id>", method="PATCH", action="label_mapping.update",
          body="label_mapping_patch"),
    Route(rule="/erasures", action="erasure.read"),
    Route(rule="/erasures", method="POST", action="erasure.file",
          body=lambda room: EXAMPLES["erasure"] | {"targets": [{"object": f"account/{room.accounts['checker']}",
                                                                "field": "/name"}]}),
    Route(rule="/erasures/<erasure_id>", action="erasure.read"),
    Route(rule="/erasures/<erasure_id>/confirmation", method="POST", action="erasure.confirm", body={}, status=200,
          fresh=_erasure()),
    Route(rule="/erasures/<erasure_id>/lifting", method="POST", action="erasure.lift", body="lifting", status=200,
          fresh=_erasure("restriction", is_confirmed=True)),
    Route(rule="/claimants", action="claimant.read"),
    Route(rule="/claimants", method="POST", action="claimant.add",
          body=lambda _: {"name": "Somebody", "same_as": [f"https://people.example/{new_id()}"]}),
    Route(rule="/claimants/<claimant_id>", action="claimant.read"),
    Route(rule="/claimants/<claimant_id>", method="PATCH", action="claimant.update", body="claimant_patch"),
    Route(rule="/claimants/<claimant_id>/history", action="history.read"),
    Route(rule="/origins", action="origin.read"),
    Route(rule="/origins", method="POST", action="origin.add", body=_named("origin", name="Office {}")),
    Route(rule="/origins/<origin_id>", action="origin.read"),
    Route(rule="/origins/<origin_id>", method="PATCH", action="origin.update", body="origin_patch"),
    Route(rule="/sources", action="source.read"),
    Route(rule="/sources", method="POST", action="source.add", body=_named("source",
          url="https://statistics.example/{}")),
    Route(rule="/sources/<source_id>", action="source.read"),
    Route(rule="/sources/<source_id>", method="PATCH", action="source.update", body="source_patch"),
    Route(rule="/sources/<source_id>/history", action="history.read"),
    Route(rule="/sources/<source_id>/captures", action="source.read"),
    Route(rule="/sources/<source_id>/captures", method="POST", action="source.capture", upload=True),
    Route(rule="/captures/<capture_id>", action="source.read"),
    Route(rule="/files/<digest>", action="file.read"),
    Route(rule="/claims", action="claim.read"),
    Route(rule="/claims", method="POST", action="claim.open", body="claim"),
    Route(rule="/claims/<claim_id>", action="claim.read"),
    Route(rule="/claims/<claim_id>", method="PATCH", action="claim.update", body="claim_patch"),
    Route(rule="/claims/<claim_id>/history", action="history.read"),
    Route(rule="/claims/<claim_id>/diff", action="history.read", query="?from=0"),
    Route(rule="/claims/<claim_id>/assignees", method="PUT", action="claim.assign", body=_everybody),
    Route(rule="/claims/<claim_id>/pages", action="page.read"),
    Route(rule="/claims/<claim_id>/pages", method="PUT", action="page.replace", body="pages"),
    Route(rule="/claims/<claim_id>/steps", action="claim.read"),
    Route(rule="/claims/<claim_id>/steps", method="POST", action="step.accept", body="step", status=200,
          fresh=_claim("logged")),
    Route(rule="/claims/<claim_id>/appearances", action="claim.read"),
    Route(rule="/claims/<claim_id>/appearances", method="POST", action="appearance.add", body="appearance"),
    Route(rule="/claims/<claim_id>/appearances/<appearance_id>", action="claim.read"),
    Route(rule="/claims/<claim_id>/appearances/<appearance_id>", method="PATCH", action="appearance.update",
          body="appearance_patch"),
    Route(rule="/claims/<claim_id>/appearances/<appearance_id>", method="DELETE", action="appearance.remove",
          fresh=_part("appearance")),
    Route(rule="/claims/<claim_id>/quantities", action="claim.read"),
    Route(rule="/claims/<claim_id>/quantities", method="POST", action="quantity.add", body="quantity"),
    Route(rule="/claims/<claim_id>/quantities/<quantity_id>", action="claim.read"),
    Route(rule="/claims/<claim_id>/quantities/<quantity_id>", method="PATCH", action="quantity.update",
          body="quantity_patch"),
    Route(rule="/claims/<claim_id>/quantities/<quantity_id>", method="DELETE", action="quantity.remove",
          fresh=_part("quantity")),
    Route(rule="/claims/<claim_id>/comparisons", action="claim.read"),
    Route(rule="/candidates", method="POST", action="candidate.find", body="candidates", status=200),
    Route(rule="/claims/<claim_id>/outreach", action="outreach.read"),
    Route(rule="/claims/<claim_id>/outreach", method="POST", action="outreach.add", body="outreach"),
    Route(rule="/claims/<claim_id>/outreach/<outreach_id>", action="outreach.read"),
    Route(rule="/claims/<claim_id>/outreach/<outreach_id>", method="PATCH", action="outreach.update",
          body="outreach_patch"),
    Route(rule="/claims/<claim_id>/comments", action="comment.read"),
    Route(rule="/claims/<claim_id>/comments", method="POST", action="comment.add", body="comment"),
    Route(rule="/claims/<claim_id>/comments/<comment_id>", action="comment.read"),
    Route(rule="/claims/<claim_id>/comments/<comment_id>", method="PATCH", action="comment.update",
          body="comment_patch", fresh=_part("comment")),
    Route(rule="/claims/<claim_id>/evidence", action="evidence.read"),
    Route(rule="/claims/<claim_id>/evidence", method="POST", action="evidence.add", body="evidence"),
    Route(rule="/evidence/<evidence_id>", action="evidence.read"),
    Route(rule="/evidence/<evidence_id>", method="PATCH", action="evidence.update", body="evidence_patch"),
    Route(rule="/evidence/<evidence_id>/history", action="history.read"),
    Route(rule="/evidence/<evidence_id>/observations", action="evidence.read"),
    Route(rule="/evidence/<evidence_id>/observations", method="POST", action="evidence.observe", body="observation"),
    Route(rule="/evidence/<evidence_id>/withdrawal", method="POST", action="evidence.withdraw", body="withdrawal",
          status=200, fresh=_evidence),
    Route(rule="/claims/<claim_id>/verdicts", action="verdict.read"),
    Route(rule="/claims/<claim_id>/verdicts", method="POST", action="verdict.propose", body=_verdict,
          fresh=_claim("logged")),
    Route(rule="/verdicts/<verdict_id>", action="verdict.read"),
    Route(rule="/verdicts/<verdict_id>", method="PATCH", action="verdict.revise", body="verdict_patch"),
    Route(rule="/verdicts/<verdict_id>/history", action="history.read"),
    Route(rule="/claims/<claim_id>/publishability", action="verdict.read"),
    Route(rule="/claims/<claim_id>/waivers", action="verdict.read"),
    Route(rule="/claims/<claim_id>/waivers", method="POST", action="verdict.waive", body="waiver",
          fresh=_claim("investigating")),
)  # fmt: skip
ROUTES = _OUTSIDE + tuple(replace(route, rule=f"/api/v1{route.rule}") for route in _UNDER_API)
