"""Where the command line starts, by its name or as `python -m tracker`."""

import gc

# What modules make is needed to the end: looking for garbage among it finds none, and takes a fifth of the start.
gc.disable()
from tracker import app  # noqa: E402, F401  # after the switch; each command goes on with it
from tracker.cli import tracker  # noqa: E402  # after the switch

gc.freeze()
gc.enable()


def main() -> None:
    """Run the command line."""
    tracker(prog_name="tracker")


if __name__ == "__main__":
    main()
