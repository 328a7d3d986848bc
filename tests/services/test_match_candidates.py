"""Earlier checks of a text whose every word stands in thousands of others."""

from tests.newsrooms import Newsroom
from tracker.domain.actors import OPERATOR
from tracker.lib.ids import new_id
from tracker.lib.search_terms import Term
from tracker.services import match_candidates
from tracker.services.match_candidates import COMMON, Text
from tracker.services.recording import recording
from tracker.services.search import index
from tracker.services.search.wanted import Document

CHECK = "Harbour wages fell."
OTHERS = 2 * COMMON


def others(room: Newsroom, text: str):
    """Return documents of so many other claims, in the index alone."""
    same = {"kind": "claim", "language": "en", "organization_id": room.organization_id, "claim_id": None, "layout": 1}
    return [Document({**same, "object_id": new_id(), "title": text, "body": ""}) for _ in range(OTHERS)]


def suggested(room: Newsroom, text: str):
    found = match_candidates.suggestions(Text(text=text), organization_id=room.organization_id, most=5)
    return [one.wording.key for one in found]


def test_what_has_all_of_its_common_words_is_found(newsrooms, app):
    room, other = newsrooms
    old = other.claim_in("published", text=CHECK)
    with app.app_context():
        with recording(OPERATOR):
            index.add(others(room, CHECK))
        terms = [Term((word,)) for word in ("harbour", "wages", "penguin")]
        kinds = match_candidates.CHECKS + match_candidates.OWN
        counted = index.counts(terms, kinds, most=COMMON)

        assert list(counted) == [COMMON, COMMON, 0]
        assert index.counts([], kinds, most=COMMON) == []
        # The second time it is known which words are common.
        assert [old] == suggested(room, CHECK) == suggested(room, CHECK)
