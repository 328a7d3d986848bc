"""What goes into the index and what is wanted of it, in the same words for either database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain, islice
from typing import Any

from tracker.lib.search_terms import Query
from tracker.lib.words import MOST, words
from tracker.models.search import INTERNAL


@dataclass(frozen=True)
class Document:
    """The text by which an object is found, as its row has it.

    Lines that documents have in common, as a check has with its verdict and its claim, are cut into words once where
    they share what is `known`: the words of a text are those of its lines.
    """

    row: Mapping[str, Any]
    known: dict[str, list[str]] = field(default_factory=dict)

    @property
    def key(self) -> tuple[str, str, str]:
        """Which document it is."""
        return self.row["kind"], self.row["object_id"], self.row["language"]

    @cached_property
    def title_words(self) -> str:
        """The words of its title."""
        return self._words(self.row["title"])

    @cached_property
    def body_words(self) -> str:
        """The words of the rest."""
        return self._words(self.row["body"])

    def _words(self, text: str) -> str:
        lines = text.split("\n")
        self.known.update({line: words(line) for line in lines if line not in self.known})
        return " ".join(islice(chain.from_iterable(self.known[line] for line in lines), MOST))


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which documents are wanted: of these kinds, of this organization or of all, that match a query.

    Of a query `any_of` its terms may match instead of all of them, and `in_title` looks at titles alone.
    """

    query: Query
    kinds: Sequence[str]
    organization_id: str | None = None
    any_of: bool = False
    in_title: bool = False

    @property
    def is_all_internal(self) -> bool:
        """Whether all of what is an organization's own is wanted."""
        return set(self.kinds) == set(INTERNAL)
