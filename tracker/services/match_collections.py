"""Earlier checks held in memory and ranked against a text: what the evaluation and the benchmark ask."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from tracker.domain import ranking
from tracker.domain.ranking import Asked, Candidate
from tracker.lib.encoders import Encoder
from tracker.lib.letter_runs import LetterRuns
from tracker.lib.lexical_index import LexicalIndex, stemmed
from tracker.lib.posts import Post, read_post
from tracker.lib.stems import stems

if TYPE_CHECKING:
    from tracker.lib.encoders import Vectors

# How much a word of the claim, the title and the summary counts beside one another.
FIELD_WEIGHTS = (1.0, 1.0, 0.6)
# So many are compared of those that share words, and of those that are near in meaning.
CANDIDATES, NEAREST = 50, 30


Pair = tuple[float, float]


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
        self._letters = LetterRuns([(document.claim, document.title) for document in documents])
        self._encoder = encoder
        self._vectors: list[Vectors] = []
        if encoder:
            claims, titles = [one.claim for one in documents], [one.title or one.claim for one in documents]
            self._vectors = [encoder.encode(claims), encoder.encode(titles)]

    @property
    def has_vectors(self) -> bool:
        """Whether meanings can be compared."""
        return bool(self._vectors)

    def lexical(self, text: str, *, limit: int) -> list[Ranked]:
        """Return the documents nearest to a text by their words."""
        asked, post = self.read(text)
        found = self._found(asked)
        letters = self._letters.likeness(post.text or text, found)
        scored = [self._candidate(number, bm25, letters=letters[number]) for number, bm25 in found.items()]
        return self._ranked(asked, list(found), scored, limit=limit)

    def hybrid(self, text: str, *, limit: int) -> list[Ranked]:
        """Return the documents nearest to a text by their words and their meaning."""
        asked, post = self.read(text)
        cosines = self._cosines(post.text or text)
        nearest = (-cosines[0].clip(min=cosines[1])).argsort(kind="stable")[:NEAREST]
        found = self._found(asked)
        # In the order in which they were given: of documents that say the same, the first stays the first.
        numbers = sorted({*map(int, nearest), *found})
        scored = [
            self._candidate(number, found.get(number, 0.0), cosines=(float(claim), float(title)))
            for number, claim, title in zip(numbers, cosines[0][numbers], cosines[1][numbers], strict=True)
        ]
        return self._ranked(asked, numbers, scored, limit=limit)

    def read(self, text: str) -> tuple[Asked, Post]:
        """Return a text as it is asked for."""
        post = read_post(text)
        terms = tuple(self.index.terms(post.text))
        return Asked(terms, frozenset(stems(post.author)), frozenset(stems(post.month))), post

    def _found(self, asked: Asked) -> dict[int, float]:
        return {hit.number: hit.score for hit in self.index.search(asked.all, limit=CANDIDATES)}

    def _cosines(self, text: str) -> list[Vectors]:
        if self._encoder is None:
            raise ValueError("a collection without an encoder knows no meanings")
        asked = self._encoder.encode([text])[0]
        return [vectors @ asked for vectors in self._vectors]

    def _candidate(
        self, number: int, bm25: float, *, letters: Pair = (0.0, 0.0), cosines: Pair | None = None
    ) -> Candidate:
        claim, title, summary = self._fields[number]
        return Candidate(claim, title, summary, bm25, letters, cosines)

    def _ranked(
        self, asked: Asked, numbers: Sequence[int], candidates: Sequence[Candidate], *, limit: int
    ) -> list[Ranked]:
        scores = ranking.scores(asked, candidates, self.index.weight)
        ranked = sorted(zip(numbers, scores, strict=True), key=lambda pair: -pair[1])
        return [Ranked(self._ids[number], score) for number, score in ranked[:limit]]
