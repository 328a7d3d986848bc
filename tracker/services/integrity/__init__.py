"""The log held against itself, against what others kept of it, and against the tables that it tells of."""
