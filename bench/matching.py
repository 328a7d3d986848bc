"""Measures matching on the public sets of CheckThat!: `python -m bench.matching FOLDER` (they are not ours to ship)."""

import argparse
import csv
import json
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from tracker.lib import encoders
from tracker.lib.posts import read_post
from tracker.services import match_evaluation
from tracker.services.match_collections import Collection

CLEF = "clef2020"
TASK_2A = "checkthat2022-2a"
Line = dict[str, str]


def main() -> None:
    """Convert the folder's sets, measure both ways of ranking on them, and print one JSON document."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    if not (folder / CLEF).is_dir():
        sys.exit(f"{folder} holds no {CLEF}: give DATA=, the folder of the sets of CheckThat!")
    with tempfile.TemporaryDirectory() as made:
        found = {name: _measure(sources, Path(made)) for name, sources in _sets(folder).items()}
    print(json.dumps(found, indent=2))


def _sets(folder: Path) -> dict[str, tuple[Iterator[Line], dict[str, str], Path]]:
    """Return for each set its documents, its queries and its judgements."""
    clef, second = folder / CLEF, folder / TASK_2A
    return {
        "CLEF2020 test": (
            _clef_documents(clef / "verified_claims.docs.tsv"),
            _queries(clef / "test" / "tweets.queries.tsv"),
            clef / "test" / "tweet-vclaim-pairs.qrels",
        ),
        "CheckThat! 2022 2A dev": (
            _task_2a_documents(second / "vclaims.jsonl"),
            _queries(second / "CT2022-Task2A-EN-Train-Dev_Queries.tsv"),
            second / "CT2022-Task2A-EN-Dev_QRELs.tsv",
        ),
    }


def _clef_documents(file: Path) -> Iterator[Line]:
    for row in _rows(file):
        yield {"id": row[0], "claim": row[1], "title": row[2], "summary": "", "date": ""}


def _task_2a_documents(file: Path) -> Iterator[Line]:
    with file.open(encoding="utf-8") as lines:
        for line in lines:
            found = json.loads(line)
            names = {"id": "vclaim_id", "claim": "vclaim", "title": "title", "summary": "subtitle", "date": "date"}
            yield {ours: found[theirs] for ours, theirs in names.items()}


def _queries(file: Path) -> dict[str, str]:
    return {row[0]: row[1] for row in _rows(file)}


def _rows(file: Path) -> Iterator[list[str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        yield from (row for row in csv.reader(lines, delimiter="\t") if len(row) > 1 and row[0])


def _measure(sources: tuple[Iterator[Line], dict[str, str], Path], made: Path) -> dict[str, object]:
    documents, queries, qrels = sources
    file = _write(made / "documents.jsonl", documents)
    encoder = encoders.english()
    collection = Collection(match_evaluation.read_documents(file), encoder)
    judgements = match_evaluation.read_qrels(qrels)
    judged = {query: text for query, text in queries.items() if query in judgements}
    ways = {
        "with the tail": judged,
        "without the tail": {query: read_post(text).text for query, text in judged.items()},
    }
    return {way: match_evaluation.figures(collection, texts, judgements) for way, texts in ways.items()}


def _write(file: Path, lines: Iterable[Line]) -> Path:
    with file.open("w", encoding="utf-8") as output:
        output.writelines(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    return file


if __name__ == "__main__":
    main()
