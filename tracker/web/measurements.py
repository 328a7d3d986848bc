"""What Prometheus reads: requests by route and status, and how long they took."""

import os
from functools import cache

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"
BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10)


class Measurements:
    """One application's counters."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self.registry = registry
        names = ("method", "route", "status")
        self.requests = Counter("tracker_requests_total", "Requests answered.", names, registry=registry)
        self.seconds = Histogram(
            "tracker_request_seconds", "Time to answer.", ("method", "route"), buckets=BUCKETS, registry=registry
        )
        # The client library looks for them behind a lock, and there are as many as routes.
        self._requests, self._seconds = cache(self.requests.labels), cache(self.seconds.labels)
        self.cached = Counter("tracker_cached_answers_total", "Answers given from memory.", registry=registry)

    def note(self, method: str, route: str, status: str, *, seconds: float) -> None:
        """Count one answered request."""
        self._requests(method, route, status).inc()
        self._seconds(method, route).observe(seconds)

    def exposition(self) -> bytes:
        """Return all counters in Prometheus' text format; of all processes where they share a directory."""
        if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
            return generate_latest(self.registry)
        together = CollectorRegistry()
        MultiProcessCollector(together)
        return generate_latest(together)
