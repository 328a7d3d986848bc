"""The demonstration shows every state, is honest about what it invents, and is set up once however often it is run."""

import json
import re

import pytest

from tests.conftest import DATABASES
from tests.demonstrations import entries, installed, play_until, run, set_up
from tracker.cli import tracker
from tracker.cli.demonstration import newsroom
from tracker.domain.actors import OPERATOR
from tracker.domain.workflow import STATES
from tracker.formats import claimreview_rules
from tracker.services import accounts, organizations

ARTICLE = "https://opinion.example/2025-01-09"
MARK = "Demonstration data"
INTERRUPTIONS = (1, 7, 16, 17, 31, 44, 60, 77, 90)


@pytest.fixture(scope="module", params=DATABASES)
def kind(request):
    return request.param


@pytest.fixture(scope="module")
def demonstration(kind, templates, cluster, tmp_path_factory):
    with installed(kind, templates=templates, cluster=cluster, folder=tmp_path_factory.mktemp("demo")) as app:
        yield set_up(app)


@pytest.fixture
def fresh_app(kind, templates, cluster, tmp_path):
    with installed(kind, templates=templates, cluster=cluster, folder=tmp_path) as app:
        yield app


def test_the_document_says_where_and_who_and_what(demonstration):
    answer = demonstration.answer

    assert list(answer) == ["public_url", "organization", "keys", "claims"]
    assert answer["public_url"] == "https://tracker.example"
    assert answer["organization"]["slug"] == "demo"
    assert list(answer["claims"]) == ["published", "open"]


@pytest.mark.parametrize(
    ("who", "role"),
    [
        ("checker", "checker"),
        ("editor", "editor"),
        ("second_editor", "editor"),
        ("auditor", "auditor"),
        ("admin", "admin"),
    ],
)
def test_each_key_opens_the_door_for_its_role(demonstration, who, role):
    assert demonstration.get("/api/v1/me", who).json["roles"] == [role]


def test_there_are_claims_in_every_state(demonstration):
    assert {claim["state"] for claim in demonstration.claims()} == set(STATES)


def test_there_are_verdicts_of_every_status(demonstration):
    statuses = {verdict["status"] for verdict in demonstration.all_of("verdicts")}

    assert statuses == {"draft", "in_review", "approved", "published", "superseded", "discarded"}


def test_every_claim_is_taken_from_the_article(demonstration):
    claims = demonstration.claims()
    firsts = [claim["appearances"][0]["source"] for claim in claims if claim["appearances"][0]["first"]]

    assert len(claims) >= 10
    assert [(source["url"], source["published_on"]) for source in firsts] == [(ARTICLE, "2025-01-09")] * len(claims)


def test_the_published_checks_have_valid_claimreviews(demonstration):
    published = demonstration.answer["claims"]["published"]
    documents = [
        demonstration.get(f"/fact-checks/{claim_id}.json", None).get_json(force=True) for claim_id in published
    ]

    assert len([document for document in documents if document["inLanguage"] == "en"]) >= 3
    assert any("inflation" in document["claimReviewed"] for document in documents)
    assert [claimreview_rules.errors(document, site_hosts=["tracker.example"]) for document in documents] == [[]] * len(
        documents
    )
    assert [
        claimreview_rules.warnings(document) for document in documents if document["itemReviewed"].get("author")
    ] == [[]]


def test_the_open_claims_are_those_still_at_work(demonstration):
    found = {
        claim["state"] for claim in demonstration.claims() if claim["id"] in demonstration.answer["claims"]["open"]
    }

    assert found == {"logged", "queued", "investigating", "in_review", "approved"}


def test_the_check_on_inflation_was_corrected_in_the_open(demonstration):
    claim = demonstration.claim("inflation")
    publications = demonstration.get(claim["links"]["publications"], None).json["items"]
    page = demonstration.get(f"/fact-checks/{claim['id']}", None).text

    assert [publication["kind"] for publication in publications] == ["original", "correction"]
    assert (publications[1]["label_before"]["key"], publications[1]["label_after"]["key"]) == (
        "mostly_false",
        "half_true",
    )
    assert publications[1]["notice"] in page


def test_a_revised_figure_stands_beside_the_one_it_supersedes(demonstration):
    claim = demonstration.claim("inflation")
    page = demonstration.get(f"/fact-checks/{claim['id']}", None).text

    assert "<s>32.5%</s>" in page
    assert "36.0%" in page


def test_one_check_is_published_in_french_too(demonstration):
    claim = demonstration.claim("inflation")

    assert "À moitié vrai" in demonstration.get(f"/fact-checks/{claim['id']}/fr", None).text


