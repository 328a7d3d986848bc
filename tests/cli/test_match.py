"""`tracker match evaluate` measures matching on anybody's documents, queries and judgements."""

import json

import pytest
from click.testing import CliRunner

from tracker.cli import tracker
from tracker.lib import encoders

DOCUMENTS = [
    {
        "id": "a",
        "claim": "The city banned plastic bags.",
        "title": "Did the city ban plastic bags?",
        "summary": "",
        "date": "",
    },
    {"id": "b", "claim": "The bridge was built in 1931.", "title": "How old is the bridge?"},
    {"id": "c", "claim": "Elephants are afraid of mice.", "title": "Do elephants fear mice?"},
]
QUERIES = [
    {"id": "1", "text": "they BANNED plastik bags 😂 https://t.co/x — Some One (@someone) May 4, 2019"},
    {"id": "2", "text": "elephants run from a mouse"},
]
QRELS = "1\t0\ta\t1\n2 0 c 1\n2 0 b 0\n3 0 a 1\n"


@pytest.fixture
def files(tmp_path):
    def lines(name, objects):
        (tmp_path / name).write_text("".join(json.dumps(each) + "\n" for each in objects), encoding="utf-8")

    lines("documents", DOCUMENTS)
    lines("queries", QUERIES)
    (tmp_path / "qrels").write_text(QRELS, encoding="utf-8")
    return tmp_path


def evaluate(files, *more):
    given = [word for name in ("documents", "queries", "qrels") for word in (f"--{name}", str(files / name))]
    return CliRunner().invoke(tracker, ["match", "evaluate", *given, *more])


def test_it_prints_the_figures_by_words_alone(files):
    result = evaluate(files, "--json")
    figures = json.loads(result.stdout)["lexical"]

    assert result.exit_code == 0
    assert {name: figures[name] for name in ("map@5", "mrr", "p@1", "r@10")} == {
        "map@5": 1, "mrr": 1, "p@1": 1, "r@10": 1
    }  # fmt: skip
    assert 0 < figures["ms_p50"] <= figures["ms_p95"]


def test_it_prints_the_figures_with_meanings_where_the_extra_is_installed(files):
    figures = json.loads(evaluate(files, "--json").stdout)["hybrid"]

    assert (figures is not None) == encoders.has_english()
    assert figures is None or figures["map@5"] == 1


def test_of_documents_that_say_the_same_the_one_given_first_stands_first(files):
    repeated = [*DOCUMENTS, *({**document, "id": f"{document['id']} again"} for document in DOCUMENTS)]
    (files / "documents").write_text("".join(json.dumps(each) + "\n" for each in repeated), encoding="utf-8")

    figures = json.loads(evaluate(files, "--json").stdout)

    assert [one["p@1"] for one in figures.values() if one] == [1.0] * (1 + encoders.has_english())


def test_people_get_a_table(files):
    result = evaluate(files)

    assert result.exit_code == 0
    assert "map@5" in result.stdout


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("documents", "{", "documents: line 1 is not JSON"),
        ("documents", "[1]", "documents: line 1 is not a JSON object"),
        ("documents", '{"id": "a"}', "an object without `claim`"),
        ("queries", '{"id": "1"}', "an object without `text`"),
        ("qrels", "1 0 a", "qrels: line 1 is not"),
        ("qrels", "9 0 a 1", "judges none of the queries"),
    ],
)
def test_what_cannot_be_read_is_told_in_a_sentence(files, name, content, told):
    (files / name).write_text(content, encoding="utf-8")

    result = evaluate(files)

    assert result.exit_code == 1
    assert told in result.stderr
