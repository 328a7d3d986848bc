"""Whatever is typed into a search box, no database stumbles over it: 20,000 queries on either, made from a seed."""

from itertools import islice
from random import Random

import pytest
from sqlalchemy import text

from tracker.lib import search_terms
from tracker.models import db
from tracker.services.paging import Window
from tracker.services.search import index, results
from tracker.services.search.results import Filters
from tracker.services.search.wanted import Wanted

QUERIES = 20_000
PIECES = (
    *"\"'\\*:()-+^{}[]|&!<>~%?_ \t\n\x01\u200b\u202e\ufeff\u0301\u00a0\ud800\udfff\U0001f600\U0010ffff\ufdd0",
    *"ςßİﬁＡ½²𝔞Ⅷ\u0345",
    *"<-> @@ %(q)s %s $1 ;-- /* AND OR NOT NEAR(a title: scope: {title} rowid rank bread Inflation covid-19".split(),
    *"don't C++ l'eau 40% 30,000 1e5 0x1F -5 気候変動 気 경제 น้ำมัน हिन्दी الأسعار a_b".split(),
    *("a" * 70, "x" * 3000, "NEAR(a b, 2)", " ", " ", " "),
)


def queries(seed):
    chance = Random(seed)
    for _ in range(QUERIES):
        pieces = [chance.choice(PIECES) for _ in range(chance.randrange(1, 9))]
        drawn = [chr(chance.randrange(1, 0x30000)) for _ in range(chance.randrange(3))]
        chance.shuffle(pieces := [*pieces, *drawn])
        yield "".join(pieces)


@pytest.mark.parametrize("seed", [5])
def test_no_query_is_more_than_words_to_a_database(newsroom, app, seed):
    claim_id = newsroom.claim(text="Bread: covid-19 気候変動")["id"]
    wrong = []
    with app.app_context():
        for query in queries(seed):
            terms = search_terms.parse(query)
            wanted = Wanted(query=terms, kinds=("claim",), organization_id=newsroom.organization_id)
            found = index.find(wanted, limit=10)
            wrong += [query] if len(found) > 1 else []
        db.session().rollback()
        actor = newsroom.actor("checker")
        shown = results.page(actor, "bread covid-19 気候", Window(limit=5), filters=Filters())
        still = db.session().execute(text("SELECT count(*) FROM search_document")).scalar_one()

    assert wrong == []
    assert [item["object_id"] for item in shown.items] == [claim_id]
    assert still > 1


def test_marks_stand_in_what_was_found_whatever_was_asked_and_said():
    for query, said in islice(zip(queries(8), queries(7), strict=True), 2_000):
        sight = results.highlights.sight(search_terms.parse(query))
        marks = sight.marks(said)
        html = results.highlights.as_html(said, marks, results.highlights.excerpt(said, marks))
        bare = html.replace("<mark>", "").replace("</mark>", "")
        assert "<" not in bare, (query, said)
        assert html.count("<mark>") == html.count("</mark>")
