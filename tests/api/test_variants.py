"""Variants: the wordings and languages in which one claim is known, each once, with all that say it so."""

import pytest

from tests.newsrooms import EXAMPLES, Newsroom, created, problem
from tracker.lib.ids import new_id

TEXT, SPANISH, PERSIAN = "Bees will be gone by 2030.", "Las abejas desaparecerán antes de 2030.", "زنبورها می‌میرند."
OTHER, SHORT = "By 2030 there will be no bees.", "No bees by 2030"


def variants(room, claim_id, who="checker"):
    """Return what says each wording, by its text and language."""
    found = created(room.get(f"/claims/{claim_id}/variants", who))
    assert found["next"] is None
    return {(one["text"], one["language"]): one["known_from"] for one in found["items"]}


def said(kind, relation, object_id, claim_id=None):
    return {"kind": kind, "relation": relation, "id": object_id, "claim_id": claim_id}


def claim(room, **fields):
    return room.claim(**{"text": TEXT, "appearances": []} | fields)["id"]


def merge(room, claim_id, into):
    created(room.step(claim_id, "merge", into=into, reason="the same claim"))


def confirm(room, claim_id, match_id, decision="confirmed"):
    created(room.post(f"/claims/{claim_id}/matches", {"match_id": match_id, "decision": decision}))


def external(room, **fields):
    named = {"url": f"https://checks.paper.example/{new_id()}", "claim_text": SPANISH, "language": "es"}
    return created(room.post("/external-checks", EXAMPLES["external_check"] | named | fields))["id"]


def seen(room, claim_id, **fields):
    url = f"https://tv.example/{new_id()}"
    return created(room.post(f"/claims/{claim_id}/appearances", {"url": url, **fields}))["id"]


def text(language, claim_reviewed):
    return EXAMPLES["verdict"]["texts"][0] | {"language": language, "claim_reviewed": claim_reviewed}


def erase(room, kind, target):
    words = {"ground": "GDPR Art. 17(1)(d)", "reason": "letter 9", "replacement_text": "[removed]"}
    filed = created(room.post("/erasures", words | {"kind": kind, "targets": [target]}, "admin"))
    created(room.post(f"/erasures/{filed['id']}/confirmation", {}, "editor"))


def test_a_claim_alone_is_known_by_its_own_text(room):
    claim_id = claim(room)

    assert variants(room, claim_id) == {(TEXT, "en"): [said("claim", "own", claim_id, claim_id)]}


def test_a_claim_says_where_its_variants_are(room):
    links = room.get(f"/claims/{claim(room)}").json["links"]

    assert room.get(links["variants"].removeprefix("/api/v1")).status_code == 200
    assert room.get(links["matches"].removeprefix("/api/v1")).status_code == 200


def test_the_wordings_of_appearances_are_told_in_their_language(room):
    claim_id = claim(room)
    persian, other = seen(room, claim_id, wording=PERSIAN, language="fa"), seen(room, claim_id, wording=OTHER)
    seen(room, claim_id, language="de")

    assert variants(room, claim_id) == {
        (TEXT, "en"): [said("claim", "own", claim_id, claim_id)],
        (PERSIAN, "fa"): [said("appearance", "own", persian, claim_id)],
        (OTHER, "en"): [said("appearance", "own", other, claim_id)],
    }


def test_what_was_merged_into_a_claim_brings_its_wordings(room):
    first, second, third = claim(room, text=PERSIAN, language="fa"), claim(room, text=OTHER), claim(room)
    appearance = seen(room, first, wording=SHORT, language="en")
    merge(room, first, second)
    merge(room, second, third)

    assert variants(room, third) == {
        (TEXT, "en"): [said("claim", "own", third, third)],
        (PERSIAN, "fa"): [said("claim", "merged", first, first)],
        (OTHER, "en"): [said("claim", "merged", second, second)],
        (SHORT, "en"): [said("appearance", "merged", appearance, first)],
    }
    assert variants(room, first).keys() == {(PERSIAN, "fa"), (SHORT, "en")}


def test_a_wording_is_told_once_with_all_that_say_it(room):
    into, merged = claim(room), claim(room)
    merge(room, merged, into)

    assert variants(room, into) == {
        (TEXT, "en"): [said("claim", "own", into, into), said("claim", "merged", merged, merged)]
    }


def investigated(room, *texts):
    """Return a claim under investigation and the draft of its verdict."""
    claim_id = claim(room)
    created(room.step(claim_id, "accept", "checker"))
    created(room.step(claim_id, "start", "checker"))
    room.evidence(claim_id)
    return claim_id, room.verdict(claim_id, texts=list(texts))["id"]


def publish(room, claim_id):
    for step, who in (("submit", "checker"), ("approve", "editor"), ("publish", "editor")):
        created(room.step(claim_id, step, who))


