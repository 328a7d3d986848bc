"""Entries against their own bytes and fields: what an entry must be is built and compared, and never parsed."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from hashlib import sha256
from itertools import repeat
from operator import le

from tracker.lib import jcs
from tracker.services.integrity.findings import Finding, only_if
from tracker.services.integrity.pages import Row

Fields = Mapping[int, list[Row]]
Told = Mapping[str, str | None]
# The fields that a row repeats, by the place of their columns after those that every page has.
REPEATED = ("kind", "object", "revision", "organization", "actor", "key", "deed")
COLUMNS = 4
HASH_SIZE = 32
# What an entry has before the digests, between them, and after them: `{"at":"…","d":["…","…"],"v":1}`.
BEGIN, BETWEEN, END = '{"at":"', '","d":[', b'],"v":1}'
TIME = len("2026-01-01T00:00:00.000000Z")
HEAD = len(BEGIN) + TIME + len(BETWEEN)
NO_FIELDS = HEAD + len(END)
EACH_FIELD = len('"",') + 2 * HASH_SIZE
_name = lru_cache(4096)(jcs.canonical)


class Entries:
    """Looks at entries page by page, in their order; `size` is how many there were."""

    def __init__(self) -> None:
        self.size = 0
        self.newest = ""
        self.broken = False

    def leaves(self, page: Sequence[Row]) -> tuple[list[bytes], list[Finding]]:
        """Return the hashes that a page's entries have as leaves, and what is wrong with number, time and leaf."""
        numbers, times, entries, kept = list(zip(*page, strict=True))[:COLUMNS]
        # A page without a fault is what there is to be fast at: its columns are compared as they are.
        if set(map(type, entries)) != {bytes} or set(map(type, times)) != {str}:
            return self._one_by_one(page)
        leaves = [sha256(b"\x00" + entry).digest() for entry in entries]
        in_turn = numbers == tuple(range(self.size, self.size + len(page)))
        in_time = times[0] >= self.newest and all(map(le, times, times[1:]))
        if not (in_turn and in_time and list(kept) == leaves and _are_framed(entries, times)):
            return self._one_by_one(page)
        self.size, self.newest = self.size + len(page), times[-1]
        return leaves, []

    def _one_by_one(self, page: Sequence[Row]) -> tuple[list[bytes], list[Finding]]:
        found: list[Finding] = []
        leaves = []
        for row in page:
            # SQLite takes a value of any type for a column.
            is_typed = tuple(map(type, row[:3])) == (int, str, bytes)
            seq, at, entry = row[:3] if is_typed else (self.size, self.newest, b"")
            found += only_if(not is_typed, _fault(self.size, "number, time or entry are not of their type"))
            leaves.append(sha256(b"\x00" + entry).digest())
            found += self._faults(seq, at, entry, is_leaf=row[3] == leaves[-1])
            self.size, self.newest = self.size + 1, at
        return leaves, found

    def _faults(self, seq: int, at: str, entry: bytes, *, is_leaf: bool) -> Iterator[Finding]:
        if seq != self.size and not self.broken:
            # All that come after are out of place as well, which need not be told of each.
            self.broken = True
            yield _fault(min(seq, self.size), f"the next entry is {seq}, not {self.size}")
        early = at < self.newest
        yield from only_if(early, _fault(seq, f"is of {at}, and the one before of {self.newest}", "at"))
        yield from only_if(not _are_framed([entry], [at]), _fault(seq, "is not an entry of the row's time", "entry"))
        yield from only_if(not is_leaf, _fault(seq, "is not the hash of the entry", "leaf"))


def fields(page: Sequence[Row], found: Fields, size: int) -> Iterator[Finding]:
    """Return what is wrong with the fields of a page's entries, in a log of a size, and with what the rows repeat."""
    for row in page:
        seq, at, entry = row[:3]
        mine = found.get(seq, [])
        digests = '","'.join(sorted(field[2].hex() for field in mine if type(field[2]) is bytes))
        listed = f'"{digests}"' if digests else ""
        if entry != f'{{"at":"{at}","d":[{listed}],"v":1}}'.encode():
            yield _fault(seq, "the entry is not the canonical JSON of its time and its fields' digests")
        wrong = [field for field in mine if field[3] is None or field[5] is not None or not _holds(field)]
        for field in wrong:
            yield from _faults_of_field(field, size)
        yield from _repetitions(row, {field[1]: field[4] for field in mine})


def strays(found: Fields, page: Sequence[Row]) -> Iterator[Finding]:
    """Return the fields that stand under the number of no entry in the page."""
    for seq in sorted(found.keys() - {row[0] for row in page}, key=str):
        yield Finding(table="log_field", seq=seq, detail="is of no entry")


def _are_framed(entries: Sequence[bytes], times: Sequence[str]) -> bool:
    heads = BEGIN + (BETWEEN + BEGIN).join(times) + BETWEEN
    return (
        # All of one length, so that they agree one by one where they agree together.
        set(map(len, times)) == {TIME}
        and b"".join([entry[:HEAD] for entry in entries]) == heads.encode()
        and all(map(bytes.endswith, entries, repeat(END)))
        # The first field lacks the comma.
        and all(length == NO_FIELDS or (length - NO_FIELDS + 1) % EACH_FIELD == 0 for length in set(map(len, entries)))
    )


def _holds(field: Row) -> bool:
    _, name, digest, salt, value, _ = field
    if type(salt) is not bytes or type(value) is not str or type(name) is not str:
        return False
    disclosed = b'["%s",%s,%s]' % (salt.hex().encode(), _name(name), value.encode())
    return bool(sha256(disclosed).digest() == digest)


def _faults_of_field(field: Row, size: int) -> Iterator[Finding]:
    seq, name, _, salt, value, erased_seq = field
    if salt is None and value is None:
        if type(erased_seq) is not int or not seq <= erased_seq < size:
            yield _field_fault(seq, name, f"is erased, and by no entry that follows: {erased_seq}", column="erased_seq")
        return
    if erased_seq is not None:
        yield _field_fault(seq, name, f"is there, and should have been erased by {erased_seq}", column="erased_seq")
    if not _holds(field):
        yield _field_fault(seq, name, "salt, name and value are not what the digest is of", column="digest")


def _repetitions(row: Row, told: Told) -> Iterator[Finding]:
    for name, kept in zip(REPEATED, row[COLUMNS:], strict=True):
        shown = told.get(name)
        if shown is None and (name in told or kept is None):
            # Erased, or not said at all.
            continue
        if shown is None or shown != _shown(kept):
            yield _fault(row[0], f"{kept!r} in the row, {shown} in the field", name)


def _shown(value: object) -> str | None:
    return str(value) if type(value) is int else _canonical(value)


def _canonical(value: object) -> str | None:
    try:
        return jcs.canonical(value).decode()
    except ValueError:
        return None


def _fault(seq: int, detail: str, column: str | None = None) -> Finding:
    return Finding(table="log_entry", seq=seq, detail=detail, column=column)


def _field_fault(seq: int, name: object, detail: str, *, column: str) -> Finding:
    return Finding(table="log_field", seq=seq, row=str(name), detail=detail, column=column)
