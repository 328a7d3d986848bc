"""Every route, held to the permission table: for each role, each scope, and the people of another organization."""

from dataclasses import replace

import pytest
from flask import Flask

from tests.api.route import Ids, Route
from tests.api.routes import ROUTES, furnished, nowhere
from tests.newsrooms import Newsroom, created
from tracker.domain.actors import Actor
from tracker.domain.permissions import ALLOWED, ROLES, SCOPES, is_permitted, scopes_of

OPEN = [route for route in ROUTES if route.is_public]
CLOSED = [route for route in ROUTES if not route.is_public]
WITH_OBJECT = [route for route in CLOSED if route.has_object]
LISTS = [r for r in CLOSED if r.method == "GET" and not r.has_object and not r.rule.endswith(("/me", "/organization"))]
LISTED = ("/api/v1", "/corrections/", "/fact-checks", "/feeds", "/oembed")
CALLERS = {role: frozenset({role}) for role in ROLES} | {"everyone": frozenset(ROLES)}


@pytest.fixture(scope="module")
def ids(room: Newsroom) -> Ids:
    return furnished(room)


@pytest.fixture(scope="module")
def desk(room: Newsroom) -> Newsroom:
    """The newsroom with keys of one who has every role: `only x` has one scope, `without x` all the others."""
    wanted = {f"only {scope}": [scope] for scope in SCOPES}
    wanted |= {f"without {scope}": [other for other in SCOPES if other != scope] for scope in SCOPES}
    path = f"/accounts/{room.accounts['everyone']}/keys"
    minted = {name: created(room.post(path, {"scopes": scopes}, "admin"))["secret"] for name, scopes in wanted.items()}
    return replace(room, keys={**room.keys, **minted})


def holder(who: str) -> Actor:
    roles = CALLERS[who]
    return Actor(account_id="a", name="A", organization_id="o", roles=roles, scopes=scopes_of(roles))


def granted(route: Route, room: Newsroom, who: str, ids: Ids) -> None:
    maker = who if who in room.accounts else "everyone"
    own = route.fresh(room, maker, ids) if route.fresh else {}
    response = route.call(room, who, {**ids, **own})
    assert response.status_code == route.success, response.get_data(as_text=True)


def refused(route: Route, room: Newsroom, who: str, ids: Ids, reason: str) -> None:
    for objects in (ids, nowhere(ids)):
        response = route.call(room, who, objects)
        assert (response.status_code, response.json["type"]) == (403, "/problems/forbidden")
        assert f"The caller's {reason} does not allow" in response.json["detail"]


def rules_of(app: Flask) -> set[tuple[str, str]]:
    rules = [r for r in app.url_map.iter_rules() if r.rule.startswith(LISTED)]
    return {(method, rule.rule) for rule in rules for method in rule.methods - {"HEAD", "OPTIONS"}}


def test_every_route_has_a_row(shared_app: Flask) -> None:
    assert rules_of(shared_app) - {route.key for route in ROUTES} == set()


def test_every_row_has_a_route(shared_app: Flask) -> None:
    assert {route.key for route in ROUTES} - rules_of(shared_app) == set()


def test_every_action_but_the_operators_is_some_routes_or_a_steps() -> None:
    elsewhere = {action for action, right in ALLOWED.items() if action.startswith("step.") or not right.roles}
    assert ALLOWED.keys() - elsewhere == {route.action for route in ROUTES} - elsewhere


@pytest.mark.parametrize("route", OPEN, ids=str)
@pytest.mark.parametrize("who", [None, *CALLERS])
def test_what_is_public_is_there_for_all(
    route: Route, who: str | None, room: Newsroom, other_room: Newsroom, ids: Ids
) -> None:
    statuses = {route.call(someones, who, ids).status_code for someones in (room, other_room)}

    assert statuses == {route.success}


@pytest.mark.parametrize("route", CLOSED, ids=str)
def test_nobody_gets_in_without_a_key_whether_or_not_there_is_something(route: Route, room: Newsroom, ids: Ids) -> None:
    for objects in (ids, nowhere(ids)):
        response = route.call(room, None, objects)
        assert (response.status_code, response.json["type"]) == (401, "/problems/unauthenticated")
        assert response.headers["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize("route", CLOSED, ids=str)
def test_a_key_is_asked_for_before_the_body_is_looked_at(route: Route, room: Newsroom, ids: Ids) -> None:
    assert room.call(route.method, route.path(ids), None, data=b"{").status_code == 401


@pytest.mark.parametrize("route", CLOSED, ids=str)
@pytest.mark.parametrize("who", CALLERS)
def test_a_role_may_do_what_the_table_says(route: Route, who: str, desk: Newsroom, ids: Ids, shared_app: Flask) -> None:
    if is_permitted(holder(who), route.action):
        granted(route, desk, who, ids)
        return
    before = shared_app.extensions["log_size"].read()
    refused(route, desk, who, ids, "role")
    assert shared_app.extensions["log_size"].read() == before


@pytest.mark.parametrize("route", CLOSED, ids=str)
def test_a_key_without_the_scope_is_refused(route: Route, desk: Newsroom, ids: Ids) -> None:
    refused(route, desk, f"without {ALLOWED[route.action].scope}", ids, "scope")


@pytest.mark.parametrize("route", CLOSED, ids=str)
def test_a_key_with_no_more_than_the_scope_will_do(route: Route, desk: Newsroom, ids: Ids) -> None:
    granted(route, desk, f"only {ALLOWED[route.action].scope}", ids)


@pytest.mark.parametrize("route", WITH_OBJECT, ids=str)
def test_another_organizations_object_is_as_good_as_none(route: Route, other_room: Newsroom, ids: Ids) -> None:
    theirs, nothing = (route.call(other_room, "everyone", objects) for objects in (ids, nowhere(ids)))

    assert theirs.status_code == 404
    assert theirs.data == nothing.data


@pytest.mark.parametrize("route", LISTS, ids=str)
def test_lists_hold_ones_own_organizations_alone(route: Route, room: Newsroom, other_room: Newsroom, ids: Ids) -> None:
    ours, theirs = (route.call(r, "everyone", ids).json["items"] for r in (room, other_room))
    name = "seq" if "audit" in route.rule else "id"

    assert ours
    assert not {item[name] for item in ours} & {item[name] for item in theirs}