def test_a_draft_is_told_and_then_what_was_published(room):
    claim_id, verdict_id = investigated(room, text("en", SHORT), text("es", SPANISH))
    drafted = variants(room, claim_id)
    publish(room, claim_id)
    check = said("check", "own", claim_id, claim_id)

    assert drafted[SPANISH, "es"] == [said("verdict", "own", verdict_id, claim_id)]
    assert variants(room, claim_id) == {
        (TEXT, "en"): [said("claim", "own", claim_id, claim_id), check],
        (SHORT, "en"): [check],
        (SPANISH, "es"): [check],
    }


def test_a_check_that_is_of_the_claim_as_it_was_spoken_is_told_once(room):
    claim_id, _ = investigated(room, text("en", None))
    publish(room, claim_id)

    assert variants(room, claim_id) == {
        (TEXT, "en"): [said("claim", "own", claim_id, claim_id), said("check", "own", claim_id, claim_id)]
    }


@pytest.mark.parametrize("asked", ["the first", "the second"])
def test_a_confirmed_claim_is_told_of_either(room, asked):
    one, other = claim(room), claim(room, text=OTHER)
    confirm(room, one, other)
    mine, theirs = (one, other) if asked == "the first" else (other, one)
    found = [said for those in variants(room, mine).values() for said in those]

    assert found == [said("claim", "own", mine, mine), said("claim", "matched", theirs, theirs)]


def test_what_was_rejected_is_no_variant(room):
    one, other = claim(room), claim(room, text=OTHER)
    confirm(room, one, other)
    confirm(room, other, one, "rejected")

    assert (variants(room, one).keys(), variants(room, other).keys()) == ({(TEXT, "en")}, {(OTHER, "en")})


def test_other_outlets_checks_are_told_where_they_are_confirmed_or_attached(room):
    claim_id = claim(room)
    confirmed, attached = external(room), external(room, claim_text=OTHER, language=None, claim_id=claim_id)
    confirm(room, claim_id, confirmed)

    assert variants(room, claim_id) == {
        (TEXT, "en"): [said("claim", "own", claim_id, claim_id)],
        (SPANISH, "es"): [said("external_check", "matched", confirmed)],
        (OTHER, None): [said("external_check", "attached", attached)],
    }


def test_of_another_organizations_check_only_what_is_published_is_told(room, other_room):
    theirs = other_room.claim_in("published", text=OTHER)
    created(other_room.step(theirs, "reopen", reason="again"))
    seen(other_room, theirs, wording=PERSIAN, language="fa")
    created(other_room.patch(f"/claims/{theirs}", {"text": SHORT}))
    claim_id, attaching = claim(room), claim(room)
    confirm(room, claim_id, theirs)
    created(room.post("/external-checks", {"check_id": theirs, "claim_id": attaching}))
    reviewed = {(one["claim_reviewed"], one["language"]) for one in EXAMPLES["verdict"]["texts"]}

    for mine, relation in ((claim_id, "matched"), (attaching, "attached")):
        found = variants(room, mine)
        assert found.keys() == {(TEXT, "en"), (OTHER, "en"), *reviewed}
        assert found[OTHER, "en"] == [said("check", relation, theirs, theirs)]


def test_what_another_organization_confirmed_about_a_check_of_ours_is_its_own(room, other_room):
    ours = room.claim_in("published", text=TEXT)
    theirs = other_room.claim_in("published", text=OTHER)
    confirm(other_room, theirs, ours)

    assert (OTHER, "en") not in variants(room, ours)
    assert (TEXT, "en") in variants(other_room, theirs)


@pytest.mark.parametrize("kind", ["erasure", "restriction"])
@pytest.mark.parametrize("whose", ["claim", "external"])
def test_what_is_taken_out_of_a_text_is_told_no_more(room, kind, whose):
    into, other = claim(room), claim(room, text=OTHER)
    merge(room, other, into)
    kept = external(room, claim_id=into)
    target = {"claim": {"object": f"claim/{other}", "field": "/text"},
              "external": {"object": f"external_check/{kept}", "field": "/claim_text"}}[whose]  # fmt: skip
    before = {"claim": (OTHER, "en"), "external": (SPANISH, "es")}[whose]
    erase(room, kind, target)
    found = variants(room, into)

    assert before not in found
    assert ("[removed]", before[1]) in found


@pytest.mark.parametrize("who", ["checker", "editor", "auditor", "admin"])
def test_everybody_of_the_organization_reads_them(room, who):
    assert variants(room, claim(room), who)


def test_another_organizations_claim_is_not_there(room: Newsroom, other_room: Newsroom) -> None:
    claim_id = other_room.claim_in("published")

    assert problem(room.get(f"/claims/{claim_id}/variants")) == (404, "not-found")
    assert problem(room.get(f"/claims/{claim_id}/variants", None)) == (401, "unauthenticated")


@pytest.mark.parametrize("claim_id", ["nothing", "01938c2e-0000-7000-8000-000000000001"])
def test_what_names_no_claim_is_not_found(room, claim_id):
    assert problem(room.get(f"/claims/{claim_id}/variants")) == (404, "not-found")


def test_parameters_that_are_not_known_are_refused(room):
    assert problem(room.get(f"/claims/{claim(room)}/variants?limit=5"))[0] == 422
