"""A newsroom that has said much about people who want to be forgotten, and a search of all places for what it said."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import Engine, inspect

from tests.api.route import Ids
from tests.api.routes import ROUTES
from tests.newsrooms import EXAMPLES, Newsroom, created
from tracker.lib.ids import new_id
from tracker.models import db

# Part of whatever is to go, and of nothing else.
MARK = "Quillfeather"
REPLACEMENT = "[taken out]"
WORDS = {"ground": "GDPR Art. 17(1)(d)", "reason": "letter 12", "replacement_text": REPLACEMENT}


@dataclass
class Subject:
    """One person's traces: the objects that hold something, and the ids that paths have for them."""

    ids: dict[str, str] = field(default_factory=dict)
    targets: list[dict[str, str]] = field(default_factory=list)

    def holds(self, noun: str, object_id: str, *fields: str) -> None:
        """Remember an object that holds something, in all of its fields unless some are named."""
        name = {"object": f"{noun}/{object_id}"}
        self.targets += [name | {"field": at} for at in fields] or [name]
        self.ids[f"{noun}_id"] = object_id


def marked(what: str) -> str:
    """Return a text of its own that has to go."""
    return f"{MARK} {what} {new_id()}"


def address() -> str:
    """Return an address that has to go."""
    return f"https://{MARK.lower()}.example/{new_id()}"


def told(room: Newsroom) -> Subject:
    """Let a newsroom check and publish a claim, with something to be taken out wherever there is text."""
    subject = Subject()
    claimant = _claimant(room, subject)
    claim_id = _claim(room, subject, claimant)
    _talk(room, subject, claim_id)
    _evidence(room, subject, claim_id)
    _verdict(room, subject, claim_id)
    _correction(room, subject, claim_id)
    _webhook(room, subject)
    return subject


def ask(room: Newsroom, subjects: list[Subject], kind: str = "erasure") -> str:
    """File the erasure of all that is told of some subjects, and return its path."""
    targets = [target for subject in subjects for target in subject.targets]
    filed = created(room.post("/erasures", WORDS | {"kind": kind, "targets": targets}, "admin"))
    return f"/erasures/{filed['id']}"


def _once(room: Newsroom, path: str, body: Any, who: str = "checker") -> dict[str, Any]:
    # So that the answer is kept.
    return created(room.post(path, body, who, headers={"Idempotency-Key": new_id()}))


def _claimant(room: Newsroom, subject: Subject) -> str:
    body = {"name": marked("name"), "kind": "person", "same_as": [address()]}
    claimant_id: str = _once(room, "/claimants", body)["id"]
    created(room.patch(f"/claimants/{claimant_id}", {"name": marked("other name"), "description": marked("who")}))
    subject.holds("claimant", claimant_id)
    account = _once(room, "/accounts", {"name": marked("account"), "roles": ["checker"]}, "admin")
    subject.holds("account", account["id"])
    return claimant_id


def _claim(room: Newsroom, subject: Subject, claimant_id: str) -> str:
    texts = {name: marked(name) for name in ("text", "job_title", "place", "context", "selection_reason")}
    body = EXAMPLES["claim"] | texts | {"claimant_id": claimant_id, "topics": [MARK.lower()]}
    body["quantities"] = [EXAMPLES["quantity"] | {"metric": marked("metric"), "wording": marked("wording")}]
    body["appearances"] = [{"url": address(), "title": marked("page"), "role": "makes", "wording": marked("seen")}]
    body.pop("claimant", None)
    claim = _once(room, "/claims", body)
    created(room.patch(f"/claims/{claim['id']}", {"text": marked("text, put better")}))
    subject.holds("claim", claim["id"])
    subject.targets.append({"object": f"claim/{claim['id']}", "field": "/reason"})
    subject.targets.append({"object": f"source/{claim['appearances'][0]['source']['id']}"})
    ids = {"claimant_id": claimant_id, "check_id": claim["id"], "appearance_id": claim["appearances"][0]["id"],
           "quantity_id": claim["quantities"][0]["id"], "number": "1", "language": "en"}  # fmt: skip
    subject.ids.update(ids)
    claim_id: str = claim["id"]
    return claim_id


def _talk(room: Newsroom, subject: Subject, claim_id: str) -> None:
    comment = _once(room, f"/claims/{claim_id}/comments", {"text": marked("remark")})
    outreach = EXAMPLES["outreach"] | {"recipient": marked("recipient"), "question": marked("question")}
    subject.holds("comment", comment["id"])
    subject.holds("outreach", _once(room, f"/claims/{claim_id}/outreach", outreach)["id"])


