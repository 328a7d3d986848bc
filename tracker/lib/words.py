"""Text as the words that it is searched by: without case and diacritics, and cut where its script has no spaces.

Both databases are given these words, in texts and in queries alike, so that neither has to understand a script.
"""

import re
import unicodedata
from collections.abc import Iterator

# Marks that are left out when words are compared: of Latin, Greek and Cyrillic, and the vowels of Hebrew and Arabic.
_MARKS = re.compile("[\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670]")
# Letters that are no letter with a mark in Unicode, and yet written without it; and Arabic ones written either way.
_LETTERS = str.maketrans({
    "ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ħ": "h", "ŧ": "t",
    "ى": "ي", "ة": "ه",
})  # fmt: skip
# Most texts have none of these letters, which is found sooner than each letter is looked up.
_LETTER = re.compile(f"[{''.join(map(chr, _LETTERS))}]")
# Scripts whose vowels are marks, which are part of words; their full stops are not.
_VOWELLED = r"\u0900-\u0963\u0966-\u0dff\u0e00-\u0eff\u0f00-\u109f\u1780-\u17ff\u3099\u309a"
_WORD = re.compile(rf"[\w{_VOWELLED}]+")
# Scripts that are written without spaces between words, or with particles that cling to them.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff"
_RUN = re.compile(f"[{_UNSPACED}\U00020000-\U0003ffff]+")
_PARTS = re.compile(f"[{_UNSPACED}\U00020000-\U0003ffff]+|[^{_UNSPACED}\U00020000-\U0003ffff]+")
_GROUPED = re.compile(r"[,\u2009\u202f](?<=\d.)(?=\d{3}(?!\d))")
MOST = 20_000
LONGEST = 60


def folded(text: str) -> str:
    """Return text as it is compared: without case, width and diacritics; numbers without commas between thousands."""
    text = _GROUPED.sub("", text) if "," in text or "\u202f" in text or "\u2009" in text else text
    if text.isascii():
        return text.lower()
    bare = _MARKS.sub("", unicodedata.normalize("NFKD", text.casefold()))
    composed = unicodedata.normalize("NFC", bare)
    return composed.translate(_LETTERS) if _LETTER.search(composed) else composed


def written(text: str) -> Iterator[re.Match[str]]:
    """Yield the words of a text as they are written, with their places."""
    # One class of characters is found several times as fast as words less their low lines.
    return _WORD.finditer(text.replace("_", " "))


def words(text: str) -> list[str]:
    """Return the words of a text as it is searched by them, no more than MOST.

    A run of a script without spaces gives each two neighbours, and its last character alone.
    """
    plain = folded(text)
    found = _WORD.findall(plain.replace("_", " "))
    if plain.isascii() or _RUN.search(plain) is None:
        return [word[:LONGEST] for word in found[:MOST]]
    return [piece for word in found for piece in _pieces(word)][:MOST]


def is_unspaced(word: str) -> bool:
    """Tell whether a word is of a script that is written without spaces."""
    return _RUN.match(word) is not None


def pairs(run: str) -> list[str]:
    """Return each two neighbours of a run of characters; of one character, itself."""
    return [run[place : place + 2] for place in range(max(1, len(run) - 1))]


def _pieces(word: str) -> Iterator[str]:
    for part in _PARTS.findall(word):
        if not is_unspaced(part):
            yield part[:LONGEST]
            continue
        yield from pairs(part)
        if len(part) > 1:
            yield part[-1]
