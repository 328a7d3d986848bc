"""Rules: what a fact-checker would recognise, on the standard library alone."""