def _evidence(room: Newsroom, subject: Subject, claim_id: str) -> None:
    source = {"url": address(), "title": marked("title"), "publisher": marked("publisher")}
    body = EXAMPLES["evidence"] | {"source": source, "excerpt": marked("excerpt"), "note": marked("note")}
    body |= {"locator": {"quote": marked("quote")}}
    body["observations"] = [EXAMPLES["observation"] | {"metric": marked("measured"), "method": marked("method")}]
    evidence = _once(room, f"/claims/{claim_id}/evidence", body)
    upload = {"file": (BytesIO(marked("file").encode()), f"{MARK}.txt")}
    capture = created(room.call("POST", f"/sources/{evidence['source_id']}/captures", "checker", data=upload))
    created(room.patch(f"/evidence/{evidence['id']}", {"capture_id": capture["id"]}))
    subject.holds("source", evidence["source_id"])
    subject.holds("evidence", evidence["id"])
    subject.holds("capture", capture["id"])
    subject.ids["digest"] = capture["digest"]


def _verdict(room: Newsroom, subject: Subject, claim_id: str) -> None:
    text = {"language": "en", "summary": marked("summary"), "rationale": marked("rationale")}
    statements = {"selection_reason": marked("statement")}
    verdict = room.verdict(claim_id, texts=[text], statements=statements)
    subject.holds("verdict", verdict["id"])
    subject.targets.append({"object": f"verdict/{verdict['id']}", "field": "/reason"})
    waiver = {"rule": "evidence_cited", "reason": marked("waiver")}
    _once(room, f"/claims/{claim_id}/waivers", waiver, "second_editor")
    for step, who in (("accept", "checker"), ("start", "checker"), ("submit", "checker")):
        created(room.step(claim_id, step, who))
    created(room.step(claim_id, "send_back", reason=marked("reason")))
    created(room.step(claim_id, "submit", "checker"))
    for step in ("approve", "publish"):
        created(room.step(claim_id, step))


def _correction(room: Newsroom, subject: Subject, claim_id: str) -> None:
    created(room.step(claim_id, "reopen", reason=marked("why")))
    created(room.step(claim_id, "conclude", reason=marked("why not")))
    created(room.step(claim_id, "retract", reason="it was wrong", notice=marked("notice")))
    last = created(room.get(f"/claims/{claim_id}/publications/2", None))
    subject.holds("publication", last["id"])
    pages = [{"language": "en", "url": address()}]
    assert room.call("PUT", f"/claims/{claim_id}/pages", "editor", pages, if_match="*").status_code == 200


def _webhook(room: Newsroom, subject: Subject) -> None:
    body = {"url": address(), "description": marked("receiver"), "events": ["claim.resurfaced"]}
    subject.holds("webhook", _once(room, "/webhooks", body, "admin")["id"])


def on_disk(app: Flask) -> dict[str, int]:
    """Count what is to be taken out in every file and, where there is one, on the server, by where it is."""
    settings = app.config["TRACKER"]
    found = {path.name: _count(path.read_bytes()) for path in _files(settings.data_dir) if path.is_file()}
    if not settings.is_sqlite:
        with app.app_context():
            found |= _in_tables(db.engine)
    return {place: count for place, count in found.items() if count}


def _files(folder: Path) -> Iterator[Path]:
    return folder.rglob("*")


def _in_tables(engine: Engine) -> dict[str, int]:
    names = inspect(engine).get_table_names()
    pooled = engine.raw_connection()
    cursor = pooled.cursor()
    found = {}
    for name in names:
        with cursor.copy(f'COPY "{name}" TO STDOUT') as rows:
            found[name] = _count(b"".join(bytes(row) for row in rows))
    pooled.close()
    return found


def _count(content: bytes) -> int:
    # Bytes come as hexadecimal digits out of a copied table.
    marks = [MARK.encode(), MARK.lower().encode()]
    return sum(content.count(mark) + content.count(mark.hex().encode()) for mark in marks)


def told_by(room: Newsroom, who: str | None, ids: Ids) -> list[str]:
    """Return the addresses under which somebody still reads something that is to be taken out."""
    own = [route.path(ids) for route in ROUTES if route.method == "GET"]
    lists = [f"{noun}?limit=200" for noun in ("/claims", "/sources", "/claimants", "/audit/entries", "/erasures")]
    objects = [f"/audit/entries?limit=200&object={noun}/{ids[noun + '_id']}" for noun in ("claim", "source", "verdict")]
    more = ["/feeds/verdicts.json?limit=200", f"/fact-checks/{ids['check_id']}.json"]
    return [path for path in (*own, *lists, *objects, *more) if MARK.lower() in _all(room, path, who).lower()]


def _all(room: Newsroom, path: str, who: str | None) -> str:
    answer = room.get(path, who)
    return answer.get_data().decode(errors="replace") + str(answer.headers)
