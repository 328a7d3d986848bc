"""Whatever is changed in the log or in what is made of it is found, and its table and entry are named."""

import random
from collections import defaultdict

import pytest

from tests.services.integrity import examining, forgeries, rounds
from tests.services.integrity.rounds import SEQUENCED, Neighbourhood
from tests.services.integrity.signing import KEY, sign
from tracker.models import db
from tracker.models.database import WRITING

SEED, SAMPLE, PARTS = 20261122, 60, 8


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
    """Return the forgeries that are not found and named, and how many the database let through.

    What is not named by itself beside others is tried alone.
    """
    found, through = [], 0
    neighbourhood = Neighbourhood(connection)
    for together in neighbourhood.rounds(chosen):
        point = connection.begin_nested()
        done = [forgery for forgery in together if is_done(connection, forgery)]
        findings = examined(app, connection, together[0]) if done else []
        point.rollback()
        clear = [forgery for forgery in done if rounds.is_named(forgery, findings)]
        if not neighbourhood.explains(done, findings):
            clear = []
        alone, more = missed_alone(app, connection, [forgery for forgery in together if forgery not in clear])
        found, through = found + alone, through + len(clear) + more
    return found, through


def missed_alone(app, connection, chosen):
    found, through = [], 0
    for forgery in chosen:
        point = connection.begin_nested()
        is_through = forgeries.done(connection, forgery)
        findings = examined(app, connection, forgery) if is_through else []
        point.rollback()
        through += is_through
        if is_through and not any(names(finding, forgery) for finding in findings):
            found.append((forgery.name, forgery.seq, *map(str, findings[:3])))
    return found, through


def is_done(connection, forgery):
    """Do it beside others, and tell whether keys and constraints allow that."""
    point = connection.begin_nested()
    if forgeries.done(connection, forgery):
        point.commit()
        return True
    point.rollback()
    return False


def examined(app, connection, forgery):
    """Return what is found by the command that looks at a forgery's table."""
    db.session().expunge_all()
    if forgery.table.startswith("log_"):
        return examining.verified(connection, keys=[KEY.verifier()]).findings.first
    return examining.audited(app, connection).findings.first


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

    found, through = missed(busy, unguarded, chosen)

    assert found == []
    assert through > len(chosen) * 3 / 4
    assert nothing_is_wrong(busy, unguarded)


@pytest.mark.soak
@pytest.mark.parametrize("part", range(PARTS))
def test_whatever_is_changed_is_found_and_named(part, busy, unguarded):
    every = list(forgeries.of(unguarded))
    random.Random(SEED).shuffle(every)
    chosen = every[part::PARTS]

    found, through = missed(busy, unguarded, chosen)

    assert found == []
    assert through > len(chosen) / 2
    assert nothing_is_wrong(busy, unguarded)
