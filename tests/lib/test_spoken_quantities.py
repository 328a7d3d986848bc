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


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("They hired 900 new prison guards nurses.", "900", "nurses"),
        ("Some 40 traffic police officers left.", "40", "officers"),
        ("It employs 70 fishermen.", "70", "fishermen"),
        ("A 900-strong choir sang.", "900", None),
        ("They sent 300-odd letters.", "300", "letters"),
        ("Diesel is $4.20 a gallon.", "4.20", "USD per gallon"),
        ("A seat is €90 a night.", "90", "EUR per night"),
        ("They pump 3 million barrels of crude oil per day.", "3000000", "barrels per day"),
        ("He earns $9-an-hour wages.", "9", "USD per hour"),
        ("Milk went up 19p a litre.", "0.19", "GBP per litre"),
        ("It rose half a percentage point.", "0.5", "percentage points"),
        ("It rose a quarter percentage point.", "0.25", "percentage points"),
        ("It rose a quarter point.", "0.25", "points"),
        ("It took three quarters of an hour.", "0.75", "hours"),
        ("A quarter of a million people came.", "250000", "people"),
        ("Two-and-a-half million people came.", "2500000", "people"),
        ("Every fourth house is empty.", "0.25", "share"),
        ("The firm lost Rs 30 crore.", "300000000", "INR"),
        ("It cost 7 million Canadian dollars.", "7000000", "CAD"),
        ("It cost HK$300.", "300", "HKD"),
        ("It cost 2 million rand.", "2000000", "ZAR"),
        ("It warmed to 38.5°C.", "38.5", "degrees Celsius"),
        ("The bridge is 300m long.", "300", "metres"),
        ("It gave 300m euros.", "300000000", "EUR"),
        ("The farm is 60 sq km.", "60", "square km"),
        ("The actor, 71, was ill.", "71", "years"),
        ("The bulbs are built to last 40 years.", "40", "years"),
    ],
)
def test_values_and_units_are_read_however_they_are_put(text, value, unit):
    (spoken,) = read(text)

    assert (spoken.value, spoken.unit) == (Decimal(value), unit)


def test_ages_have_a_range_in_years():
    (spoken,) = read("Children aged 5 to 11 may come.")

    assert (spoken.lower, spoken.upper, spoken.unit) == (5, 11, "years")


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
        "Half an hour ago he left.",
        "Call 0800 555 1234 or +44 20 7946 0958, or dial 911.",
        "They met at 10 Downing Street.",
        "Senate Bill 8 bans it.",
        "The Boeing’s 737 was an iPhone 12 among the S&P 500.",
        "Every second week and every second counts.",
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
