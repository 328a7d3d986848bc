"""What contradicts is told from what only says the same in other words: on pairs that were written before the rules."""

import csv
from pathlib import Path

import pytest

from tracker.domain.contradictions import contradictions

HERE = Path(__file__).parent


def pairs(name):
    with (HERE / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def kinds(first, second):
    return {contradiction.kind for contradiction in contradictions(first, second)}


def test_of_a_hundred_pairs_that_contradict_at_least_95_are_flagged():
    written = pairs("contradicting_pairs.tsv")

    flagged = [pair for pair in written if kinds(pair["first"], pair["second"])]

    assert len(written) == 100
    assert len(flagged) >= 95


def test_of_a_hundred_paraphrases_at_most_5_are_flagged():
    written = pairs("paraphrased_pairs.tsv")

    flagged = [pair for pair in written if kinds(pair["first"], pair["second"])]

    assert len(written) == 100
    assert len(flagged) <= 5


@pytest.mark.parametrize("name", ["contradicting_pairs.tsv", "paraphrased_pairs.tsv"])
def test_it_does_not_matter_which_sentence_comes_first(name):
    for pair in pairs(name):
        assert kinds(pair["first"], pair["second"]) == kinds(pair["second"], pair["first"])


@pytest.mark.parametrize("name", ["contradicting_pairs.tsv", "paraphrased_pairs.tsv"])
def test_no_sentence_contradicts_itself(name):
    for pair in pairs(name):
        assert not kinds(pair["first"], pair["first"])


@pytest.mark.parametrize(
    ("first", "second", "kind"),
    [
        ("Inflation fell to 3.5 percent.", "Inflation rose to 9.5 percent.", "direction"),
        ("Inflation fell to 3.5 percent.", "Inflation rose to 9.5 percent.", "number"),
        ("The mayor resigned.", "The mayor never resigned.", "negation"),
        ("The bridge opened in 1931.", "The bridge opened in 1937.", "year"),
        ("The bridge opened in the 1930s.", "The bridge opened in the 1950s.", "year"),
        ("The ceasefire began on 3 May.", "The ceasefire began on 3 June.", "year"),
        ("The riot happened in Leeds.", "The riot happened in Bristol.", "place"),
        ("The plant stands in Springfield.", "The plant stands in Shelbyville.", "place"),
        ("The yacht sank in the Coral Sea.", "The yacht sank in the Tasman Sea.", "place"),
        ("A storm hit Cape Town.", "A storm hit Texas.", "place"),
        ("The embassy in Eritrea closed.", "The embassy in Togo closed.", "place"),
    ],
)
def test_it_says_what_differs(first, second, kind):
    assert kind in kinds(first, second)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("The pact begins on 4 May.", "The pact begins on 14 May."),
        ("The pact begins on May 4, 2021.", "The pact begins on May 14, 2021."),
        ("The trial opens on Monday.", "The trial opens on Thursday."),
        ("The hail fell in the spring of 1999.", "The hail fell in the autumn of 1999."),
        ("Sales fell in the first quarter of 2011.", "Sales fell in the third quarter of 2011."),
        ("The abbey was built in the 12th century.", "The abbey was built in the thirteenth century."),
        ("The shop closed last month.", "The shop closes next month."),
        ("The queen arrived yesterday.", "The queen arrives tomorrow."),
        ("The siren went off in the morning.", "The siren went off at night."),
    ],
)
def test_another_day_season_or_century_is_another_time(first, second):
    assert "year" in kinds(first, second)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("The abbey was built in the 12th century.", "The abbey was built in the twelfth century."),
        ("Sales fell in Q3.", "Sales fell in the third quarter."),
        ("The siren went off in the evening.", "The siren went off at night."),
        ("The pact begins on 4 May.", "The pact begins on May 4th."),
        ("Rents rose this year.", "Rents rose in the last year."),
        ("The trial opens on Monday.", "The trial opens."),
    ],
)
def test_one_time_may_be_told_in_two_ways(first, second):
    assert not kinds(first, second)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Rents have doubled.", "Rents have tripled."),
        ("He swam it twice.", "He swam it three times."),
        ("The rate rose by half a percentage point.", "The rate rose by 2 percentage points."),
        ("Half a million trees burned.", "A million trees burned."),
        ("One and a half million trees burned.", "Three million trees burned."),
        ("It is the third largest port.", "It is the fifth largest port."),
        ("It is the largest port.", "It is the second-largest port."),
        ("The 14th Amendment was quoted.", "The 15th Amendment was quoted."),
    ],
)
def test_multiples_halves_and_ranks_are_numbers(first, second):
    assert "number" in kinds(first, second)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Rents have doubled.", "Rents are twice as high."),
        ("The drug halves the risk.", "The drug cuts the risk by 50 percent."),
        ("Half a million trees burned.", "500,000 trees burned."),
        ("Two and a half million trees burned.", "2.5 million trees burned."),
        ("It lasts half an hour.", "It lasts 30 minutes."),
        ("He gave 2 crore rupees.", "He gave 20 million rupees."),
        ("It is one of the largest ports.", "It is the third largest port."),
    ],
)
def test_multiples_halves_and_ranks_may_be_told_in_two_ways(first, second):
    assert not kinds(first, second)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("The lender is insolvent.", "The lender is solvent."),
        ("The result is unreliable.", "The result is reliable."),
        ("The council will deregulate taxis.", "The council will regulate taxis."),
        ("The town has yet to repair the dam.", "The town repaired the dam."),
        (
            "Without a permit, guards may search the old leather bags.",
            "Guards may not search the old leather bags without a permit.",
        ),
        ("The shop no longer sells beer.", "The shop still sells beer."),
        ("Sales declined.", "Sales did not decline."),
    ],
)
def test_a_denial_may_be_a_prefix_or_stand_far_off(first, second):
    assert "negation" in kinds(first, second)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("The country sells more oil than it buys.", "The country buys more oil than it sells."),
        ("Cats sleep longer than dogs.", "Dogs sleep longer than cats."),
        ("The court upheld the fine.", "The court struck down the fine."),
        ("Bus fares ballooned.", "Bus fares nosedived."),
        ("The herd is recovering.", "The herd is declining."),
    ],
)
def test_sides_may_be_swapped_and_words_be_opposites(first, second):
    assert "direction" in kinds(first, second)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("A plant in Flint, MI will close.", "A plant in Michigan will close."),
        ("The mob met at Turning Point.", "The mob met in Texas."),
        ("Londoners cheered in Hyde Park.", "Londoners cheered the U.S. President."),
        ("The crowd in London cheered.", "The crowd cheered the US President."),
        ("He insulted the American people.", "He was called a Russian asset."),
        ("Snow fell in Nashville.", "Snow fell in Tennessee."),
        ("The fire began in Atlanta.", "The fire began in Georgia."),
        ("Smith was booed in Germany.", "British Prime Minister Smith was booed."),
        ("Fans booed at Nationals Park.", "Fans booed at the Nationals."),
    ],
)
def test_a_title_or_a_name_that_no_list_knows_is_no_other_place(first, second):
    assert not kinds(first, second)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Snow fell in Nashville.", "Snow fell in Texas."),
        ("Danish police seized the ship.", "Swedish police seized the ship."),
        ("U.S. Senators left the hall.", "French Senators left the hall."),
        ("A bus burned in Leeds.", "A bus burned in London."),
    ],
)
def test_another_city_is_another_place_and_so_is_the_same_office_of_another_land(first, second):
    assert "place" in kinds(first, second)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Not again! The actor wore the mask of Vader.", "A photograph shows the actor in the mask of Vader."),
        ("I can't believe it: the council sold the hall.", "The council sold the hall."),
        ("He won't like it, but the mayor took a bribe.", "The mayor took a bribe."),
        ("No, the mayor took a bribe.", "The mayor took a bribe."),
        ("The shirt changed from No. 13 to No. 14.", "The shirt changed from 13 to 14."),
        ("Lest we forget the mayor said that taxes would rise.", "The mayor said that taxes would rise."),
        ("Illegal logging destroyed the old forest.", "The old forest was destroyed by logging."),
        ("Don't touch the ants that float in the water.", "Ants float in the water of the flooded town."),
        ("These aren't people. The mayor called strikers animals.", "The mayor said of people on strike: animals."),
    ],
)
def test_a_denial_of_what_the_other_does_not_say_contradicts_nothing(first, second):
    assert not kinds(first, second)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("I asked at the desk. The library in the old town isn't closing. Be calm.", "The library is closing."),
        ("The firm is unable to pay its staff.", "The firm paid its staff."),
        ("The bank did not quickly sell the house.", "The bank sold the house."),
        ("He forgot to sign the will.", "He signed the will."),
        ("All the videos of tornadoes are fake.", "Videos show tornadoes."),
    ],
)
def test_a_denial_counts_that_stands_beside_the_same_words(first, second):
    assert "negation" in kinds(first, second)


