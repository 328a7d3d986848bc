"""Rating scales: what a label may be, what is wrong with a scale, and where the scale begins and ends."""

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Any

from tracker.errors import Fault, fault
from tracker.lib import colours

SCALE_KINDS = ("truth", "promise", "consistency", "media")
LABEL_CLASSES = (
    "true", "mostly_true", "mixed", "mostly_false", "false",
    "unverifiable", "missing_context", "satire", "altered", "not_a_claim",
)  # fmt: skip
# The classes that have a place between true and false, the truest last.
BY_TRUTH = ("false", "mostly_false", "mixed", "mostly_true", "true")

KEY = re.compile(r"[a-z][a-z0-9_]{0,63}")
NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")
COLOUR = re.compile(r"#[0-9a-f]{6}")
FEWEST_LABELS = 2

# Where an organization chose no colour for a label; each holds white ink (WCAG 2.2, 1.4.3).
COLOURS: Mapping[str | None, str] = {
    "true": "#166534",
    "mostly_true": "#3f6212",
    "mixed": "#854d0e",
    "mostly_false": "#9a3412",
    "false": "#991b1b",
}
NEUTRAL = "#475569"

# `key`, `name`, `numeric` (text or None), `off_scale`, `class` (or `class_`, as Python must spell it), `colour`.
Label = Mapping[str, object]
Numbers = Mapping[int, Decimal]


def faults(kind: str, labels: Sequence[Label]) -> list[Fault]:
    """Return all that is wrong with a scale's labels, each with its pointer; an empty list is a good scale.

    The labels that are on the scale have a number each, or none has (a scale of words alone). The numbers rise or fall
    in the order of the labels, from 1 or more, and the greater one is the truer: so Google reads `bestRating`.
    """
    numbers = _numbers(labels)
    return [
        *_about_the_whole(kind, labels),
        *_about_keys(labels),
        *_about_looks(labels),
        *_about_classes(kind, labels),
        *_about_placement(labels),
        *_about_sizes(numbers),
        *_about_order(numbers),
        *_about_truth(labels, numbers),
    ]


def best_and_worst(labels: Sequence[Label]) -> tuple[str | None, str | None]:
    """Return the numbers that the scale ends at, best first, as they were given; (None, None) without two numbers.

    The best is the greatest: `faults` lets no scale through on which that is not the label nearest to true.
    """
    numbers = _numbers(labels)
    if len(numbers) < FEWEST_LABELS:
        return None, None
    best, worst = max(numbers, key=numbers.__getitem__), min(numbers, key=numbers.__getitem__)
    return str(labels[best]["numeric"]), str(labels[worst]["numeric"])


def colour(label: Mapping[str, Any]) -> str:
    """Return the colour that a label is shown in: the organization's own, else its class's."""
    chosen: str | None = label["colour"]
    return chosen if chosen and colours.is_colour(chosen) else COLOURS.get(label["class"], NEUTRAL)


def _numbers(labels: Sequence[Label]) -> Numbers:
    """Return the numbers of the labels on the scale, by the labels' positions and in their order."""
    given = {n: _decimal(label.get("numeric")) for n, label in enumerate(labels) if not label.get("off_scale")}
    return {n: number for n, number in given.items() if number is not None}


def _decimal(value: object) -> Decimal | None:
    return Decimal(str(value)) if NUMBER.fullmatch(str(value)) else None


def _class_of(label: Label) -> object:
    return label.get("class") or label.get("class_")


def _about_the_whole(kind: str, labels: Sequence[Label]) -> Iterator[Fault]:
    if kind not in SCALE_KINDS:
        yield fault("/kind", "unknown", f"A scale's kind is one of {', '.join(SCALE_KINDS)}.")
    if len(labels) < FEWEST_LABELS:
        yield fault("/labels", "too-few", "A scale has at least two labels.")


def _about_keys(labels: Sequence[Label]) -> Iterator[Fault]:
    keys = [str(label.get("key")) for label in labels]
    for n, key in enumerate(keys):
        if not KEY.fullmatch(key):
            yield fault(f"/labels/{n}/key", "format", "A key is of lower-case letters, digits and underscores.")
        if key in keys[:n]:
            yield fault(f"/labels/{n}/key", "duplicate", f"Another label has the key {key}.")


def _about_looks(labels: Sequence[Label]) -> Iterator[Fault]:
    for n, label in enumerate(labels):
        colour = label.get("colour")
        if colour is not None and not COLOUR.fullmatch(str(colour)):
            yield fault(f"/labels/{n}/colour", "format", "A colour is written as #1a7f37.")


def _about_classes(kind: str, labels: Sequence[Label]) -> Iterator[Fault]:
    for n, label in enumerate(labels):
        given = _class_of(label)
        if given is not None and given not in LABEL_CLASSES:
            yield fault(f"/labels/{n}/class", "unknown", f"A class is one of {', '.join(LABEL_CLASSES)}.")
        elif given is not None and kind != "truth":
            yield fault(f"/labels/{n}/class", "not-allowed", f"A {kind} scale's labels have no class of truth.")


def _about_placement(labels: Sequence[Label]) -> Iterator[Fault]:
    on_scale = [label.get("numeric") for label in labels if not label.get("off_scale")]
    is_numbered = any(number is not None for number in on_scale)
    for n, label in enumerate(labels):
        place, number, off_scale = f"/labels/{n}/numeric", label.get("numeric"), label.get("off_scale")
        if off_scale and number is not None:
            yield fault(place, "not-allowed", "A label off the scale has no number.")
        if not off_scale and number is None and is_numbered:
            yield fault(place, "required", "Give the label a number like the others', or say that it is off_scale.")
        if number is not None and _decimal(number) is None:
            yield fault(place, "format", "A number is written as 2 or 2.5.")


def _about_sizes(numbers: Numbers) -> Iterator[Fault]:
    for n, number in numbers.items():
        if number < 1:
            yield fault(f"/labels/{n}/numeric", "too-small", "Numbers on a scale begin at 1.")


def _about_order(numbers: Numbers) -> Iterator[Fault]:
    places = list(numbers)
    rises = numbers[places[0]] < numbers[places[-1]] if places else True
    for before, here in pairwise(places):
        if numbers[before] == numbers[here] or (numbers[before] < numbers[here]) != rises:
            yield fault(f"/labels/{here}/numeric", "order", "The numbers rise, or fall, from each label to the next.")


def _about_truth(labels: Sequence[Label], numbers: Numbers) -> Iterator[Fault]:
    ranked = [n for n in sorted(numbers, key=numbers.__getitem__) if _class_of(labels[n]) in BY_TRUTH]
    for lower, higher in pairwise(ranked):
        if _truth(labels[lower]) > _truth(labels[higher]):
            yield fault(f"/labels/{higher}/numeric", "order", "The truer label has the greater number.")


def _truth(label: Label) -> int:
    return BY_TRUTH.index(str(_class_of(label)))
