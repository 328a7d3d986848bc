"""CSV (RFC 4180): each check a row, rendered when it is published, under one line of column names.

A program of spreadsheets takes a cell that begins with a sign of arithmetic for a formula and runs it, so such a cell
begins with an apostrophe: https://owasp.org/www-community/attacks/CSV_Injection.
"""

import re
from collections.abc import Iterable, Mapping

from tracker.domain import snapshots
from tracker.domain.publication import Standing
from tracker.domain.snapshots import Snapshot
from tracker.formats.entries import Heading, Piece
from tracker.lib import plain_text

MEDIA_TYPE = "text/csv"
COLUMNS = (
    "id", "url", "title", "claimReviewed", "claim", "claimant", "claimDate", "claimPlace", "label", "labelKey", "class",
    "ratingValue", "worstRating", "bestRating", "summary", "topics", "language", "organization", "status", "version",
    "datePublished", "dateModified", "dateDeleted", "correction", "page", "claimReview", "receipt",
)  # fmt: skip
_FORMULA = re.compile(rf"[{plain_text.INVISIBLE}]*[=+\-@\uff1d\uff0b\uff0d\uff20]")
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")


def render(snapshot: Snapshot, standing: Standing, *, language: str, public_url: str) -> bytes:
    """Return one row, with its line end; that of a retracted check tells when it was, why, and nothing else of it."""
    told = _identity(snapshot, standing, language=language, public_url=public_url)
    if snapshots.is_retracted(snapshot, standing):
        return _row({**told, "dateDeleted": snapshot["published_at"]})
    return _row({**told, **_verdict(snapshot, language=language)})


def page(pieces: Iterable[Piece], _heading: Heading) -> bytes:
    """Return a page of rows under the names of the columns, joined without parsing them."""
    return b"".join((_line(COLUMNS), *(piece.body for piece in pieces)))


def _identity(snapshot: Snapshot, standing: Standing, *, language: str, public_url: str) -> Mapping[str, object]:
    base = public_url.rstrip("/")
    path = snapshots.path(snapshot, language=language)
    notices = [entry["notice"] for entry in snapshots.corrections(snapshot, standing)]
    return {
        "id": f"urn:uuid:{snapshot['check_id']}",
        "url": snapshots.page_url(snapshot, standing, language=language, public_url=public_url),
        "language": language,
        "organization": snapshot["organization"]["slug"],
        "status": standing.status,
        "version": snapshot["number"],
        "datePublished": snapshot["first_published_at"],
        "dateModified": max(snapshot["published_at"], standing.changed_at),
        "correction": notices[-1] if notices else None,
        "page": base + path,
        "claimReview": f"{base}{path}.json",
        "receipt": base + snapshots.receipt_path(snapshot),
    }


def _verdict(snapshot: Snapshot, *, language: str) -> Mapping[str, object]:
    text, claim, verdict = snapshots.text_in(snapshot, language), snapshot["claim"], snapshot["verdict"]
    label = verdict["label"]
    value, worst, best = snapshots.measures(verdict) or (None, None, None)
    return {
        "title": text["title"],
        "claimReviewed": text["claim_reviewed"],
        "claim": claim["text"],
        "claimant": claim["claimant"] and claim["claimant"]["name"],
        "claimDate": claim["made_on"],
        "claimPlace": claim["place"],
        "label": snapshots.label_name(label, language),
        "labelKey": label["key"],
        "class": label["class"],
        "ratingValue": value,
        "worstRating": worst,
        "bestRating": best,
        "summary": text["summary"],
        "topics": " ".join(claim["topics"]),
    }


def _row(told: Mapping[str, object]) -> bytes:
    return _line([_cell(told.get(name)) for name in COLUMNS])


def _cell(value: object) -> str:
    text = plain_text.one_line("" if value is None else str(value))
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text


def _line(cells: Iterable[str]) -> bytes:
    # Every cell is quoted, so that no separator of any country's spreadsheets begins another one.
    return f"{','.join([_quoted(cell) for cell in cells])}\r\n".encode()


def _quoted(cell: str) -> str:
    return f'"{cell}"' if '"' not in cell else '"' + cell.replace('"', '""') + '"'
