"""Words of a text, folded and brought to their stems (Porter, 1980), so that "elections" finds "election"."""

import re
import unicodedata
from functools import lru_cache
from itertools import pairwise

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
VOWELS = frozenset("aeiou")
POSSESSIVE = re.compile(r"['’]s?$")
MADE_OF_LETTERS = re.compile(r"[a-z]+")

SECOND = {
    "ational": "ate", "tional": "tion", "enci": "ence", "anci": "ance", "izer": "ize", "abli": "able", "alli": "al",
    "entli": "ent", "eli": "e", "ousli": "ous", "ization": "ize", "ation": "ate", "ator": "ate", "alism": "al",
    "iveness": "ive", "fulness": "ful", "ousness": "ous", "aliti": "al", "iviti": "ive", "biliti": "ble",
}  # fmt: skip
THIRD = {"icate": "ic", "ative": "", "alize": "al", "iciti": "ic", "ical": "ic", "ful": "", "ness": ""}
FOURTH = (
    "al", "ance", "ence", "er", "ic", "able", "ible", "ant", "ement", "ment", "ent", "ion", "ou", "ism", "ate", "iti",
    "ous", "ive", "ize",
)  # fmt: skip


def fold(text: str) -> str:
    """Return a text without capitals and diacritics, for comparing."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))


def words(text: str) -> list[str]:
    """Return the words of a text in order, folded, without an apostrophe's tail."""
    return [POSSESSIVE.sub("", word).replace("’", "'").replace("'", "") for word in WORD.findall(fold(text))]


def stems(text: str) -> list[str]:
    """Return the stems of a text's words in order."""
    return [stem(word) for word in words(text)]


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """Return the stem of a folded word; a word that is short or not made of English letters is its own.

    The algorithm is M. F. Porter's of 1980 ("An algorithm for suffix stripping"), step by step.
    """
    if len(word) <= 2 or not MADE_OF_LETTERS.fullmatch(word):
        return word
    for step in (_plural, _past, _y_to_i, _second, _third, _fourth, _last_e):
        word = step(word)
    return word


def _is_consonant(word: str, at: int) -> bool:
    if word[at] in VOWELS:
        return False
    return word[at] != "y" or at == 0 or not _is_consonant(word, at - 1)


def _measure(part: str) -> int:
    """Count the sequences of vowels followed by consonants."""
    kinds = [_is_consonant(part, at) for at in range(len(part))]
    return sum(1 for before, after in pairwise(kinds) if not before and after)


def _has_vowel(part: str) -> bool:
    return any(not _is_consonant(part, at) for at in range(len(part)))


def _ends_double(word: str) -> bool:
    return len(word) > 1 and word[-1] == word[-2] and _is_consonant(word, len(word) - 1)


def _ends_short(word: str) -> bool:
    """Tell whether a word ends consonant, vowel, consonant, the last not w, x or y."""
    if len(word) < 3 or word[-1] in "wxy":
        return False
    at = len(word)
    return _is_consonant(word, at - 3) and not _is_consonant(word, at - 2) and _is_consonant(word, at - 1)


def _plural(word: str) -> str:
    if word.endswith(("sses", "ies")):
        return word[:-2]
    if word.endswith("s") and not word.endswith("ss"):
        return word[:-1]
    return word


def _past(word: str) -> str:
    if word.endswith("eed"):
        return word[:-1] if _measure(word[:-3]) > 0 else word
    for ending in ("ed", "ing"):
        if word.endswith(ending) and _has_vowel(word[: -len(ending)]):
            return _mend(word[: -len(ending)])
    return word


def _mend(word: str) -> str:
    if word.endswith(("at", "bl", "iz")):
        return word + "e"
    if _ends_double(word) and word[-1] not in "lsz":
        return word[:-1]
    return word + "e" if _measure(word) == 1 and _ends_short(word) else word


def _y_to_i(word: str) -> str:
    return word[:-1] + "i" if word.endswith("y") and _has_vowel(word[:-1]) else word


def _replaced(word: str, endings: dict[str, str]) -> str:
    for ending in sorted(endings, key=len, reverse=True):
        if word.endswith(ending):
            part = word[: -len(ending)]
            return part + endings[ending] if _measure(part) > 0 else word
    return word


def _second(word: str) -> str:
    return _replaced(word, SECOND)


def _third(word: str) -> str:
    return _replaced(word, THIRD)


def _fourth(word: str) -> str:
    for ending in sorted(FOURTH, key=len, reverse=True):
        if word.endswith(ending):
            part = word[: -len(ending)]
            droppable = _measure(part) > 1 and (ending != "ion" or part.endswith(("s", "t")))
            return part if droppable else word
    return word


def _last_e(word: str) -> str:
    if word.endswith("e"):
        part = word[:-1]
        measure = _measure(part)
        if measure > 1 or (measure == 1 and not _ends_short(part)):
            return part
    return word[:-1] if word.endswith("ll") and _measure(word) > 1 else word
