"""Shapes of the API's JSON: what comes in, what a patch may hold, what goes out; strict, and without a database."""
