"""What the page of a check shows, made ready for its template: no decision is left to it."""

import re
from collections.abc import Mapping
from datetime import tzinfo
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from tracker.domain import ratings, snapshots
from tracker.domain.publication import Standing
from tracker.domain.snapshots import Part, Snapshot
from tracker.formats import claimreview
from tracker.lib import colours, markdown, plain_text, shortening, spoken_dates
from tracker.web.public import evidence_view, wording

Shown = dict[str, Any]

TONES = {"retraction": "grave", "correction": "warning", "reinstatement": "warning", "update": "calm"}
PLAIN: Shown = {"tone": "warning", "severity": None, "at": None, "text": [], "before": None}
_HEADING = re.compile("(</?h)([1-6])>")


def view(snapshot: Snapshot, standing: Standing, *, language: str, public_url: str) -> Shown:
    """Return all that `check.html` shows of a publication in one language, but for `stylesheet_url`.

    `json_ld` and `rationale_html` are safe as they are; the template escapes all else.
    """
    where = spoken_dates.zone(snapshot["organization"]["time_zone"])
    text = snapshots.text_in(snapshot, language)
    return {
        "language": language,
        "title": plain_text.one_line(text["title"]),
        "summary": wording.paragraphs(text["summary"]),
        "description": shortening.shorten(plain_text.one_line(text["summary"]), 200),
        "rationale_html": _rationale(text["rationale"] or ""),
        "json_ld": claimreview.render(snapshot, standing, language=language, public_url=public_url).decode(),
        "organization": _organization(snapshot["organization"], public_url),
        "status": "retracted" if snapshots.is_retracted(snapshot, standing) else standing.status,
        "notices": _notices(snapshot, standing, where=where),
        "claim": _claim(snapshot["claim"], _base(public_url)),
        "verdict": _verdict(snapshot, language, _base(public_url)),
        "figures": evidence_view.figures(snapshot["claim"]["quantities"], snapshot["evidence"]),
        "evidence": evidence_view.groups(snapshot["evidence"], where=where),
        "statements": _statements(snapshot["verdict"]["statements"]),
        "about": _about(snapshot, where),
        "history": _history(snapshot, standing, where=where, public_url=public_url),
        **_addresses(snapshot, standing, language=language, public_url=public_url),
    }


def _base(public_url: str) -> str:
    return urlsplit(public_url).path.rstrip("/")


def _rationale(text: str) -> str:
    # The page's own headings stand above those of the text.
    html = markdown.to_html(plain_text.legible(text))
    return _HEADING.sub(lambda tag: f"{tag[1]}{min(int(tag[2]) + 2, 6)}>", html)


def _organization(organization: Part, public_url: str) -> Shown:
    policies = [
        {"name": name, "url": evidence_view.link(organization["policies"].get(policy))}
        for policy, name in wording.POLICIES.items()
    ]
    return {
        "name": plain_text.one_line(organization["name"]),
        "url": evidence_view.link(organization["url"]),
        "href": f"{_base(public_url)}/organizations/{quote(organization['slug'], safe='')}",
        "policies": [policy for policy in policies if policy["url"]],
    }


def _notices(snapshot: Snapshot, standing: Standing, *, where: tzinfo) -> list[Shown]:
    entries = [entry for entry in snapshots.publications(snapshot, standing) if entry["kind"] in TONES]
    before = _labels_before(snapshot, standing)
    told = [_notice(entry, where, before=before[entry["number"]]) for entry in reversed(entries)]
    if standing.status == "under_review":
        told.insert(0, PLAIN | {"kind": "under_review", "heading": "Under review"})
    if not snapshots.is_latest(snapshot, standing):
        told.insert(0, PLAIN | {"kind": "superseded", "heading": "An earlier version"})
    return told


def _labels_before(snapshot: Snapshot, standing: Standing) -> Mapping[int, Part | None]:
    """Return the label that stood before each publication, by its number."""
    entries = snapshots.publications(snapshot, standing)
    labels = [None, *(entry["label"] for entry in entries)]
    return {entry["number"]: label for entry, label in zip(entries, labels, strict=False)}


def _notice(entry: Part, where: tzinfo, *, before: Part | None) -> Shown:
    is_relabelled = before is not None and before["key"] != entry["label"]["key"]
    return {
        "tone": TONES[entry["kind"]],
        "kind": entry["kind"],
        "heading": wording.KINDS[entry["kind"]],
        "severity": entry["severity"],
        "at": spoken_dates.moment(entry["published_at"], where),
        "text": wording.paragraphs(entry["notice"]),
        "before": plain_text.one_line(before["name"]) if before and is_relabelled else None,
        "after": plain_text.one_line(entry["label"]["name"]),
    }


