"""Measures the tracker beside a bare Flask route, a raw transaction and other services: same machine, same rows."""
