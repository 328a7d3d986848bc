"""The demonstration set up for tests: on a database of its own, in one go or with interruptions."""

import json
import shutil
from contextlib import contextmanager
from dataclasses import dataclass, replace

import pytest
from flask import Flask

from tests.conftest import settings_for
from tracker.app import create_app
from tracker.cli import tracker
from tracker.cli.demonstration import newsroom, player
from tracker.domain.actors import OPERATOR
from tracker.models import db
from tracker.services import audit, organizations
from tracker.services.audit import EntryFilters
from tracker.services.paging import Window


class InterruptedHere(Exception):
    """Somebody pulled the plug."""


@dataclass(frozen=True)
class Demonstration:
    """A demonstration that was set up, with what the command answered."""

    app: Flask
    answer: dict
    entries: list

    def get(self, path, who="checker"):
        headers = {"Authorization": f"Bearer {self.answer['keys'][who]}"} if who else {}
        return self.app.test_client().get(path, headers=headers)

    def claims(self):
        return self.get("/api/v1/claims?limit=200").json["items"]

    def all_of(self, noun):
        return [item for claim in self.claims() for item in self.get(claim["links"][noun]).json["items"]]

    def claim(self, words):
        [found] = [claim for claim in self.claims() if words in claim["text"]]
        return found


@contextmanager
def installed(kind, *, templates, cluster, folder):
    template, _ = templates[kind]
    with cluster.database(template) if kind == "postgres" else copied(template, folder) as url:
        app = create_app(settings_for(url, folder))
        yield app
        app.extensions["log_size"].close()
        with app.app_context():
            db.engine.dispose()


@contextmanager
def copied(template, folder):
    copy = folder / "demo.sqlite"
    shutil.copyfile(template.removeprefix("sqlite:///"), copy)
    yield f"sqlite:///{copy}"


def run(app, *options):
    result = app.test_cli_runner().invoke(tracker, ["demo", *options])
    assert result.exit_code == 0, result.output
    return result


def set_up(app, *options):
    return Demonstration(app, json.loads(run(app, "--json", *options).stdout), entries(app))


def entries(app):
    """Return the kinds of all entries about the demonstration, in their order."""
    with app.app_context():
        organization = organizations.by_slug(newsroom.SLUG)
        operator = replace(OPERATOR, organization_id=organization.id)
        first = audit.page(operator, EntryFilters(), Window(limit=200))
        second = audit.page(operator, EntryFilters(), Window(limit=200, cursor=first.next))
        return [entry["kind"] for entry in (*first.items, *second.items)]


def play_until(app, act):
    def show(_title, done, _total):
        if done == act:
            raise InterruptedHere

    with app.app_context(), pytest.raises(InterruptedHere):
        player.play(newsroom.open_newsroom(), app.config["TRACKER"], show)
