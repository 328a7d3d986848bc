"""What every feed tells of a check or of its correction, before it is written in a format of feeds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from tracker.domain import snapshots
from tracker.domain.publication import Standing
from tracker.domain.snapshots import Part, Snapshot
from tracker.formats import content
from tracker.lib import plain_text

# Of a feed that holds nothing yet there is no moment of its last change.
NEVER = "1970-01-01T00:00:00.000000Z"
GENERATOR = "Fact-check tracker"


class Piece(NamedTuple):
    """A check, and what a feed holds of it in the bytes of one format."""

    check_id: str
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A key that machines read, such as a label's, with its name; `scheme` is an address that names what is marked."""

    scheme: str
    key: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One item of a feed. Moments are RFC 3339 text; `author` has `name`, `url` and `avatar`; `extension` is JSON."""

    id: str
    url: str
    title: str
    summary: str
    content_html: str
    published: str
    updated: str
    language: str
    author: Mapping[str, str]
    topics: Sequence[str]
    marks: Sequence[Mark]
    extension: Mapping[str, object]

    @property
    def links(self) -> Mapping[str, str]:
        """Where else there is something about it, by what is there."""
        names = ("page", "claimreview", "receipt")
        return {name: str(self.extension[name]) for name in names if self.extension.get(name)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """What a page of a feed tells of the feed: `feed_url` is the page's own address, `id` that of all its pages."""

    title: str
    home_page_url: str
    feed_url: str
    id: str = ""
    next_url: str | None = None
    updated: str = NEVER
    description: str = ""


def of_check(snapshot: Snapshot, standing: Standing, *, language: str, public_url: str) -> Entry:
    """Return a check as an item whose id outlives corrections.

    A retraction says so in its title and shows its reason in place of the reasoning.
    """
    is_retracted = snapshots.is_retracted(snapshot, standing)
    text = snapshots.text_in(snapshot, language)
    summary = _last_notice(snapshot, standing) if is_retracted else text["summary"] or ""
    return Entry(
        id=f"urn:uuid:{snapshot['check_id']}",
        url=snapshots.page_url(snapshot, standing, language=language, public_url=public_url),
        title=plain_text.one_line(f"Retracted: {text['title']}" if is_retracted else text["title"]),
        summary=plain_text.one_line(summary),
        content_html=content.of_check(snapshot, standing, language=language),
        published=snapshot["first_published_at"],
        updated=max(snapshot["published_at"], standing.changed_at),
        language=language,
        author=_author(snapshot["organization"]),
        topics=list(snapshot["claim"]["topics"]),
        marks=_marks(snapshot, standing.status, language=language, public_url=public_url),
        extension=_of_check(snapshot, standing, language=language, public_url=public_url),
    )


def of_correction(
    publication_id: str, snapshot: Snapshot, standing: Standing, *, language: str, public_url: str
) -> Entry:
    """Return a correction, reinstatement or retraction as an item of its own, which stays as it was published."""
    base, title = public_url.rstrip("/"), snapshots.text_in(snapshot, language)["title"]
    status = "retracted" if snapshot["kind"] == "retraction" else "live"
    return Entry(
        id=f"urn:uuid:{publication_id}",
        url=snapshots.page_url(snapshot, standing, language=language, public_url=public_url),
        title=plain_text.one_line(f"{content.NOTICES[snapshot['kind']]}: {title}"),
        summary=plain_text.one_line(snapshot["notice"] or ""),
        content_html=content.of_correction(snapshot, language=language),
        published=snapshot["published_at"],
        updated=snapshot["published_at"],
        language=language,
        author=_author(snapshot["organization"]),
        topics=list(snapshot["claim"]["topics"]),
        marks=_marks(snapshot, status, language=language, public_url=public_url),
        extension={
            **_publication(snapshot, language=language),
            "check": f"urn:uuid:{snapshot['check_id']}",
            "notice": snapshot["notice"],
            "page": base + snapshots.path(snapshot, number=snapshot["number"]),
            "claimreview": f"{base}{snapshots.path(snapshot, number=snapshot['number'])}.json",
            "receipt": base + snapshots.receipt_path(snapshot),
        },
    )


def _author(organization: Part) -> Mapping[str, str]:
    author = {"name": organization["name"], "url": organization["url"], "avatar": organization["logo_url"]}
    return {name: value for name, value in author.items() if value}


def _marks(snapshot: Snapshot, status: str, *, language: str, public_url: str) -> Sequence[Mark]:
    label, schemes = snapshot["verdict"]["label"], f"{public_url.rstrip('/')}/feeds#"
    verdict = {
        "label": (label["key"], snapshots.label_name(label, language)),
        "class": (label["class"], label["class"]),
    }
    given = {"status": (status, status), "kind": (snapshot["kind"], snapshot["kind"])}
    # What was retracted is filed under its label no longer.
    given |= {} if status == "retracted" else verdict
    return [Mark(scheme=schemes + scheme, key=key, name=name) for scheme, (key, name) in given.items() if key]


def _of_check(snapshot: Snapshot, standing: Standing, *, language: str, public_url: str) -> Mapping[str, object]:
    base, claim = public_url.rstrip("/"), snapshot["claim"]
    return {
        "about": f"{base}/api/v1/docs",
        "status": standing.status,
        **_publication(snapshot, language=language),
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


def _publication(snapshot: Snapshot, *, language: str) -> Mapping[str, object]:
    return {
        "check_id": snapshot["check_id"],
        "organization": snapshot["organization"]["slug"],
        "kind": snapshot["kind"],
        "number": snapshot["number"],
        "severity": snapshot["severity"],
        "first_published_at": snapshot["first_published_at"],
        "published_at": snapshot["published_at"],
        "label": _label(snapshot["verdict"], language=language),
        "label_before": snapshot["label_before"],
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
