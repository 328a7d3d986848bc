"""Measures matching on the public sets of CheckThat!: `python -m bench.matching FOLDER` (they are not ours to ship)."""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import random
import statistics
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from bench import damage
from tracker.lib import encoders
from tracker.lib.encoders import Encoder
from tracker.lib.posts import read_post
from tracker.services import match_evaluation
from tracker.services.match_collections import Collection

if TYPE_CHECKING:
    from tracker.lib.encoders import Vectors

VECTORS = Path(__file__).parent / "var" / "vectors"
SEEDS = 3
CLEF = "clef2020"
TASK_2A = "checkthat2022-2a"
Line = dict[str, str]
Sources = tuple[Iterator[Line], dict[str, str], Path]
Figures = dict[str, dict[str, float] | None]


def main() -> None:
    """Convert the folder's sets, measure both ways of ranking on them, and print one JSON document and a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    if not (folder / CLEF).is_dir():
        sys.exit(f"{folder} holds no {CLEF}: give DATA=, the folder of the sets of CheckThat!")
    with tempfile.TemporaryDirectory() as made:
        found = {name: _measure(name, sources, Path(made)) for name, sources in _sets(folder).items()}
    print(json.dumps(found, indent=2))


def _sets(folder: Path) -> dict[str, Sources]:
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


def _measure(name: str, sources: Sources, made: Path) -> dict[str, Figures]:
    documents, queries, qrels = sources
    file = _write(made / "documents.jsonl", documents)
    encoder = encoders.english()
    collection = Collection(match_evaluation.read_documents(file), encoder and _Remembering(encoder))
    judgements = match_evaluation.read_qrels(qrels)
    judged = {query: text for query, text in queries.items() if query in judgements}
    found = {}
    for way, versions in _ways(judged).items():
        found[way] = _mean([match_evaluation.figures(collection, texts, judgements) for texts in versions])
        _tell(name, way, found[way])
    return found


def _ways(judged: Mapping[str, str]) -> dict[str, list[dict[str, str]]]:
    """Return the queries as they are, bare, and spoilt; where chance has a part in it, several times."""

    def spoilt(spoil: damage.Damage, times: int) -> list[dict[str, str]]:
        # One generator for each text, so that no text's fate hangs on those before it.
        return [
            {query: spoil(text, random.Random(f"{seed} {query}")) for query, text in judged.items()}
            for seed in range(times)
        ]

    return {
        "with the tail": [dict(judged)],
        "without the tail": [{query: read_post(text).text for query, text in judged.items()}],
        "in capitals": spoilt(damage.capitals, 1),
        "a typo in every fifth word": spoilt(damage.typos, SEEDS),
        "30 % of words dropped": spoilt(damage.drops, SEEDS),
    }


def _mean(runs: Sequence[Figures]) -> Figures:
    return {
        kind: None if runs[0][kind] is None else {
            name: round(statistics.fmean((run[kind] or {})[name] for run in runs), 4) for name in runs[0][kind] or {}
        }
        for kind in runs[0]
    }  # fmt: skip


def _tell(name: str, way: str, found: Figures) -> None:
    cells = [
        "–" if one is None else " ".join(f"{key} {value:g}" for key, value in one.items()) for one in found.values()
    ]
    print(f"| {name} | {way} | {' | '.join(cells)} |", file=sys.stderr, flush=True)


class _Remembering:
    """An encoder that keeps the vectors of whole collections in files: to make them takes minutes."""

    def __init__(self, encoder: Encoder) -> None:
        self.name, self._encoder = encoder.name, encoder

    def encode(self, texts: list[str]) -> Vectors:
        import numpy as np  # noqa: PLC0415  # only there with the extra

        if len(texts) == 1:
            return self._encoder.encode(texts)
        digest = hashlib.sha256("\0".join([self.name, *texts]).encode()).hexdigest()
        file = VECTORS / f"{digest}.npy"
        if file.exists():
            kept: Vectors = np.load(file)
            return kept
        made = self._encoder.encode(texts)
        VECTORS.mkdir(parents=True, exist_ok=True)
        np.save(file, made)
        return made


def _write(file: Path, lines: Iterable[Line]) -> Path:
    with file.open("w", encoding="utf-8") as output:
        output.writelines(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    return file


if __name__ == "__main__":
    main()
