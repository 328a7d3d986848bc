"""What a feed shows of a check or of its correction, as HTML: the same in each feed that holds HTML."""

from collections.abc import Iterable, Mapping
from datetime import tzinfo
from functools import lru_cache
from html import escape

from tracker.domain import snapshots
from tracker.domain.publication import Standing
from tracker.domain.snapshots import Part, Snapshot
from tracker.lib import markdown, plain_text, spoken_dates

NOTICES: Mapping[str, str] = {
    "correction": "Correction",
    "update": "Update",
    "reinstatement": "Reinstated",
    "retraction": "Retracted",
}
STANCES: Mapping[str, str] = {"supports": "Evidence for", "refutes": "Evidence against", "context": "Context"}


def of_check(snapshot: Snapshot, standing: Standing, *, language: str) -> str:
    """Return how the check stands, its claim and, unless it is retracted, its verdict with the evidence."""
    lines = [*_standing_lines(snapshot, standing), *_claim_lines(snapshot["claim"])]
    if not snapshots.is_retracted(snapshot, standing):
        lines += _verdict_lines(snapshot, language=language)
    return "\n".join(lines)


def of_correction(snapshot: Snapshot, *, language: str) -> str:
    """Return the notice of one publication, what became of the label, and the claim."""
    where = _zone(snapshot)
    return "\n".join([*_notice_lines(snapshot, where), *_label_lines(snapshot, language=language),
                      *_claim_lines(snapshot["claim"])])  # fmt: skip


def _standing_lines(snapshot: Snapshot, standing: Standing) -> Iterable[str]:
    if standing.status == "under_review":
        yield "<p><strong>This check is under review.</strong></p>"
    for entry in reversed(snapshots.publications(snapshot, standing)):
        yield from _notice_lines(entry, _zone(snapshot))


def _zone(snapshot: Snapshot) -> tzinfo:
    return spoken_dates.zone(snapshot["organization"]["time_zone"])


def _notice_lines(entry: Part, where: tzinfo) -> Iterable[str]:
    if entry["notice"]:
        heading, day = NOTICES.get(entry["kind"], "Notice"), spoken_dates.moment(entry["published_at"], where)["day"]
        yield f"<p><strong>{heading}, {day}:</strong> {_safe(entry['notice'])}</p>"


def _label_lines(snapshot: Snapshot, *, language: str) -> Iterable[str]:
    before, label = snapshot["label_before"], snapshot["verdict"]["label"]
    name = _safe(snapshots.label_name(label, language))
    if snapshot["kind"] == "retraction":
        yield f"<p>The verdict “{name}” no longer stands.</p>"
    elif before is None or before["key"] == snapshot["label_after"]["key"]:
        yield f"<p>The verdict is “{name}”.</p>"
    else:
        yield f"<p>The verdict was “{_safe(before['name'])}” and is now “{name}”.</p>"


def _claim_lines(claim: Part) -> Iterable[str]:
    yield f'<blockquote lang="{escape(claim["language"])}" dir="auto"><p>{_safe(claim["text"])}</p></blockquote>'
    made_on = claim["made_on"] and spoken_dates.day(claim["made_on"])
    speaker = [claim["claimant"] and claim["claimant"]["name"], claim["job_title"], claim["place"], made_on]
    told = ", ".join(_safe(part) for part in speaker if part)
    if told:
        yield f"<p>{told}</p>"


def _verdict_lines(snapshot: Snapshot, *, language: str) -> Iterable[str]:
    text = snapshots.text_in(snapshot, language)
    name = snapshots.label_name(snapshot["verdict"]["label"], language)
    # What was imported may have neither summary nor reasoning.
    summary = f" {_safe(text['summary'])}" if text["summary"] else ""
    yield f"<p><strong>{_safe(name)}.</strong>{summary}</p>"
    if text["rationale"]:
        yield _reasoning(text["rationale"])
    for stance, heading in STANCES.items():
        cited = [entry for entry in snapshot["evidence"] if entry["stance"] == stance and not entry["withdrawn"]]
        if cited:
            points = "".join(f"<li>{_evidence(entry)}</li>" for entry in cited)
            yield f"<h3>{heading}</h3>\n<ul>{points}</ul>"


# Each feed format asks for it in turn, and it is the dearest part of all of them.
@lru_cache(maxsize=16)
def _reasoning(rationale: str) -> str:
    return markdown.to_html(plain_text.legible(rationale)).strip()


def _evidence(entry: Part) -> str:
    source = entry["source"]
    excerpt = f"<q>{_safe(entry['excerpt'])}</q>" if entry["excerpt"] else ""
    if source["protected"]:
        return f"{excerpt} {_safe(source['public_description'] or 'A protected source')}"
    name = _safe(source["title"] or source["url"] or source["public_description"] or "A source")
    linked = f'<a href="{escape(source["url"])}">{name}</a>' if source["url"] else name
    return f"{excerpt} {linked}"


def _safe(text: str) -> str:
    return escape(plain_text.one_line(text))