def test_the_retracted_check_stays_as_a_tombstone(demonstration):
    claim = demonstration.claim("35th province")
    answer = demonstration.get(f"/fact-checks/{claim['id']}", None)

    assert (answer.status_code, claim["publication"]["status"]) == (200, "retracted")
    assert "We retract this check" in answer.text


def test_a_waived_rule_is_frozen_into_the_publication(demonstration):
    claim = demonstration.claim("Assad")
    publication = demonstration.get(f"{claim['links']['publications']}/1", None).json
    outcomes = {rule["rule"]: rule["outcome"] for rule in publication["snapshot"]["gate"]["rules"]}

    assert publication["snapshot"]["gate"]["policy"] == "ifcn"
    assert outcomes["independent_origins"] == "waived"


def test_every_invented_piece_of_evidence_says_so(demonstration):
    invented = [item for item in demonstration.all_of("evidence") if item["source"]["url"] != ARTICLE]
    told = [(item["excerpt"], item["note"], item["source"]["title"], item["source"]["publisher"]) for item in invented]

    assert len(invented) >= 16
    assert [words for words in told if not all(word.startswith(MARK) for word in words)] == []
    assert [item for item in invented if not re.match(r"https://\w+\.demo\.example/", item["source"]["url"])] == []
    assert all(item["capture_id"] for item in invented)


def test_every_invented_attempt_to_reach_somebody_says_so(demonstration):
    attempts = demonstration.all_of("outreach")

    assert len(attempts) >= 4
    assert all(attempt["question"].startswith(f"{MARK}: nobody was written to.") for attempt in attempts)


def test_people_are_told_where_to_look(demonstration):
    told = run(demonstration.app).stdout

    assert told.count("https://tracker.example/fact-checks/") == 3
    assert "https://tracker.example/feeds/verdicts.json" in told
    assert "https://tracker.example/api/v1/docs" in told


def test_a_second_run_adds_nothing_and_cannot_show_the_keys(demonstration):
    before = entries(demonstration.app)

    result = run(demonstration.app, "--json")

    assert json.loads(result.stdout) == demonstration.answer | {"keys": dict.fromkeys(demonstration.answer["keys"])}
    assert "tracker demo --new-keys" in result.stderr
    assert entries(demonstration.app) == before


def test_an_interrupted_demonstration_is_completed(demonstration, fresh_app):
    for act in INTERRUPTIONS:
        play_until(fresh_app, act)

    completed = set_up(fresh_app)

    assert completed.entries == demonstration.entries
    assert None not in completed.answer["keys"].values()


def test_a_claim_that_was_edited_since_is_not_added_again(demonstration):
    claim = demonstration.claim("maximum pressure")
    headers = {"Authorization": f"Bearer {demonstration.answer['keys']['checker']}", "If-Match": "*"}
    path, changes = claim["links"]["self"], {"context": None, "text": claim["text"] + " So he said."}
    edited = demonstration.app.test_client().patch(path, json=changes, headers=headers)
    before = entries(demonstration.app)

    run(demonstration.app)

    assert edited.status_code == 200
    assert entries(demonstration.app) == before


def test_new_keys_take_the_place_of_the_old(fresh_app):
    old = set_up(fresh_app)

    new = set_up(fresh_app, "--new-keys")

    assert [old.get("/api/v1/me", who).status_code for who in old.answer["keys"]] == [401] * 5
    assert [new.get("/api/v1/me", who).status_code for who in new.answer["keys"]] == [200] * 5


def test_keys_of_which_some_were_never_shown_are_all_made_again(fresh_app):
    with fresh_app.app_context():
        people = newsroom.open_newsroom().people
        newsroom.hand_out_keys({who: people[who] for who in ("admin", "checker")}, anew=True)

        handed_out = newsroom.hand_out_keys(people, anew=False)

    assert None not in handed_out.values()


def test_an_organization_that_happens_to_have_the_slug_is_left_alone(fresh_app):
    with fresh_app.app_context():
        _, admin, _ = organizations.add("demo", "A newsroom of others", admin="Ada", settings={})
        accounts.add(OPERATOR, admin.organization_id, {"name": "Demo checker", "roles": ["checker"], "kind": "person"})
    before = entries(fresh_app)

    result = fresh_app.test_cli_runner().invoke(tracker, ["demo"])

    assert (result.exit_code, entries(fresh_app)) == (1, before)
    assert "is not the demonstration" in result.stderr
