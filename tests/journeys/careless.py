"""A worker that says now and then that a message has arrived which it never sent: for the trial to find out."""

import itertools
from datetime import timedelta

from tracker.__main__ import main
from tracker.lib import clock
from tracker.services import courier
from tracker.services.delivering import Outcome

_count = itertools.count(1)
_carry = courier.carry


def _careless(parcel, outgoing, *, seconds):
    if next(_count) % 10:
        return _carry(parcel, outgoing, seconds=seconds)
    return Outcome(parcel=parcel, at=clock.now(), duration=timedelta(0), status=204)


if __name__ == "__main__":
    courier.carry = _careless
    main()
