"""Claims that turn out to be one: what was seen of the one counts for the other."""

from tests.newsrooms import Newsroom


def test_a_publication_shows_where_merged_claims_were_seen(newsroom: Newsroom) -> None:
    claim_id = newsroom.claim_in("investigating")
    twin = newsroom.claim(appearances=[{"url": "https://elsewhere.example/twin", "title": "The twin"}])
    newsroom.step(twin["id"], "merge", into=claim_id, reason="the same claim")

    for step, who in (("submit", "checker"), ("approve", "editor"), ("publish", "editor")):
        newsroom.step(claim_id, step, who)

    seen = newsroom.get(f"/claims/{claim_id}/publications/1", None).json["snapshot"]["claim"]["appearances"]
    assert [(place["source"]["title"], place["first"]) for place in seen] == [
        ("The speech in full", True), ("The twin", False),
    ]  # fmt: skip
