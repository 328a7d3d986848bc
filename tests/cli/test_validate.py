"""`tracker validate` judges ClaimReviews by the rules of publishing, and says so by its exit code."""

import json

import pytest
from click.testing import CliRunner

from tests import snapshots as examples
from tracker.cli import tracker
from tracker.formats import claimreview


@pytest.fixture
def review():
    return claimreview.document(examples.snapshot(), examples.standing(), language="en", public_url=examples.PUBLIC_URL)


def run(*words, given=None):
    return CliRunner().invoke(tracker, ["validate", *map(str, words)], input=given)


def codes(result):
    return [
        (finding["code"], finding["place"], finding["pointer"]) for finding in json.loads(result.stdout)["findings"]
    ]


def test_a_good_one_is_let_through(review, tmp_path):
    file = tmp_path / "review.json"
    file.write_text(json.dumps(review), encoding="utf-8")

    result = run(file, "--site", "checks.example")

    assert (result.exit_code, result.stdout) == (0, "")
    assert "ClaimReviews: 1, errors: 0, warnings: 0." in result.stderr


def test_doubts_alone_are_no_failure(review):
    result = run("-", "--json", given=json.dumps(review | {"claimReviewed": "x" * 76}))

    assert (result.exit_code, codes(result)) == (0, [("W1", "", "/claimReviewed")])


def test_errors_are_told_by_code_and_place(review):
    broken = [review, review | {"claimReviewed": "", "url": "https://elsewhere.example/1"}]

    result = run("-", "--site", "checks.example", given=json.dumps(broken))

    assert result.exit_code == 1
    assert [line.split("  ")[:2] for line in result.stdout.splitlines()] == [
        ["E1", "/1/claimReviewed"], ["E2", "/1/url"]
    ]  # fmt: skip


def test_the_machine_is_told_the_same(review):
    result = run("-", "--json", given=json.dumps(review) + "\n" + json.dumps(review | {"claimReviewed": ""}))
    told = json.loads(result.stdout)

    assert (result.exit_code, told["claimreviews"], told["errors"], told["warnings"]) == (1, 2, 1, 0)
    assert codes(result) == [("E1", "line 2", "/claimReviewed")]


def test_one_that_comes_twice_is_doubtful(review):
    assert codes(run("-", "--json", given=json.dumps([review, review]))) == [("W7", "", "/1/url")]


def test_without_a_published_scale_numbers_are_doubtful(review):
    result = run("-", "--json", "--without-scale", given=json.dumps(review))

    assert codes(result) == [("W5", "", "/reviewRating/ratingValue")]


def test_where_no_site_is_named_any_web_address_will_do(review):
    assert run("-", given=json.dumps(review)).exit_code == 0
    assert run("-", given=json.dumps(review | {"url": "fact-checks/1"})).exit_code == 1


@pytest.mark.parametrize("given", ["", "{", "{}", "<p>nothing</p>"])
def test_what_cannot_be_read_is_told_apart(given):
    result = run("-", "--json", given=given)

    assert (result.exit_code, result.stdout) == (2, "")
    assert "Error: " in result.stderr


def test_a_file_that_is_not_there_cannot_be_read():
    assert run("none-such.json").exit_code == 2
