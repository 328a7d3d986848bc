"""What goes into the index and what is wanted of it, in the same words for either database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from tracker.lib.search_terms import Query
from tracker.lib.words import words
from tracker.models.search import INTERNAL


@dataclass(frozen=True)
class Document:
    """The text by which an object is found, as its row has it."""

    row: Mapping[str, Any]

    @property
    def key(self) -> tuple[str, str, str]:
        """Which document it is."""
        return self.row["kind"], self.row["object_id"], self.row["language"]

    @cached_property
    def title_words(self) -> str:
        """The words of its title."""
        return " ".join(words(self.row["title"]))

    @cached_property
    def body_words(self) -> str:
        """The words of the rest."""
        return " ".join(words(self.row["body"]))


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
