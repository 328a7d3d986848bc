"""Moments of the log, and what was shown then."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from flask import Flask

from tests.newsrooms import Newsroom

NOUNS = ("claims", "evidence", "verdicts", "sources")
FEED = "/feeds/verdicts.json"


def head(app: Flask) -> int:
    """Return the sequence of the newest entry."""
    size: int = app.extensions["log_size"].read()
    return size - 1


def then(room: Newsroom, path: str, when: Any, who: str | None = "checker") -> Any:
    """Return what something was."""
    answer = room.get(f"{path}{'&' if '?' in path else '?'}as_of={quote(str(when))}", who)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return answer.json


def furnished(room: Newsroom) -> Mapping[str, str]:
    """Publish a check, and return the paths of what has a past by what they name."""
    claim_id = room.claim_in("published")
    evidence = room.get(f"/claims/{claim_id}/evidence").json["items"][0]
    verdict = room.get(f"/claims/{claim_id}/verdicts").json["items"][0]
    found = {
        "claims": claim_id,
        "evidence": evidence["id"],
        "verdicts": verdict["id"],
        "sources": evidence["source_id"],
    }
    return {noun: f"/{noun}/{object_id}" for noun, object_id in found.items()} | {FEED: FEED}
