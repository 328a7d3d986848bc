"""Requests for a correction: what can become of one."""

OPEN = "open"
DECISIONS = ("accepted", "rejected")
STATUSES = (OPEN, *DECISIONS)
