"""Searching, as clients ask for it."""

LONGEST_QUERY = 500
SEARCH = (
    'Words that must all be found, a "phrase in quotation marks", -without a word, and the begin* of a word. Case and '
    "diacritics do not matter."
)
