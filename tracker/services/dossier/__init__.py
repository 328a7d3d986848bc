"""Dossiers: all that there is about one claim, packed so that somebody else can verify it without us."""
