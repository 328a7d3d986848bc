"""What the corrections page shows of a correction, a reinstatement or a retraction."""

from collections.abc import Mapping
from typing import Any

from tracker.lib import clock, plain_text, shortening, spoken_dates
from tracker.web.public import wording

Shown = dict[str, Any]
TONES = {"retraction": "grave", "correction": "warning", "reinstatement": "calm"}
# A page of twenty stays small; the whole notice stands on the check's page.
TITLE, NOTICE, NAME = 120, 400, 60


def entry(row: Mapping[str, Any], *, base: str) -> Shown:
    """Return one entry; `row` is as `listings.corrections` gives it."""
    organization, text = row["organization"], row["text"]
    where = spoken_dates.zone(organization["time_zone"])
    before, after = row["label_before"], row["label_after"]
    return {
        "tone": TONES[row["kind"]],
        "kind": wording.KINDS[row["kind"]],
        "severity": row["severity"],
        "at": spoken_dates.moment(clock.to_text(row["published_at"]), where),
        "organization": _line(organization["name"], NAME),
        "title": _line(text["title"], TITLE),
        "language": text["language"],
        "href": f"{base}/fact-checks/{row['claim_id']}",
        "version_href": f"{base}/fact-checks/{row['claim_id']}/v/{row['number']}",
        "before": _line(before["name"], NAME) if before else None,
        "after": _line(after["name"], NAME),
        "is_relabelled": bool(before) and before["key"] != after["key"],
        "is_retraction": row["kind"] == "retraction",
        "notice": _line(row["notice"] or "", NOTICE),
    }


def _line(text: str, limit: int) -> str:
    return plain_text.one_line(shortening.shorten(plain_text.legible(text), limit))
