"""The blueprint of all nouns: one declaration a route, from which parsing, answer and documentation come."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import wraps
from typing import Any

from flask import Response
from flask_smorest import Blueprint
from marshmallow import Schema
from marshmallow.fields import Nested

from tracker.api.plumbing import documentation, parsing, paths
from tracker.api.plumbing.answers import Answer, View, as_response
from tracker.api.plumbing.authentication import caller
from tracker.api.plumbing.replays import once
from tracker.domain.actors import Actor
from tracker.errors import TrackerError
from tracker.schemas.fields import Strict


class NoQuery(Schema):
    """A route that takes no query parameters refuses all of them."""


@dataclass(frozen=True, kw_only=True)
class Route:
    """What a route takes and gives; the documentation is generated from it."""

    method: str
    rule: str
    answer: Schema | None
    body: Schema | None = None
    items: Strict | Nested | None = None
    most: int = 0
    upload: Schema | None = None
    download: str = ""
    query: Schema = field(default_factory=NoQuery)
    status: int = 200
    conditional: bool = False
    public: bool = False
    secret: bool = False
    paged: bool = False
    past: bool = False
    resumed: bool = False
    also: Sequence[int] = ()
    errors: Sequence[type[TrackerError]] = ()
    example: str | None = None
    # What is looked up before the view, of the actor and the body: a view that is repeatable holds the database's pen.
    ahead: Callable[[Actor, Any], Any] | None = None

    @property
    def needs_query(self) -> bool:
        """Whether the view is given the query."""
        return bool(self.query.fields)


class Door(Blueprint):
    """Flask-smorest's blueprint, with the parsing, answers and errors of this API in place of its own."""

    def endpoint(self, method: str, rule: str, **declared: Any) -> Callable[[View], View]:  # the fields of Route
        """Declare a route: the view gets `actor`, path parameters, `body`, `query`, `expected` and `ahead` by name."""
        route = Route(method=method, rule=rule, **_instances(declared))

        def decorate(view: View) -> View:
            respond = _responder(route, view)
            documented = self.doc(**documentation.of(route, view))(respond)
            self.route(rule, methods=[method], parameters=paths.described(rule))(documented)
            return view

        return decorate

    def get(self, rule: str, **declared: Any) -> Callable[[View], View]:
        """Declare a route that reads."""
        return self.endpoint("GET", rule, **declared)

    def post(self, rule: str, **declared: Any) -> Callable[[View], View]:
        """Declare a route that creates, 201 unless told otherwise."""
        return self.endpoint("POST", rule, **({"status": 201} | declared))

    def patch(self, rule: str, **declared: Any) -> Callable[[View], View]:
        """Declare a route that takes a merge patch under If-Match."""
        return self.endpoint("PATCH", rule, conditional=True, **declared)

    def put(self, rule: str, **declared: Any) -> Callable[[View], View]:
        """Declare a route that replaces under If-Match."""
        return self.endpoint("PUT", rule, conditional=True, **declared)

    def delete(self, rule: str, **declared: Any) -> Callable[[View], View]:
        """Declare a route that takes something away under If-Match."""
        return self.endpoint("DELETE", rule, conditional=True, status=204, answer=None, **declared)


def _instances(declared: dict[str, Any]) -> dict[str, Any]:
    # Making a schema costs more than using it, so each route makes its own once.
    return {name: value() if isinstance(value, type) and issubclass(value, Schema) else value
            for name, value in declared.items()}  # fmt: skip


def _responder(route: Route, view: View) -> View:
    @wraps(view)
    def respond(**named: Any) -> Response:  # path parameters
        actor = caller(public=route.public)
        given, path = _given(route), paths.known(named)
        if route.ahead is not None:
            given["ahead"] = route.ahead(actor, given["body"])

        def answer() -> Response:
            return _answered(route, actor, view(actor, **path, **given))

        # A path that names nothing gets no answer worth keeping.
        return once(actor, answer) if path == named else answer()

    return respond


def _given(route: Route) -> dict[str, object]:
    given: dict[str, object] = {}
    query = parsing.query(route.query)
    if route.needs_query:
        given["query"] = query
    if route.body is not None:
        is_form = route.upload is not None and parsing.is_form()
        given["body"] = parsing.form(route.upload) if is_form and route.upload else parsing.body(route.body)
    if route.items is not None:
        given["body"] = parsing.list_body(route.items, most=route.most)
    if route.conditional:
        given["expected"] = parsing.expected_versions()
    return given


def _answered(route: Route, actor: Actor, result: Any) -> Response:
    if isinstance(result, Response):
        return result
    answer = result if isinstance(result, Answer) else Answer(value=result, secret=route.secret)
    return as_response(answer, schema=route.answer, status=route.status, private=not actor.is_public)
