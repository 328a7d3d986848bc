"""JSON Feed 1.1: each check an item, rendered when it is published, and pages joined from such items.

https://www.jsonfeed.org/version/1.1/
"""

from collections.abc import Iterable, Sequence
from html import escape

from tracker.domain import snapshots
from tracker.domain.publication import Standing
from tracker.domain.snapshots import Part, Snapshot
from tracker.lib import markdown, plain_text

MEDIA_TYPE = "application/feed+json"
VERSION = "https://jsonfeed.org/version/1.1"

NOTICES = {
    "correction": "Correction",
    "update": "Update",
    "reinstatement": "Reinstated",
    "retraction": "Retracted",
}
STANCES = {"supports": "Evidence for", "refutes": "Evidence against", "context": "Context"}


def item(snapshot: Snapshot, standing: Standing, *, language: str, public_url: str) -> bytes:
    """Return the stored part of a feed for one check in one language: a JSON object.

    Its id outlives corrections. A retraction says so in its title and shows its reason in place of the reasoning.
    """
    text = snapshots.text_in(snapshot, language)
    entry = {
        "id": f"urn:uuid:{snapshot['check_id']}",
        "url": snapshots.page_url(snapshot, standing, language=language, public_url=public_url),
        "title": _title(snapshot, standing, language=language),
        "content_html": _content(snapshot, standing, language=language),
        "summary": plain_text.one_line(text["summary"]),
        "date_published": snapshot["first_published_at"],
        "date_modified": max(snapshot["published_at"], standing.changed_at),
        "authors": [_author(snapshot["organization"])],
        "tags": list(snapshot["claim"]["topics"]),
        "language": language,
        "_tracker": _extension(snapshot, standing, language=language, public_url=public_url),
    }
    if snapshots.is_retracted(snapshot, standing):
        entry["summary"] = plain_text.one_line(_last_notice(snapshot, standing))
    return plain_text.json_for_html(entry)


render = item


def page(
    items: Iterable[bytes],
    *,
    title: str,
    home_page_url: str,
    feed_url: str,
    next_url: str | None = None,
    description: str | None = None,
    language: str | None = None,
    authors: Sequence[dict[str, str]] = (),
) -> bytes:
    """Return a page of the feed, joined from stored items without parsing them; `next_url` leads to older ones."""
    head = {
        "version": VERSION,
        "title": title,
        "home_page_url": home_page_url,
        "feed_url": feed_url,
        "description": description,
        "next_url": next_url,
        "language": language,
        "authors": list(authors),
    }
    opening = plain_text.json_for_html({name: value for name, value in head.items() if value})
    return b"".join((opening[:-1], b',"items":[', b",".join(items), b"]}"))


def _title(snapshot: Snapshot, standing: Standing, *, language: str) -> str:
    title = plain_text.one_line(snapshots.text_in(snapshot, language)["title"])
    return f"Retracted: {title}" if snapshots.is_retracted(snapshot, standing) else title


def _author(organization: Part) -> dict[str, str]:
    author = {"name": organization["name"], "url": organization["url"], "avatar": organization["logo_url"]}
    return {name: value for name, value in author.items() if value}


def _extension(snapshot: Snapshot, standing: Standing, *, language: str, public_url: str) -> dict[str, object]:
    base, claim = public_url.rstrip("/"), snapshot["claim"]
    return {
        "about": f"{base}/api/v1/docs",
        "check_id": snapshot["check_id"],
        "organization": snapshot["organization"]["slug"],
        "status": standing.status,
        "kind": snapshot["kind"],
        "number": snapshot["number"],
        "severity": snapshot["severity"],
        "first_published_at": snapshot["first_published_at"],
        "published_at": snapshot["published_at"],
        "label": _label(snapshot["verdict"], language=language),
        "label_before": snapshot["label_before"],
        "claim": {
            "text": claim["text"],
            "language": claim["language"],
            "made_on": claim["made_on"],
            "claimant": claim["claimant"] and claim["claimant"]["name"],
        },
        "corrections": [_notice(entry) for entry in snapshots.publications(snapshot, standing) if entry["notice"]],
        "languages": snapshots.languages(snapshot),
        "page": base + snapshots.path(snapshot, language=language),
        "claimreview": f"{base}{snapshots.path(snapshot, language=language)}.json",
        "receipt": base + snapshots.receipt_path(snapshot),
    }


def _label(verdict: Part, *, language: str) -> dict[str, object]:
    label, scale = verdict["label"], verdict["scale"]
    return {
        "key": label["key"],
        "name": snapshots.label_name(label, language),
        "class": label["class"],
        "numeric": None if label["off_scale"] else label["numeric"],
        "best": scale["best"],
        "worst": scale["worst"],
        "scale_id": scale["id"],
    }


def _notice(entry: Part) -> dict[str, object]:
    return {name: entry[name] for name in ("number", "kind", "severity", "notice", "published_at")}


def _last_notice(snapshot: Snapshot, standing: Standing) -> str:
    notices = [entry["notice"] for entry in snapshots.publications(snapshot, standing) if entry["notice"]]
    return notices[-1] if notices else "This check was retracted."


def _content(snapshot: Snapshot, standing: Standing, *, language: str) -> str:
    lines = [*_standing_lines(snapshot, standing), *_claim_lines(snapshot["claim"])]
    if not snapshots.is_retracted(snapshot, standing):
        lines += _verdict_lines(snapshot, language=language)
    return "\n".join(lines)


def _standing_lines(snapshot: Snapshot, standing: Standing) -> Iterable[str]:
    if standing.status == "under_review":
        yield "<p><strong>This check is under review.</strong></p>"
    for entry in reversed(snapshots.publications(snapshot, standing)):
        if entry["notice"]:
            heading = NOTICES.get(entry["kind"], "Notice")
            day = entry["published_at"][:10]
            yield f"<p><strong>{heading}, {day}:</strong> {_safe(entry['notice'])}</p>"


def _claim_lines(claim: Part) -> Iterable[str]:
    yield f'<blockquote lang="{escape(claim["language"])}" dir="auto"><p>{_safe(claim["text"])}</p></blockquote>'
    speaker = [claim["claimant"] and claim["claimant"]["name"], claim["job_title"], claim["place"], claim["made_on"]]
    told = ", ".join(_safe(part) for part in speaker if part)
    if told:
        yield f"<p>{told}</p>"


def _verdict_lines(snapshot: Snapshot, *, language: str) -> Iterable[str]:
    text = snapshots.text_in(snapshot, language)
    name = snapshots.label_name(snapshot["verdict"]["label"], language)
    yield f"<p><strong>{_safe(name)}.</strong> {_safe(text['summary'])}</p>"
    yield markdown.to_html(plain_text.legible(text["rationale"])).strip()
    for stance, heading in STANCES.items():
        cited = [entry for entry in snapshot["evidence"] if entry["stance"] == stance and not entry["withdrawn"]]
        if cited:
            points = "".join(f"<li>{_evidence(entry)}</li>" for entry in cited)
            yield f"<h3>{heading}</h3>\n<ul>{points}</ul>"


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
