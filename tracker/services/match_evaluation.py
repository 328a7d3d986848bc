"""How well matching finds the earlier check of a text: measured on documents, queries and judgements in files."""

import json
import math
import statistics
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from tracker.errors import UsageError
from tracker.lib import encoders
from tracker.services.match_collections import Collection, Document, Ranked

DEPTH = 5
DEPTH_OF_RECALL = 10
RANKED = 100

Judgements = Mapping[str, frozenset[str]]
Figures = dict[str, float]
Rank = Callable[[str], Sequence[Ranked]]


def evaluate(documents: Path, queries: Path, qrels: Path) -> dict[str, Figures | None]:
    """Return MAP@5, MRR, P@1, R@10 and milliseconds a query, by words alone and with meanings (None without the extra).

    Queries that no document is judged relevant to are left out, as trec_eval does.
    """
    judgements = read_qrels(qrels)
    texts = {query: text for query, text in read_queries(queries).items() if judgements.get(query)}
    if not texts:
        raise UsageError(f"{qrels}: judges none of the queries of {queries}")
    return figures(Collection(read_documents(documents), encoders.english()), texts, judgements)


def figures(collection: Collection, texts: Mapping[str, str], judgements: Judgements) -> dict[str, Figures | None]:
    """Return the figures of both ways of ranking a collection."""
    hybrid = None
    if collection.has_vectors:
        hybrid = measure(lambda text: collection.hybrid(text, limit=RANKED), texts, judgements)
    return {
        "lexical": measure(lambda text: collection.lexical(text, limit=RANKED), texts, judgements),
        "hybrid": hybrid,
    }


def measure(rank: Rank, texts: Mapping[str, str], judgements: Judgements) -> Figures:
    """Return the figures of one way of ranking."""
    runs, times = {}, []
    for query, text in texts.items():
        start = time.perf_counter()
        runs[query] = [ranked.id for ranked in rank(text)]
        times.append((time.perf_counter() - start) * 1000)
    judged = [(runs[query], judgements[query]) for query in texts]
    return {
        "map@5": _mean(_average_precision(run, relevant) for run, relevant in judged),
        "mrr": _mean(_reciprocal_rank(run, relevant) for run, relevant in judged),
        "p@1": _mean(float(run[:1] != [] and run[0] in relevant) for run, relevant in judged),
        "r@10": _mean(len(relevant.intersection(run[:DEPTH_OF_RECALL])) / len(relevant) for run, relevant in judged),
        "ms_p50": round(statistics.median(times), 2),
        "ms_p95": round(sorted(times)[math.ceil(0.95 * len(times)) - 1], 2),
    }


def _mean(values: Iterator[float]) -> float:
    return round(statistics.fmean(values), 4)


def _average_precision(run: Sequence[str], relevant: frozenset[str]) -> float:
    found, total = 0, 0.0
    for rank, document in enumerate(run[:DEPTH], 1):
        if document in relevant:
            found += 1
            total += found / rank
    return total / min(len(relevant), DEPTH)


def _reciprocal_rank(run: Sequence[str], relevant: frozenset[str]) -> float:
    return next((1 / rank for rank, document in enumerate(run, 1) if document in relevant), 0.0)


def read_documents(file: Path) -> list[Document]:
    """Return the documents of a JSON Lines file: `id` and `claim`, and `title` and `summary` where there are some."""
    return [
        Document(
            _text(line, "id", file), _text(line, "claim", file), _optional(line, "title"), _optional(line, "summary")
        )
        for line in _lines(file)
    ]


def read_queries(file: Path) -> dict[str, str]:
    """Return the queries of a JSON Lines file by their ids."""
    return {_text(line, "id", file): _text(line, "text", file) for line in _lines(file)}


def read_qrels(file: Path) -> dict[str, frozenset[str]]:
    """Return the relevant documents of each query of a TREC qrels file: query, iteration, document, relevance."""
    relevant: dict[str, set[str]] = {}
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        parts = line.split()
        if parts and (len(parts) != 4 or not parts[3].lstrip("-").isdecimal()):
            raise UsageError(f"{file}: line {number} is not `query iteration document relevance`")
        if parts and int(parts[3]) > 0:
            relevant.setdefault(parts[0], set()).add(parts[2])
    return {query: frozenset(documents) for query, documents in relevant.items()}


def _lines(file: Path) -> Iterator[dict[str, object]]:
    for number, line in enumerate(file.read_text(encoding="utf-8").split("\n"), 1):
        if line.strip():
            yield _object(line, f"{file}: line {number}")


def _object(line: str, place: str) -> dict[str, object]:
    try:
        found = json.loads(line)
    except ValueError as error:
        raise UsageError(f"{place} is not JSON") from error
    if not isinstance(found, dict):
        raise UsageError(f"{place} is not a JSON object")
    return found


def _text(line: Mapping[str, object], name: str, file: Path) -> str:
    value = line.get(name)
    if not isinstance(value, str | int) or value == "":
        raise UsageError(f"{file}: an object without `{name}`")
    return str(value)


def _optional(line: Mapping[str, object], name: str) -> str:
    value = line.get(name)
    return value if isinstance(value, str) else ""