def _claim(claim: Part, base: str) -> Shown:
    appearances = sorted(claim["appearances"], key=lambda seen: not seen["first"])
    note = plain_text.one_line(claim["attribution_note"] or "")
    return {
        "text": wording.paragraphs(claim["text"]),
        "language": claim["language"],
        "claimant": evidence_view.person(claim["claimant"]),
        "claimant_href": f"{base}/claimants/{claim['claimant']['id']}" if claim["claimant"] else None,
        "topics": [
            {"name": wording.topic(topic), "href": f"{base}/topics/{quote(topic, safe='')}"}
            for topic in claim["topics"]
        ],
        "job_title": plain_text.one_line(claim["job_title"] or ""),
        "attribution": {"unnamed": "Unnamed speaker", "none": "Nobody in particular"}.get(claim["attribution"]),
        "attribution_note": note,
        "made_on": claim["made_on"] and {"iso": claim["made_on"], "words": spoken_dates.day(claim["made_on"])},
        "place": plain_text.one_line(claim["place"] or ""),
        "context": wording.paragraphs(claim["context"]),
        "selection_reason": wording.paragraphs(claim["selection_reason"]),
        "appearances": [evidence_view.appearance(seen) for seen in appearances],
    }


def _verdict(snapshot: Snapshot, language: str, base: str) -> Shown:
    label, scale = snapshot["verdict"]["label"], snapshot["verdict"]["scale"]
    colour = ratings.colour(label)
    measures = snapshots.measures(snapshot["verdict"])
    position = "{} on a scale from {} to {}".format(*map(wording.number, measures)) if measures else None
    locale = label["locales"].get(language) or {}
    slug = quote(snapshot["organization"]["slug"], safe="")
    return {
        "language": language if locale.get("name") else None,
        "name": plain_text.one_line(snapshots.label_name(label, language)),
        "description": plain_text.one_line(locale.get("description") or ""),
        "position": position,
        "scale": plain_text.one_line(scale["name"]),
        "href": f"{base}/labels/{quote(label['key'], safe='')}?organization={slug}",
        "colour": colour,
        "ink": colours.ink(colour),
    }


def _statements(statements: Mapping[str, str]) -> list[Shown]:
    return [
        {"heading": wording.STATEMENTS.get(rule, rule.replace("_", " ").capitalize()), "text": wording.paragraphs(text)}
        for rule, text in statements.items()
        if text
    ]


def _about(snapshot: Snapshot, where: tzinfo) -> Shown:
    verdict = snapshot["verdict"]
    writers = [verdict["proposed_by"], *verdict["contributors"]]
    names = dict.fromkeys(plain_text.one_line(writer["name"]) for writer in writers if writer)
    approver, is_imported = verdict["approved_by"], snapshot["kind"] == "imported"
    shown_at = snapshot["first_published_at" if is_imported else "published_at"]
    return {
        "writers": list(names),
        "approver": plain_text.one_line(approver["name"]) if approver else None,
        "true_as_of": _day(verdict["true_as_of"]),
        "review_by": _day(verdict["review_by"]),
        "first_published_at": spoken_dates.moment(snapshot["first_published_at"], where),
        "shown_at": spoken_dates.moment(shown_at, where),
        "is_imported": is_imported,
        "number": snapshot["number"],
    }


def _day(text: str | None) -> Shown | None:
    return {"iso": text, "words": spoken_dates.day(text)} if text else None


def _history(snapshot: Snapshot, standing: Standing, *, where: tzinfo, public_url: str) -> list[Shown]:
    base = urlsplit(public_url).path.rstrip("/")
    return [
        {
            "number": entry["number"],
            "kind": wording.KINDS.get(entry["kind"], entry["kind"]),
            "severity": entry["severity"],
            "at": spoken_dates.moment(entry["published_at"], where),
            "label": plain_text.one_line(entry["label"]["name"]),
            "notice": wording.paragraphs(entry["notice"]),
            "href": base + snapshots.path(snapshot, number=entry["number"]),
            "is_this": entry["number"] == snapshot["number"],
        }
        for entry in reversed(snapshots.publications(snapshot, standing))
    ]


def _addresses(snapshot: Snapshot, standing: Standing, *, language: str, public_url: str) -> Shown:
    site, own = public_url.rstrip("/"), snapshots.path(snapshot, language=language)
    base, slug = urlsplit(site).path, quote(snapshot["organization"]["slug"], safe="")
    earlier = None if snapshots.is_latest(snapshot, standing) else snapshot["number"]
    return {
        "canonical_url": snapshots.page_url(snapshot, standing, language=language, public_url=public_url),
        "outlet_url": evidence_view.link(standing.pages.get(language)),
        "current_href": base + own,
        "json_href": base + snapshots.path(snapshot, language=language, number=earlier) + ".json",
        "receipt_href": base + snapshots.receipt_path(snapshot),
        "oembed_href": f"{site}/oembed?{urlencode({'url': site + own})}",
        "request_href": f"{base}/fact-checks/{snapshot['check_id']}/correction-request",
        "feed_query": f"?organization={slug}",
        "corrections_query": f"?organization={slug}",
        "default_url": site + snapshots.path(snapshot),
        "translations": [
            {
                "language": tag,
                "name": wording.language_name(tag),
                "url": site + snapshots.path(snapshot, language=tag),
                "href": base + snapshots.path(snapshot, language=tag),
                "is_this": tag == language,
            }
            for tag in snapshots.languages(snapshot)
        ],
    }
