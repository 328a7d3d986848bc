"""Whatever is changed in the log or in what is made of it is found, and its table and entry are named."""

import random
from collections import defaultdict
from itertools import zip_longest

import pytest

from tests.services.integrity import examining, forgeries
from tests.services.integrity.signing import KEY, sign
from tracker.models import db
from tracker.models.database import WRITING

SEED, SAMPLE = 20261122, 60
SEQUENCED = ("log_entry", "log_field")


@pytest.fixture
def unguarded(busy):
    """The session's connection in a transaction that is never committed, with the guards off."""
    with busy.app_context():
        sign(db.session())
        connection = db.session().connection(execution_options={WRITING: True})
        forgeries.guards_off(connection)
        yield connection
        db.session().rollback()


def sampled(every):
    """Some of each kind, and a sample of all."""
    kinds = defaultdict(list)
    for forgery in every:
        kinds[forgery.name].append(forgery)
    chance = random.Random(SEED)
    return [chance.choice(alike) for alike in kinds.values()] + chance.sample(every, SAMPLE)


def missed(app, connection, chosen):
    """Return the forgeries that are not found and named, and how many the database let through."""
    found, through = [], 0
    for forgery in chosen:
        point = connection.begin_nested()
        if forgeries.done(connection, forgery):
            through += 1
            found += missing(app, connection, forgery)
        point.rollback()
    return found, through


def missed_together(app, connection, chosen):
    """Return the same by fewer audits: what they say of a table depends on the log and on no other table.

    What is not named by its own table is tried alone.
    """
    of_log = [forgery for forgery in chosen if forgery.table.startswith("log_")]
    found, through = missed(app, connection, of_log)
    for together in rounds([forgery for forgery in chosen if forgery not in of_log]):
        point = connection.begin_nested()
        done = [forgery for forgery in together if is_done(connection, forgery)]
        db.session().expunge_all()
        audited = examining.audited(app, connection).findings.first
        named = {finding.table for finding in audited if finding.seq is not None}
        point.rollback()
        unclear = [forgery for forgery in done if forgery.table not in named]
        alone, more = missed(app, connection, unclear)
        found, through = found + alone, through + len(done) - len(unclear) + more
    return found, through


def rounds(chosen):
    """Share forgeries out so that each round changes no table twice."""
    queues = defaultdict(list)
    for forgery in chosen:
        queues[forgery.table].append(forgery)
    return [list(filter(None, each)) for each in zip_longest(*queues.values())]


def is_done(connection, forgery):
    """Do it beside others, and tell whether keys and constraints allow that."""
    point = connection.begin_nested()
    if forgeries.done(connection, forgery):
        point.commit()
        return True
    point.rollback()
    return False


def missing(app, connection, forgery):
    """Return the forgery with what is found instead, where that does not name it."""
    db.session().expunge_all()
    if forgery.table.startswith("log_"):
        findings = examining.verified(connection, keys=[KEY.verifier()]).findings.first
    else:
        findings = examining.audited(app, connection).findings.first
    if any(names(finding, forgery) for finding in findings):
        return []
    return [(forgery.name, forgery.seq, *map(str, findings[:3]))]


def names(finding, forgery):
    if forgery.table in SEQUENCED and not forgery.name.endswith("doubled"):
        return finding.table in SEQUENCED and finding.seq == forgery.seq
    return finding.table in {forgery.table, "log_entry"} and finding.seq is not None


def nothing_is_wrong(app, connection):
    return (
        not examining.verified(connection, keys=[KEY.verifier()]).findings.count
        + examining.audited(app, connection).findings.count
    )


def test_what_is_changed_is_found_and_named(busy, unguarded):
    chosen = sampled(list(forgeries.of(unguarded)))

    found, through = missed_together(busy, unguarded, chosen)

    assert found == []
    assert through > len(chosen) * 3 / 4
    assert nothing_is_wrong(busy, unguarded)


@pytest.mark.soak
def test_whatever_is_changed_is_found_and_named(busy, unguarded):
    every = list(forgeries.of(unguarded))

    found, through = missed(busy, unguarded, every)

    assert found == []
    assert through > len(every) / 2
    assert nothing_is_wrong(busy, unguarded)
