"""`tracker match tune` fits the bands of suggestions to what an organization's people decided."""

import pytest

from tests.newsrooms import Newsroom, created
from tracker.domain.matching import BANDS

TEXT = "The harbour of Osterfeld lost 4000 jobs in 2019."
NEAR = "In 2019 the harbour of Osterfeld lost jobs."
FAR = "A zoo gave its zebras names."


@pytest.fixture
def decide(newsroom: Newsroom):
    """Decide so many times that a text repeats a check, and that another one does not; return the check."""

    def all_of(pairs: int, *, state: str = "logged", confirmed: str = NEAR, rejected: str = FAR) -> str:
        check_id = newsroom.claim_in(state, text=TEXT)
        for text, decision in ((confirmed, "confirmed"), (rejected, "rejected")):
            for _ in range(pairs):
                claim_id = created(newsroom.post("/claims", {"text": text, "language": "en"}))["id"]
                created(newsroom.post(f"/claims/{claim_id}/matches", {"match_id": check_id, "decision": decision}))
        return check_id

    return all_of


def test_few_decisions_change_nothing(newsroom, run, decide):
    decide(1)
    result = run("match", "tune", "--save", "--organization", newsroom.slug)

    assert result.exit_code == 1
    assert "2 decisions, 1 of them confirmed, are too few" in result.stderr
    assert newsroom.get("/organization").json["version"] == 1


def test_enough_decisions_move_the_bands_where_they_are_saved_and_back(newsroom, told, decide):
    decide(25)
    command = ("match", "tune", "--organization", newsroom.slug)
    only_told = told(*command)
    saved = told(*command, "--save")
    again = told(*command)
    told(*command, "--usual")
    fitted = saved["methods"]["lexical"]["fitted"]

    assert (only_told["saved"], saved["saved"]) == (False, True)
    assert again["methods"]["lexical"]["now"]["bounds"] == fitted["bounds"] != only_told["methods"]["lexical"]["now"]
    assert fitted["bands"]["same"] == {"pairs": 25, "confirmed": 25, "precision": 1.0, "recall": 1.0}
    assert told(*command)["methods"] == only_told["methods"]
    assert len(newsroom.get("/audit/entries?kind=organization.updated", "auditor").json["items"]) == 2


def test_what_is_suggested_is_in_the_bands_that_were_saved(newsroom, told, decide):
    check_id = decide(25, state="published", confirmed=TEXT, rejected=NEAR)
    command = ("match", "tune", "--organization", newsroom.slug)

    def band() -> str:
        items = newsroom.post("/match", {"text": NEAR, "limit": 50}).json["items"]
        return next((one["band"] for one in items if one["match_id"] == check_id), "none")

    usual = band()
    told(*command, "--save")
    saved = band()
    told(*command, "--usual")

    assert BANDS.index(saved) > BANDS.index(usual) == BANDS.index(band())
