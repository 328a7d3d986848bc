"""Checks that change in public, and what the change feed tells of it."""

from datetime import UTC, datetime
from typing import Any

from tests.newsrooms import EXAMPLES, Newsroom, created
from tracker.domain.imports import ImportedCheck
from tracker.models import Claim, db
from tracker.services import imported_checks
from tracker.services.imported_checks import Importing
from tracker.services.recording import recording

SITE = "https://tracker.example"
NOTICE = "The statistics office revised its figure."
CHECK = ImportedCheck(
    claim_text="The moon is made of cheese.", language="en", label="False",
    published_at=datetime(2011, 1, 1, tzinfo=UTC),
)  # fmt: skip


def told(room: Newsroom, **query: Any) -> list[Any]:
    """Return all changes of a newsroom."""
    asked = "".join(f"&{name}={value}" for name, value in query.items())
    items: list[Any] = room.get(f"/changes?limit=200&organization={room.slug}{asked}", None).json["items"]
    return items


def kinds(room: Newsroom) -> list[str]:
    return [item["kind"] for item in told(room)]


def end(room: Newsroom) -> int:
    """Return where a consumer goes on who knows all."""
    after: int = room.get("/changes?limit=200", None).json["next_after"]
    while after != (after := room.get(f"/changes?limit=200&after={after}", None).json["next_after"]):
        pass
    return after


def again(room: Newsroom, claim_id: str, **words: str) -> None:
    """Reopen a check and publish it once more."""
    created(room.step(claim_id, "reopen", reason="a revised figure"))
    room.verdict(claim_id, label="false")
    created(room.step(claim_id, "submit", "checker"))
    created(room.step(claim_id, "approve"))
    created(room.step(claim_id, "publish", **words))


def translated(room: Newsroom, claim_id: str, **changes: Any) -> None:
    """Reopen a check, and publish it once more with a text in another language."""
    created(room.step(claim_id, "reopen", reason="another language"))
    (text,) = EXAMPLES["verdict"]["texts"]
    other = text | {"language": "fr", "title": "Un autre titre"}
    room.verdict(claim_id, **({"texts": [text, other]} | changes))
    created(room.step(claim_id, "submit", "checker"))
    created(room.step(claim_id, "approve"))
    created(room.step(claim_id, "publish", kind="update", notice="Now in French."))


def taken_out(room: Newsroom, claim_id: str, kind: str = "erasure") -> str:
    """Erase or hide the wording of a claim."""
    targets = [{"object": f"claim/{claim_id}", "field": "/text"}]
    filed = created(room.post("/erasures", EXAMPLES["erasure"] | {"kind": kind, "targets": targets}, "admin"))
    created(room.post(f"/erasures/{filed['id']}/confirmation", {}, "editor"))
    return f"/erasures/{filed['id']}"


def imported(room: Newsroom, *checks: ImportedCheck) -> list[str]:
    """Import checks in one deed."""
    admin = room.actor("admin")
    with recording(admin) as record:
        importing = Importing(actor=admin, record=record, public_url=SITE)
        ids = [importing.add(check) for check in checks]
        importing.finish()
    return ids


def imported_again(room: Newsroom, claim_id: str, check: ImportedCheck) -> None:
    """Import a check once more."""
    admin = room.actor("admin")
    with recording(admin) as record:
        importing = Importing(actor=admin, record=record, public_url=SITE)
        imported_checks.replace(importing, db.session().get_one(Claim, claim_id), check)
