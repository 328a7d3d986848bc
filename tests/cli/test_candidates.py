"""`tracker candidates` lists what in a text is worth checking."""

import json

from click.testing import CliRunner

from tests.articles import ARTICLE
from tracker.cli import tracker


def run(*words, given=ARTICLE):
    return CliRunner().invoke(tracker, ["candidates", *words], input=given)


def test_candidates_are_listed_with_speaker_and_reasons():
    result = run("-")

    assert result.exit_code == 0
    assert "Jane Example: In her speech" in result.stdout
    assert "It has a number." in result.stdout
    assert "Candidates: " in result.stderr


def test_as_json_the_document_stands_alone():
    items = json.loads(run("-", "--json", "--limit", "2").stdout)["items"]

    assert len(items) == 2
    assert items[0].keys() >= {"text", "span", "speaker", "quantities", "reasons", "claim"}


def test_a_file_that_is_not_there_is_named():
    result = run("/nowhere.txt")

    assert result.exit_code != 0
    assert "/nowhere.txt" in result.output


def test_a_file_of_no_text_has_none(tmp_path):
    file = tmp_path / "noise"
    file.write_bytes(bytes(range(256)) * 50)

    assert run(str(file), "--json").exit_code == 0
