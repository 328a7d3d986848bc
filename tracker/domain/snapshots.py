"""What every rendering reads from a publication's snapshot: its text in a language, label, past and addresses."""

from collections.abc import Mapping, Sequence
from typing import Any

from tracker.domain.publication import Standing
from tracker.lib import jcs

# JSON as publishing froze it; its shape is told by whoever freezes it.
Snapshot = Mapping[str, Any]
Part = Mapping[str, Any]

# Where an imported publication has its ClaimReview as it was, if that is one that we could have written.
ORIGINAL = "original"
# The languages that an update adds, where that is all it does; other publications have no such member.
TRANSLATED = "translated"
# Who did it, and how often it was edited, is not what a verdict says.
UNSAID = frozenset({"id", "proposed_by", "approved_by", "contributors"})
CORRECTING = frozenset({"correction", "reinstatement", "retraction"})


def languages(snapshot: Snapshot) -> list[str]:
    """Return the languages that the verdict has a text in, the default one first."""
    return [text["language"] for text in snapshot["verdict"]["texts"]]


def default_language(snapshot: Snapshot) -> str:
    """Return the language of the page that is asked for without one: that of the verdict's first text."""
    return languages(snapshot)[0]


def text_in(snapshot: Snapshot, language: str) -> Part:
    """Return the verdict's text in a language, or raise LookupError."""
    for text in snapshot["verdict"]["texts"]:
        if text["language"] == language:
            return dict(text)
    raise LookupError(f"the verdict has no text in {language}")


def added_languages(before: Snapshot, after: Snapshot) -> list[str]:
    """Return the languages that a publication has and the one before it had not, if nothing else differs; else none."""
    known = languages(before)
    added = [language for language in languages(after) if language not in known]
    return added if _said(after, known) == _said(before, known) else []


def without(value: Any, name: str) -> Any:
    """Return JSON without the members of a name, wherever they are."""
    if isinstance(value, Mapping):
        return {key: without(inner, name) for key, inner in value.items() if key != name}
    return [without(inner, name) for inner in value] if isinstance(value, list) else value


def _said(snapshot: Snapshot, known: Sequence[str]) -> bytes:
    verdict = {name: value for name, value in snapshot["verdict"].items() if name not in UNSAID}
    verdict["texts"] = [text for text in verdict["texts"] if text["language"] in known]
    said = {"claim": snapshot["claim"], "verdict": verdict, "evidence": snapshot["evidence"]}
    return jcs.canonical(without(said, "revision"))


def label_name(label: Part, language: str) -> str:
    """Return a label's name in a language, or in the language without its region, else its own name."""
    locales = label["locales"]
    for tag in (language, language.partition("-")[0]):
        name = (locales.get(tag) or {}).get("name")
        if name:
            return str(name)
    return str(label["name"])


def publications(snapshot: Snapshot, standing: Standing) -> list[Part]:
    """Return all publications of the check that are known, oldest first, the snapshot's own among them."""
    entries = (*snapshot["earlier"], as_entry(snapshot), *standing.publications)
    by_number = {entry["number"]: entry for entry in entries}
    return [by_number[number] for number in sorted(by_number)]


def corrections(snapshot: Snapshot, standing: Standing) -> list[Part]:
    """Return the corrections, retractions and reinstatements of the check, oldest first."""
    return [entry for entry in publications(snapshot, standing) if entry["kind"] in CORRECTING]


def as_entry(snapshot: Snapshot) -> Part:
    """Return a snapshot as one line of the check's list of publications."""
    names = ("number", "kind", "published_at", "severity", "notice")
    return {name: snapshot[name] for name in names} | {"label": snapshot["label_after"]}


def is_latest(snapshot: Snapshot, standing: Standing) -> bool:
    """Tell whether no later publication of the check is known."""
    return bool(publications(snapshot, standing)[-1]["number"] == snapshot["number"])


def is_retracted(snapshot: Snapshot, standing: Standing) -> bool:
    """Tell whether the publication is a retraction, or the check stands retracted."""
    return snapshot["kind"] == "retraction" or standing.status == "retracted"


def measures(verdict: Part) -> tuple[str, str, str] | None:
    """Return the label's number with the scale's worst and best, or None for a label that has no place on it.

    A check that was imported has the numbers that it was published with.
    """
    published, label, scale = verdict.get("published_rating"), verdict["label"], verdict["scale"]
    number, worst, best = label["numeric"], scale["worst"], scale["best"]
    if published is not None:
        number, worst, best = published["value"], published["worst"], published["best"]
    if (label["off_scale"] and published is None) or number is None or worst is None or best is None:
        return None
    return str(number), str(worst), str(best)


def sources(snapshot: Snapshot) -> Sequence[Part]:
    """Return the sources of the evidence that was not withdrawn, each once, in the order of first mention."""
    cited = [item["source"] for item in snapshot["evidence"] if not item["withdrawn"]]
    return list({source["id"]: source for source in cited}.values())


def path(snapshot: Snapshot, *, language: str | None = None, number: int | None = None) -> str:
    """Return where a check's page stands below the service's address: by language, or one publication of it."""
    bare = f"/fact-checks/{snapshot['check_id']}"
    if number is not None:
        return f"{bare}/v/{number}"
    if language is None or language == default_language(snapshot):
        return bare
    return f"{bare}/{language}"


def receipt_path(snapshot: Snapshot) -> str:
    """Return where a publication's receipt stands below the service's address."""
    return f"/api/v1/claims/{snapshot['check_id']}/publications/{snapshot['number']}/receipt"


def page_url(snapshot: Snapshot, standing: Standing, *, language: str, public_url: str) -> str:
    """Return the page that carries the check in a language: the outlet's own, else that of this service."""
    return standing.pages.get(language) or public_url.rstrip("/") + path(snapshot, language=language)
