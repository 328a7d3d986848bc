"""Finding things by their words: the index, kept in each deed's own transaction, and what is found in it."""
