"""oEmbed 1.0: a check as a card for other sites' pages, without scripts; https://oembed.com/."""

from collections.abc import Iterator, Mapping
from html import escape

from tracker.domain import snapshots
from tracker.domain.publication import Standing
from tracker.domain.snapshots import Snapshot
from tracker.lib import plain_text, spoken_dates
from tracker.lib.shortening import shorten

MEDIA_TYPE = "application/json"
WIDTH, HEIGHT = 560, 340
# As long as a consumer may keep a card: a retraction is to reach it within the hour.
CACHE_AGE = 3600
CLAIM, SUMMARY = 200, 280
FRAME = (
    "box-sizing:border-box;margin:0;max-width:{width}px;max-height:{height}px;overflow:auto;padding:14px 18px;"
    "border:1px solid #c9c4b8;border-left:5px solid {colour};font:16px/1.45 system-ui,sans-serif"
)
COLOURS: Mapping[str, str] = {"live": "#1f4e8c", "under_review": "#a16207", "retracted": "#b42318"}


def render(
    snapshot: Snapshot, standing: Standing, *, language: str, public_url: str, width: int | None, height: int | None
) -> bytes:
    """Return the answer to a consumer who has room for a card of so many pixels at the most."""
    shown = {"width": min(width or WIDTH, WIDTH), "height": min(height or HEIGHT, HEIGHT)}
    organization = snapshot["organization"]
    document = {
        "version": "1.0",
        "type": "rich",
        "title": _title(snapshot, standing, language=language),
        "author_name": organization["name"],
        "author_url": organization["url"],
        "provider_name": organization["name"],
        "provider_url": f"{public_url.rstrip('/')}/",
        "cache_age": CACHE_AGE,
        "html": _card(snapshot, standing, language=language, public_url=public_url, **shown),
        **shown,
    }
    return plain_text.json_for_html({name: value for name, value in document.items() if value is not None})


def _title(snapshot: Snapshot, standing: Standing, *, language: str) -> str:
    title = plain_text.one_line(snapshots.text_in(snapshot, language)["title"])
    return f"Retracted: {title}" if snapshots.is_retracted(snapshot, standing) else title


def _card(snapshot: Snapshot, standing: Standing, *, language: str, public_url: str, width: int, height: int) -> str:
    status = "retracted" if snapshots.is_retracted(snapshot, standing) else standing.status
    frame = FRAME.format(width=width, height=height, colour=COLOURS.get(status, COLOURS["live"]))
    page = snapshots.page_url(snapshot, standing, language=language, public_url=public_url)
    name, title = _safe(snapshot["organization"]["name"]), _safe(_title(snapshot, standing, language=language))
    told = f'class="fact-check {status}" lang="{escape(language)}" dir="auto" cite="{escape(page)}"'
    lines = [
        f'<blockquote {told} style="{frame}">',
        *_claim(snapshot),
        *(_retraction(snapshot, standing) if status == "retracted" else _verdict(snapshot, status, language=language)),
        f'<p style="margin:8px 0 0"><a href="{escape(page)}">{title}</a> — <bdi>{name}</bdi></p>',
        "</blockquote>",
    ]
    return "".join(lines)


def _claim(snapshot: Snapshot) -> Iterator[str]:
    claim = snapshot["claim"]
    made_on = claim["made_on"] and spoken_dates.day(claim["made_on"])
    told = (claim["claimant"] and claim["claimant"]["name"], made_on)
    speaker = ", ".join(_safe(part) for part in told if part)
    yield f'<p style="margin:0"><q lang="{escape(claim["language"])}">{_safe(shorten(claim["text"], CLAIM))}</q></p>'
    if speaker:
        yield f'<p style="margin:0;opacity:.75">{speaker}</p>'


def _verdict(snapshot: Snapshot, status: str, *, language: str) -> Iterator[str]:
    text, label = snapshots.text_in(snapshot, language), snapshot["verdict"]["label"]
    yield f'<p style="margin:8px 0 0"><strong>{_safe(snapshots.label_name(label, language))}</strong></p>'
    if status == "under_review":
        yield '<p style="margin:0"><em>This check is under review.</em></p>'
    if text["summary"]:
        yield f'<p style="margin:0">{_safe(shorten(text["summary"], SUMMARY))}</p>'


def _retraction(snapshot: Snapshot, standing: Standing) -> Iterator[str]:
    notices = [entry["notice"] for entry in snapshots.corrections(snapshot, standing) if entry["notice"]]
    reason = f" {_safe(shorten(notices[-1], SUMMARY))}" if notices else ""
    yield f'<p style="margin:8px 0 0"><strong>This check was retracted.</strong>{reason}</p>'


def _safe(text: str) -> str:
    return escape(plain_text.one_line(text))
