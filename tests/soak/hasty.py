"""A tracker that answers before it commits: the harness has to catch it, or it would catch nothing."""

import io
from collections.abc import Callable, Iterable
from queue import SimpleQueue
from threading import Event, Thread, local
from typing import Any

from flask import Flask

from tracker import app as product
from tracker.__main__ import main
from tracker.cli import serve
from tracker.services import idempotency

PAUSE = 0.1
_mine = local()


class HastySlot(idempotency.Slot):
    """Hands the answer out while the transaction that makes it true is still open."""

    def keep(self, answer: idempotency.KeptAnswer) -> None:
        """Keep the answer, let the client have it, and take some time before the commit."""
        super().keep(answer)
        _mine.answers.put(answer)
        Event().wait(PAUSE)


class Hasty:
    """A WSGI application that answers what `HastySlot` hands out, while the one within goes on."""

    def __init__(self, app: Callable[..., Iterable[bytes]]) -> None:
        self.app = app

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer one request, a POST with a key in haste."""
        if "HTTP_IDEMPOTENCY_KEY" not in environ:
            return self.app(environ, start_response)
        body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
        answers: SimpleQueue[idempotency.KeptAnswer] = SimpleQueue()
        Thread(target=self._go_on, args=[environ | {"wsgi.input": io.BytesIO(body)}, answers]).start()
        answer = answers.get()
        start_response(f"{answer.status} Told", list(answer.headers))
        return [answer.body or b""]

    def _go_on(self, environ: dict[str, Any], answers: "SimpleQueue[idempotency.KeptAnswer]") -> None:
        _mine.answers = answers
        told: list[Any] = []
        body = b"".join(self.app(environ, lambda status, headers, exc_info=None: told.extend((status, headers))))
        status, headers = told
        # Whoever has the answer already does not ask for this one.
        answers.put(idempotency.KeptAnswer(status=int(status[:3]), headers=headers, body=body))


def create_app() -> Flask:
    """Return the product's application, in haste."""
    idempotency.Slot = HastySlot
    app = product.create_app()
    app.wsgi_app = Hasty(app.wsgi_app)
    return app


if __name__ == "__main__":
    serve.APPLICATION = "tests.soak.hasty:create_app"
    main()
