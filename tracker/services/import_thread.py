"""Brings in imports by itself: at the start, when one is filed, and now and then what another process left."""

from tracker.services import import_runs
from tracker.services.chores import Chore
from tracker.services.context import Context
from tracker.services.import_runs import Site

LOOK_SECONDS = 30.0
FILED = "import.filed"


class ImportThread(Chore):
    """Takes on whatever import waits."""

    undone = "not-imported"
    passes = (*Chore.passes, OSError)

    def __init__(self, site: Site, context: Context) -> None:
        super().__init__("imports", context)
        self.site = site

    def heeds(self, kinds: frozenset[str]) -> bool:
        """Tell whether an import was filed."""
        return FILED in kinds

    def turn(self) -> float:
        """Bring in what waits."""
        with self.context():
            import_runs.run_all(self.site)
        return LOOK_SECONDS


def start(site: Site, context: Context) -> ImportThread:
    """Start looking for imports, with what makes an application's context."""
    thread = ImportThread(site, context)
    thread.start()
    return thread
