"""A newsroom at work: people in every role with their keys, and claims taken to any state through the API."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tracker.domain.actors import OPERATOR, Actor
from tracker.services import accounts, keys, organizations, scales

EXAMPLES: dict[str, Any] = {}
for path in sorted((Path(__file__).parents[1] / "openapi" / "examples").glob("*.json")):
    EXAMPLES |= json.loads(path.read_text(encoding="utf-8"))

OUTSIDE = ("/api/", "/corrections", "/fact-checks", "/feeds", "/oembed", "/healthz", "/readyz")
PEOPLE = {
    "checker": ["checker"],
    "second_checker": ["checker"],
    "editor": ["editor"],
    "second_editor": ["editor"],
    "auditor": ["auditor"],
    "everyone": ["checker", "editor", "auditor", "admin"],
}


@dataclass(frozen=True)
class Newsroom:
    """One organization: `keys` are secrets and `accounts` ids, by the names of PEOPLE and `admin`."""

    organization_id: str
    slug: str
    scale_id: str
    keys: Mapping[str, str]
    accounts: Mapping[str, str]
    client: FlaskClient = field(default=None)  # type: ignore[assignment]  # set for each test by the fixture

    def call(
        self, method: str, path: str, who: str | None = "checker", body: Any = None, **options: Any
    ) -> TestResponse:
        """Send a request as one of the newsroom's people, or as nobody.

        `if_match` is an ETag, or True for the one that `path` has now; other options go to the test client.
        """
        headers = dict(options.pop("headers", {}))
        if who is not None:
            headers["Authorization"] = f"Bearer {self.keys[who]}"
        match = options.pop("if_match", None)
        if match is True:
            match = self.etag(path.removesuffix("/steps").removesuffix("/assignees"), who)
        if match is not None:
            headers["If-Match"] = match
        full = path if path.startswith(OUTSIDE) else f"/api/v1{path}"
        if body is not None:
            options["json"] = body
        return self.client.open(full, method=method, headers=headers, buffered=True, **options)

    def get(self, path: str, who: str | None = "checker", **options: Any) -> TestResponse:
        """Read."""
        return self.call("GET", path, who, **options)

    def post(self, path: str, body: Any, who: str | None = "checker", **options: Any) -> TestResponse:
        """Create."""
        return self.call("POST", path, who, body, **options)

    def patch(self, path: str, body: Any, who: str | None = "checker", **options: Any) -> TestResponse:
        """Change, at the present revision unless told otherwise."""
        return self.call("PATCH", path, who, body, **({"if_match": True} | options))

    def etag(self, path: str, who: str | None = "everyone") -> str:
        """Return the ETag that a resource has now."""
        return self.get(path, who).headers["ETag"]

    def step(self, claim_id: str, step: str, who: str = "editor", **words: Any) -> TestResponse:
        """Take a step at the claim's present revision."""
        return self.post(f"/claims/{claim_id}/steps", {"step": step} | words, who, if_match=True)

    def claim(self, **changes: Any) -> dict[str, Any]:
        """Log the example claim, and return it without the earlier checks that only this answer has."""
        made = created(self.post("/claims", EXAMPLES["claim"] | changes))
        made.pop("matches")
        return made

    def evidence(self, claim_id: str, **changes: Any) -> dict[str, Any]:
        """Attach the example evidence."""
        return created(self.post(f"/claims/{claim_id}/evidence", EXAMPLES["evidence"] | changes))

    def comment(self, **changes: Any) -> dict[str, Any]:
        """Say something about a claim of its own."""
        return created(self.post(f"/claims/{self.claim()['id']}/comments", EXAMPLES["comment"] | changes))

    def verdict(self, claim_id: str, who: str = "checker", **changes: Any) -> dict[str, Any]:
        """Draft the example verdict, citing the evidence that there is."""
        found = self.get(f"/claims/{claim_id}/evidence").json
        cited = [item["id"] for item in found["items"] if item["withdrawn_at"] is None]
        body = EXAMPLES["verdict"] | {"scale_id": self.scale_id, "evidence_ids": cited} | changes
        return created(self.post(f"/claims/{claim_id}/verdicts", body, who))

    def claim_in(self, state: str, **fields: Any) -> str:
        """Return the id of a claim that stands in a state."""
        claim_id: str = self.claim(**fields)["id"]
        for advance in ROADS[state]:
            advance(self, claim_id)
        return claim_id

    def actor(self, who: str) -> Actor:
        """Return one of the newsroom's people as the deeds know them; to be called inside an app context."""
        roles = frozenset((PEOPLE | {"admin": ["admin"]})[who])
        return Actor(account_id=self.accounts[who], name=who, organization_id=self.organization_id, roles=roles,
                     scopes=frozenset({"read", "write", "publish", "audit", "admin"}))  # fmt: skip


