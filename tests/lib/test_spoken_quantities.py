"""Quantities are read from English sentences."""

import itertools
import json
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.shared_data import shared
from tracker.lib.spoken_quantities import MOST, Spoken, read

LABELLED = Path(__file__).parent / "labelled"


@dataclass(frozen=True)
class Tally:
    """How many were labelled and read, and of how many both say the same."""

    labelled: int
    read: int
    same_value: int
    same_unit: int

    def f1(self, same: int) -> float:
        return 2 * same / (self.labelled + self.read)


def folded(unit):
    # Singular or plural, capital or not: "offender" and "offenders" are one unit.
    return (unit or "").lower().removesuffix("s")


def value_of(label):
    return tuple(Decimal(label[name]) if name in label else None for name in ("value", "lower", "upper"))


def is_found(spoken: Spoken, label):
    start, end = label["span"]
    return spoken.start < end and start < spoken.end and (spoken.value, spoken.lower, spoken.upper) == value_of(label)


def tally(sentences):
    labelled = found = same_value = same_unit = 0
    for text, labels in sentences:
        spoken = read(text)
        pairs = [(label, one) for label in labels for one in spoken if is_found(one, label)]
        labelled, found, same_value = labelled + len(labels), found + len(spoken), same_value + len(pairs)
        same_unit += sum(folded(one.unit) == folded(label["unit"]) for label, one in pairs)
    return Tally(labelled, found, same_value, same_unit)


def lines(path):
    return [json.loads(line) for line in path.read_text().splitlines()]


def test_own_sentences_are_read_as_a_person_labelled_them():
    counted = tally((line["text"], line["quantities"]) for line in lines(LABELLED / "own_quantities.jsonl"))

    assert counted.f1(counted.same_value) >= 0.9
    assert counted.f1(counted.same_unit) >= 0.9


def test_sentences_of_published_checks_are_read_as_a_person_labelled_them():
    known = {check["vclaim_id"]: check["vclaim"] for check in lines(shared("politifact/vclaims.jsonl"))}
    labels = lines(LABELLED / "politifact_quantities.jsonl")

    counted = tally((known[line["id"]], line["quantities"]) for line in labels)

    assert counted.f1(counted.same_value) >= 0.9
    assert counted.f1(counted.same_unit) >= 0.9


@pytest.mark.parametrize(
    ("text", "wording", "value", "unit", "comparator", "kind"),
    [
        ("There were 350 opposition fighters.", "350 opposition fighters", "350", "fighters", "=", "count"),
        ("It suffers 40% inflation.", "40%", "40", "percent", "=", "level"),
        ("They had over 30 bases.", "over 30 bases", "30", "bases", ">", "count"),
        ("Nearly half of them left.", "Nearly half", "0.5", "share", "≈", "ratio"),
        ("One in five agrees.", "One in five", "0.2", "share", "=", "ratio"),
        ("It costs $1.2 trillion.", "$1.2 trillion", "1200000000000", "USD", "=", "level"),
        ("They sell 1,500 tons a year.", "1,500 tons a year", "1500", "tons per year", "=", "level"),
        ("It is $40 per capita.", "$40 per capita", "40", "USD per person", "=", "level"),
        ("It fell by 2 percentage points.", "2 percentage points", "2", "percentage points", "=", "change"),
        ("Prices tripled.", "tripled", "3", "times", "=", "change"),
        ("Twice as many came.", "Twice", "2", "times", "=", "ratio"),
        ("It is the third largest city.", "third largest", "3", "rank", "=", "rank"),
        ("About thirty thousand trees fell.", "About thirty thousand trees", "30000", "trees", "≈", "count"),
        ("Only .5 percent paid.", "Only .5 percent", "0.5", "percent", "=", "level"),
        ("At least two-thirds of us know.", "At least two-thirds", "0.666667", "share", "≥", "ratio"),
        ("It paid 63 cents.", "63 cents", "0.63", "USD", "=", "level"),
        ("It is 30 percent more acidic.", "30 percent", "30", "percent", "=", "change"),
    ],
)
def test_a_quantity_is_read_with_its_unit_and_hedge(text, wording, value, unit, comparator, kind):
    (spoken,) = read(text)

    assert (spoken.wording, spoken.value, spoken.unit) == (wording, Decimal(value), unit)
    assert (spoken.comparator, spoken.kind) == (comparator, kind)
    assert text[spoken.start : spoken.end] == wording


@pytest.mark.parametrize(
    ("text", "lower", "upper", "unit"),
    [
        ("A range from 3.5 to 9.5 percent.", "3.5", "9.5", "percent"),
        ("Between 2 and 3 million people fled.", "2000000", "3000000", "people"),
        ("It takes 40 or 50 days.", "40", "50", "days"),
        ("That is $10-$15 billion.", "10000000000", "15000000000", "USD"),
    ],
)
def test_a_range_has_both_ends(text, lower, upper, unit):
    (spoken,) = read(text)

    assert (spoken.value, spoken.lower, spoken.upper) == (None, Decimal(lower), Decimal(upper))
    assert (spoken.comparator, spoken.unit) == ("between", unit)


def test_what_went_from_one_number_to_another_is_two_levels():
    spoken = read("Unemployment rose from 3.5 to 9.5 percent.")

    assert [(one.value, one.unit) for one in spoken] == [(Decimal("3.5"), "percent"), (Decimal("9.5"), "percent")]


@pytest.mark.parametrize(
    "text",
    [
        "It began in 1987.",
        "On 12 March 1991 and on April 11 it rained.",
        "It opened at 10:30 and closed at 8 p.m.",
        "Amendment 4, Section 8 and Title 42 hold.",
        "COVID-19, an AR-15 and the G-20.",
        "In the last 20 years nothing was built.",
        "Two weeks ago he left.",
        "The 21st century and the 1970s.",
        "He was the first president and one of the best.",
        "The vote on 9/11 was 52-48.",
    ],
)
def test_what_measures_nothing_is_no_quantity(text):
    assert read(text) == []


@given(st.text())
def test_any_text_is_read_without_an_error(text):
    for spoken in read(text):
        assert text[spoken.start : spoken.end] == spoken.wording


@given(
    st.lists(
        st.sampled_from(["1", "1,000", "-", "half", "a", "million", "to", "$", "in", "%", "of", ".", "one", "per"])
    )
)
def test_any_heap_of_number_words_is_read_without_an_error(heap):
    found = read(" ".join(heap))

    assert all(one.end <= other.start for one, other in itertools.pairwise(found))


@pytest.mark.parametrize(
    "text", ["It is 5%", "It is 5+", "1 in", "$", "half of the", "an hour and", "3 of the", "No.", "-"]
)
def test_a_text_may_end_anywhere(text):
    assert all(text[spoken.start : spoken.end] == spoken.wording for spoken in read(text))


def test_a_text_has_no_more_quantities_than_a_person_could_look_at():
    assert len(read("5 trees. " * (MOST + 10))) == MOST
