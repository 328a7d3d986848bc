"""The words around a check, in English: numbers, places in a source, and what our terms are called on a page."""

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from tracker.lib import plain_text

Part = Mapping[str, object]

AUTONYMS = {
    "ar": "العربية", "bg": "Български", "bn": "বাংলা", "cs": "Čeština", "da": "Dansk", "de": "Deutsch",
    "el": "Ελληνικά", "en": "English", "es": "Español", "et": "Eesti", "fa": "فارسی", "fi": "Suomi",
    "fr": "Français", "he": "עברית", "hi": "हिन्दी", "hu": "Magyar", "id": "Bahasa Indonesia", "it": "Italiano",
    "ja": "日本語", "ko": "한국어", "lt": "Lietuvių", "lv": "Latviešu", "nl": "Nederlands", "no": "Norsk",
    "pl": "Polski", "pt": "Português", "ro": "Română", "ru": "Русский", "sk": "Slovenčina", "sl": "Slovenščina",
    "sr": "Српски", "sv": "Svenska", "sw": "Kiswahili", "ta": "தமிழ்", "tr": "Türkçe", "uk": "Українська",
    "ur": "اردو", "vi": "Tiếng Việt", "zh": "中文",
}  # fmt: skip
KINDS = {
    "original": "First published",
    "correction": "Correction",
    "update": "Update",
    "reinstatement": "Reinstated",
    "retraction": "Retracted",
    "imported": "Imported",
}
STANCES = {"refutes": "Evidence against the claim", "supports": "Evidence for the claim", "context": "Context"}
ROLES = {"makes": "Made in", "repeats": "Repeated in", "reports": "Reported in"}
LEVELS = {"primary": "primary source", "secondary": "secondary source"}
STATEMENTS = {
    "primary_source_or_stated": "On primary sources",
    "both_sides_or_stated": "On evidence to the contrary",
    "reply_sought_or_stated": "On asking whoever made the claim",
    "quantities_measured_or_stated": "On the numbers",
}
POLICIES = {
    "corrections": "Corrections policy",
    "methodology": "How we check",
    "principles": "Our principles",
    "unnamed_sources": "How we use unnamed sources",
    "coverage": "What we cover",
    "funding": "Who funds us",
    "feedback": "Tell us about an error",
}
CLASSES = {
    "true": "true", "mostly_true": "mostly true", "mixed": "partly true", "mostly_false": "mostly false",
    "false": "false", "unverifiable": "cannot be verified", "missing_context": "missing context", "satire": "satire",
    "altered": "altered", "not_a_claim": "not a claim that can be checked",
}  # fmt: skip
GATES = {
    "minimal": "the service’s own minimum",
    "google": "the minimum, and what search engines ask of a ClaimReview",
    "ifcn": "the rules of the International Fact-Checking Network’s code of principles",
    "efcsn": "the rules of the European Fact-Checking Standards Network’s code of standards",
}
RULES = {
    "label_and_summary": "It has a rating and a summary in each of its languages.",
    "second_person_approved": "Somebody who did not write it has approved it.",
    "evidence_cited": "It cites evidence: {n} or more.",
    "independent_origins": "The evidence comes from independent origins: {n} or more, the claimant’s own not counted.",
    "primary_source_or_stated": "It rests on a primary source, or says why it does not.",
    "both_sides_or_stated": "It shows evidence to the contrary, or says that we looked for it.",
    "attribution_settled": "It says who made the claim, or that this is not known.",
    "appearance_present": "It says where the claim appeared.",
    "claimreview_valid": "Its machine-readable form, ClaimReview, is valid.",
    "selection_reason": "It says why the claim was chosen.",
    "reply_sought_or_stated": "Whoever made the claim was asked for a reply, or it says why not.",
    "sources_captured": "Every source that it cites was kept as it was.",
    "quantities_measured_or_stated": "Every number in the claim is set against a measured one, or it says why not.",
}
COMPARATORS = {"=": "", "≈": "about ", ">": "more than ", "≥": "at least ", "<": "less than ", "≤": "at most "}
PLACES = {"page": "page {}", "timecode": "at {}", "section": "section “{}”", "quote": "at “{}”", "selector": "at {}"}


def number(text: str) -> str:
    """Return a decimal with its thousands parted, or the text as it is."""
    try:
        return f"{Decimal(text):,f}".replace("-", "−")
    except InvalidOperation:
        return plain_text.one_line(text)


def amount(quantity: Part) -> str:
    """Return a quantity's number as a reader would say it: about 40%, between 10 and 20 people."""
    value, lower, upper = (quantity[name] for name in ("value", "lower", "upper"))
    if quantity["comparator"] == "between" or value is None:
        told = f"{number(str(lower))} to {number(str(upper))}"
    else:
        told = number(str(value))
    told = with_unit(told, quantity["unit"])
    qualifier = COMPARATORS.get(str(quantity["comparator"]), "")
    return f"{qualifier or ('about ' if quantity['hedge'] else '')}{told}"


def with_unit(told: str, unit: object) -> str:
    """Return a number with its unit behind it."""
    if not unit:
        return told
    if unit == "percent":
        return f"{told}%"
    return f"{told} {plain_text.one_line(str(unit)).replace('_', ' ')}"


def place_in_source(locator: Part | None) -> str:
    """Return where in its source a passage stands: page 3, at 00:12:40, or nothing."""
    told = (
        pattern.format(plain_text.one_line(str(locator[name])))
        for name, pattern in PLACES.items()
        if locator and locator.get(name)
    )
    return ", ".join(told)


def topic(slug: str) -> str:
    """Return a topic as a heading: Public health."""
    return slug.replace("-", " ").capitalize()


def language_name(tag: str) -> str:
    """Return what a language calls itself, or its tag."""
    name = AUTONYMS.get(tag.partition("-")[0], tag)
    return f"{name} ({tag})" if "-" in tag else name


def paragraphs(text: str | None) -> list[str]:
    """Return the legible paragraphs of plain text."""
    return [part.strip() for part in re.split(r"\n\s*\n", plain_text.legible(text or "")) if part.strip()]