def created(response: TestResponse) -> dict[str, Any]:
    """Return what was created, or fail with what the answer says."""
    assert response.status_code in {200, 201}, response.get_data(as_text=True)
    body: dict[str, Any] = response.json
    return body


def problem(response: TestResponse) -> tuple[int, str]:
    """Return the status and the code of a refusal."""
    assert response.mimetype == "application/problem+json", response.get_data(as_text=True)
    return response.status_code, response.json["type"].removeprefix("/problems/")


def places(response: TestResponse) -> list[str]:
    """Return where a refusal says that something is wrong."""
    return [fault["pointer"] for fault in response.json["errors"]]


def founded(slug: str, name: str) -> Newsroom:
    """Found an organization with people in every role and a scale; to be called inside an app context."""
    organization, admin, minted = organizations.add(slug, name, admin="admin", settings={})
    secrets, ids = {"admin": minted.secret}, {"admin": admin.id}
    for who, roles in PEOPLE.items():
        account = accounts.add(OPERATOR, organization.id, {"name": who, "roles": roles, "kind": "person"})
        ids[who] = account.id
        secrets[who] = keys.add(OPERATOR, account.id, name=who, scopes=None, expires_at=None).secret
    room = Newsroom(organization.id, slug, "", secrets, ids)
    example = EXAMPLES["scale"]
    labels = [label | {"class_": label["class"]} for label in example["labels"]]
    scale = scales.add(room.actor("editor"), example | {"labels": labels})
    return Newsroom(organization.id, slug, scale.id, secrets, ids)


def published_under(room: Newsroom, text: str, summary: str) -> str:
    """Return the id of a published check whose title is the claim, as it is where no other is given."""
    claim_id = room.claim_in("investigating", text=text)
    (draft,) = room.get(f"/claims/{claim_id}/verdicts").json["items"]
    words = {"language": "en", "title": text, "claim_reviewed": text, "summary": summary, "rationale": "By the books."}
    created(room.patch(f"/verdicts/{draft['id']}", {"texts": [words]}))
    for advance in (_take("submit", "checker"), _take("approve"), _take("publish")):
        advance(room, claim_id)
    return claim_id


def _take(step: str, who: str = "editor", **words: Any) -> Any:
    return lambda room, claim_id: created(room.step(claim_id, step, who, **words))


def _draft(room: Newsroom, claim_id: str) -> None:
    room.evidence(claim_id)
    room.verdict(claim_id)


def _merge(room: Newsroom, claim_id: str) -> None:
    created(room.step(claim_id, "merge", into=room.claim()["id"], reason="the same claim"))


_QUEUED = [_take("accept", "checker")]
_INVESTIGATING = [*_QUEUED, _take("start", "checker"), _draft]
_IN_REVIEW = [*_INVESTIGATING, _take("submit", "checker")]
_APPROVED = [*_IN_REVIEW, _take("approve")]
_PUBLISHED = [*_APPROVED, _take("publish")]
ROADS: Mapping[str, list[Any]] = {
    "logged": [],
    "queued": _QUEUED,
    "investigating": _INVESTIGATING,
    "in_review": _IN_REVIEW,
    "approved": _APPROVED,
    "published": _PUBLISHED,
    "retracted": [*_PUBLISHED, _take("retract", reason="it was wrong", notice="This check was wrong.")],
    "rejected": [_take("reject", reason="not checkable")],
    "merged": [_merge],
}