def test_it_quotes_both_sides():
    found = contradictions("They own three houses.", "They own seven houses.")

    assert [(one.kind, one.first, one.second) for one in found] == [("number", "3", "7")]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("The strike was called off.", "The strike will not take place."),
        ("The town lies in Bavaria.", "The town lies in Germany."),
        ("He did not fail to pay.", "He paid."),
        ("The tunnel is 57 km long.", "The tunnel is 57,000 metres long."),
        ("The bridge opened in 1931.", "The bridge opened in the 1930s."),
        ("The fire killed 12 people.", "The fire of 2018 killed 12 people in 3 houses."),
        ("Taxes rose.", "The president met the chancellor."),
        ("Cats earn less than dogs.", "Dogs earn more than cats."),
        ("The fine was unlawful.", "The fine violated the law."),
        ("Never before has the town seen such a bad flood.", "The flood is the worst in the town's history."),
        ("The lake has not been this low since 1976.", "The lake is at its lowest since 1976."),
        ("All restrictions were lifted.", "Restrictions were eased."),
        ("The lender is insolvent.", "The lender is not solvent."),
        ("Locusts ate the harvest in Kenya.", "Locusts ate the harvest in Africa."),
        ("A boat sank in Lake Michigan.", "A boat sank near Chicago."),
        ("The fire began in Orange County.", "The fire began in California."),
        ("", ""),
        ("١٢٣ 💥 \u0000 %", "½ ² ③ 1e999"),
    ],
)
def test_saying_more_or_otherwise_contradicts_nothing(first, second):
    assert not kinds(first, second)
