"""The command in a process of its own, with something to serve."""

import sys
from pathlib import Path

from zope.component import provideUtility

import lp_persistence
from lp_persistence.command import main
from lp_persistence.command.interfaces import IWSGIApplicationFactory
from lp_persistence.command.tests.fakes import FakeApplicationFactory

PACKAGE = Path(lp_persistence.__file__).parent


def site(store: str) -> Path:
    """That of these tests, or the package's own, whatever a checkout adds."""
    if store.startswith("fake:"):
        return Path(__file__).parent / "site.zcml"
    return PACKAGE / ("memory.zcml" if store == "memory:" else "configure.zcml")


if __name__ == "__main__":
    provideUtility(FakeApplicationFactory(), IWSGIApplicationFactory)
    sys.exit(main(site=site))
