"""Cards: a check as one entry of the public site's lists, in HTML; stored when it is published, joined into pages."""

from collections.abc import Iterator
from html import escape
from urllib.parse import quote, urlsplit

from tracker.domain import ratings, snapshots
from tracker.domain.publication import Standing
from tracker.domain.snapshots import Part, Snapshot
from tracker.lib import colours, plain_text, spoken_dates
from tracker.lib.shortening import shorten

MEDIA_TYPE = "text/html"
# A page holds twenty cards and shall stay under 50 KB in any script.
TITLE, CLAIM, NAME = 120, 160, 60
MARKS = {"correction": "Corrected", "update": "Updated", "reinstatement": "Reinstated", "imported": "From the archive"}
SPEAKERS = {"unnamed": "Unnamed speaker", "none": "Nobody in particular"}


def render(snapshot: Snapshot, standing: Standing, *, language: str, public_url: str) -> bytes:
    """Return a list item that shows a check in one language and leads to its page."""
    base = urlsplit(public_url).path.rstrip("/")
    text = snapshots.text_in(snapshot, language)
    href = base + snapshots.path(snapshot, language=language)
    kind = "retracted" if snapshots.is_retracted(snapshot, standing) else standing.status
    return "\n".join(
        (
            f'<li class="entry {kind}">',
            f'<p class="meta">{_meta(snapshot, standing)}</p>',
            f'<h2 lang="{language}" dir="auto"><a href="{href}">{_safe(text["title"], TITLE)}</a></h2>',
            f'<p class="rating">{_rating(snapshot, language=language, base=base, is_struck=kind == "retracted")}</p>',
            _claim(snapshot["claim"], base),
            "</li>",
        )
    ).encode()


def _meta(snapshot: Snapshot, standing: Standing) -> str:
    moment = spoken_dates.moment(_published_at(snapshot), spoken_dates.zone(snapshot["organization"]["time_zone"]))
    told = [
        *(f'<strong class="mark">{mark}</strong>' for mark in _marks(snapshot, standing)),
        f'<time datetime="{moment["iso"]}">{moment["day"]}</time>',
        f"<bdi>{_safe(snapshot['organization']['name'], NAME)}</bdi>",
    ]
    return ' <span class="dot">·</span> '.join(told)


def _published_at(snapshot: Snapshot) -> str:
    # Of an own archive, the day counts on which the outlet published it.
    name = "first_published_at" if snapshot["kind"] == "imported" else "published_at"
    return str(snapshot[name])


def _marks(snapshot: Snapshot, standing: Standing) -> Iterator[str]:
    if standing.status == "under_review":
        yield "Under review"
    if snapshots.is_retracted(snapshot, standing):
        yield "Retracted"
        return
    last = snapshots.publications(snapshot, standing)[-1]
    if last["kind"] in MARKS:
        yield MARKS[last["kind"]]


def _rating(snapshot: Snapshot, *, language: str, base: str, is_struck: bool) -> str:
    label, slug = snapshot["verdict"]["label"], snapshot["organization"]["slug"]
    colour = ratings.colour(label)
    name = _safe(snapshots.label_name(label, language), NAME)
    href = f"{base}/labels/{quote(label['key'], safe='')}?organization={quote(slug, safe='')}"
    return (
        f'<a class="chip on-{colours.ink(colour)}" href="{href}" dir="auto">'
        f'<svg class="ground" aria-hidden="true" focusable="false">'
        f'<rect width="100%" height="100%" fill="{colour}"/></svg>{f"<s>{name}</s>" if is_struck else name}</a>'
    )


def _claim(claim: Part, base: str) -> str:
    quoted = f'<q lang="{escape(claim["language"])}" dir="auto">{_safe(claim["text"], CLAIM)}</q>'
    told = ", ".join(_speaker(claim, base))
    return f'<p class="said">{quoted} <span class="quiet">{told}</span></p>'


def _speaker(claim: Part, base: str) -> Iterator[str]:
    claimant = claim["claimant"]
    if claimant:
        yield f'<a href="{base}/claimants/{claimant["id"]}"><bdi>{_safe(claimant["name"], NAME)}</bdi></a>'
    elif claim["attribution"] in SPEAKERS:
        yield SPEAKERS[claim["attribution"]]
    if claim["made_on"]:
        yield f'<time datetime="{claim["made_on"]}">{spoken_dates.day(claim["made_on"])}</time>'


def _safe(text: str, limit: int) -> str:
    # Nothing of this stands in an attribute, so that quotes may stay as they are.
    return escape(plain_text.one_line(shorten(plain_text.legible(text), limit)), quote=False)
