"""A claimant's links: two spellings of one address are one link."""

from tests.newsrooms import Newsroom, created

PERSON = {"name": "A. Person", "kind": "person"}
SPELLINGS = ["https://person.example/about", "http://PERSON.example/about#top"]


def test_two_spellings_of_one_address_are_one_link(new_room: Newsroom) -> None:
    claimant = created(new_room.post("/claimants", PERSON | {"same_as": SPELLINGS}))

    assert claimant["same_as"] == SPELLINGS[:1]


def test_a_link_can_be_spelt_anew(new_room: Newsroom) -> None:
    claimant = created(new_room.post("/claimants", PERSON | {"same_as": SPELLINGS[:1]}))

    answer = new_room.patch(f"/claimants/{claimant['id']}", {"same_as": SPELLINGS[1:]})

    assert (answer.status_code, answer.json["same_as"]) == (200, SPELLINGS[1:])
