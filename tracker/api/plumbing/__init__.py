"""What every route of the API shares: parsing, the caller, revisions, replays, pages of lists, and problems."""
