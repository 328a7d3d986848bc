"""Measures the tracker beside a bare Flask route, a raw transaction and other services, on the same machine and rows."""
