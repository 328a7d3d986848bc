"""Earlier checks held in memory and ranked against a text: what the evaluation and the benchmark ask."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from tracker.domain import ranking
from tracker.domain.ranking import Asked, Candidate
from tracker.lib.encoders import Encoder
from tracker.lib.lexical_index import LexicalIndex, stemmed
from tracker.lib.posts import Post, read_post
from tracker.lib.stems import stems

if TYPE_CHECKING:
    from tracker.lib.encoders import Vectors

# How much a word of the claim, the title and the summary counts beside one another.
FIELD_WEIGHTS = (1.0, 1.0, 0.6)
CANDIDATES = 50


class Document(NamedTuple):
    """An earlier check as the ranker reads it."""

    id: str
    claim: str
    title: str
    summary: str


class Ranked(NamedTuple):
    """A check with its score, higher for nearer."""

    id: str
    score: float


class Collection:
    """Documents with their index and, with an encoder, their vectors."""

    def __init__(self, documents: Sequence[Document], encoder: Encoder | None = None) -> None:
        self._ids = [document.id for document in documents]
        texts = [(document.claim, document.title, document.summary) for document in documents]
        self.index = LexicalIndex(texts, weights=FIELD_WEIGHTS)
        self._fields = [stemmed(fields) for fields in texts]
        self._encoder = encoder
        self._vectors = (
            encoder.encode([f"{document.title} {document.claim}" for document in documents]) if encoder else None
        )

    @property
    def has_vectors(self) -> bool:
        """Whether meanings can be compared."""
        return self._vectors is not None

    def lexical(self, text: str, *, limit: int) -> list[Ranked]:
        """Return the documents nearest to a text by their words."""
        asked, _ = self.read(text)
        return self._ranked(asked, self._found(asked), limit=limit)

    def hybrid(self, text: str, *, limit: int) -> list[Ranked]:
        """Return the documents nearest to a text by their words and their meaning."""
        asked, post = self.read(text)
        candidates = self._found(asked)
        cosines = self._cosines(post.text or text)
        near = {int(number): 0.0 for number in cosines.argsort()[::-1][:CANDIDATES]}
        return self._ranked(asked, near | candidates, limit=limit, cosines=cosines)

    def read(self, text: str) -> tuple[Asked, Post]:
        """Return a text as it is asked for."""
        post = read_post(text)
        terms = tuple(self.index.terms(post.text))
        return Asked(terms, frozenset(stems(post.author)), frozenset(stems(post.month))), post

    def _found(self, asked: Asked) -> dict[int, float]:
        return {hit.number: hit.score for hit in self.index.search(asked.all, limit=CANDIDATES)}

    def _cosines(self, text: str) -> Vectors:
        if self._encoder is None or self._vectors is None:
            raise ValueError("a collection without an encoder knows no meanings")
        cosines: Vectors = self._vectors @ self._encoder.encode([text])[0]
        return cosines

    def candidates(self, found: dict[int, float], cosines: Vectors | None = None) -> list[Candidate]:
        """Return the documents of these numbers as candidates."""
        return [
            Candidate(claim, title, summary, bm25, None if cosines is None else float(cosines[number]))
            for number, bm25 in found.items()
            for claim, title, summary in [self._fields[number]]
        ]

    def _ranked(
        self, asked: Asked, found: dict[int, float], *, limit: int, cosines: Vectors | None = None
    ) -> list[Ranked]:
        scores = ranking.scores(asked, self.candidates(found, cosines), self.index.weight)
        ranked = sorted(zip(found, scores, strict=True), key=lambda pair: -pair[1])
        return [Ranked(self._ids[number], score) for number, score in ranked[:limit]]
