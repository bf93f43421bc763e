"""The small world that the tests of the heart look at."""

from __future__ import annotations

import unittest
from typing import Any

from lp_persistence.branding.interfaces import IFile
from lp_persistence.bugs.enums import BugTaskStatus, InformationType
from lp_persistence.bugs.interfaces import IAccessPolicy
from lp_persistence.context import Context
from lp_persistence.testing.layers import MEMORY
from lp_persistence.testing.tracker_factory import TrackerFactory

ADA, BEN, CYD, DEVELOPERS, SPIES = range(1, 6)
UBUNTU, DEBIAN = 1, 2
CRASH, EXIT, TYPO, SECRET = range(1, 5)
ICON = 1
GRANTED = 1

#: Past what any backend keeps.
HUGE = 2**70


class Village(unittest.TestCase):
    """People, two distributions and their bugs:

    == ========== ========= ==============  ==================================
    id name       displayed valid           in
    == ========== ========= ==============  ==================================
    1  ada        Ada       yes             developers (whose owner is cyd)
    2  ben        Ben       yes             developers, spies
    3  cyd        Cyd       no, suspended
    4  developers Devs      yes             (a team)
    5  spies      Spies     yes             (a team, private, whose owner is ada)
    == ========== ========= ==============  ==================================

    == ====== ==== ======== ==================== =======================
    id title  heat reporter subscribers          tasks
    == ====== ==== ======== ==================== =======================
    1  Crash  50   ada      ada, ben, spies      1 ubuntu, new, ben
                                                 2 debian, new, nobody
    2  exit   50   ben      developers, ada      3 ubuntu, triaged, spies
    3  Typo   None cyd                           4 debian, released, nobody
    4  Secret 90   ben      ben                  5 ubuntu, new, ada
    == ====== ==== ======== ==================== =======================

    Bug 3 repeats bug 1. Bug 4 is private; developers were granted its policy,
    so ada and ben may see it. Ubuntu's owner is ada, Debian's the spies.
    """

    layer = MEMORY
    factory: TrackerFactory

    def setUp(self) -> None:
        self.backend: Any = MEMORY["backend"]
        self.factory = factory = TrackerFactory(self.backend)
        factory.make(IFile, id=ICON, sha256="1c0")
        factory.person(id=ADA, name="ada", displayname="Ada")
        factory.person(id=BEN, name="ben", displayname="Ben")
        factory.person(id=CYD, valid=False, name="cyd", displayname="Cyd")
        self._teams()
        factory.distribution(id=UBUNTU, name="ubuntu", owner=ADA, icon=ICON)
        factory.distribution(id=DEBIAN, name="debian", owner=SPIES)
        self._bugs()
        self._tasks()
        factory.done()

    def _teams(self) -> None:
        self.factory.team(
            [ADA, BEN],
            id=DEVELOPERS,
            name="developers",
            displayname="Devs",
            team_owner=CYD,
            icon=ICON,
        )
        self.factory.team(
            [BEN],
            private=True,
            id=SPIES,
            name="spies",
            displayname="Spies",
            team_owner=ADA,
        )

    def _bugs(self) -> None:
        bug = self.factory.bug
        bug(
            id=CRASH,
            title="Crash",
            heat=50,
            reporter=ADA,
            subscribers=[ADA, BEN, SPIES],
        )
        bug(
            id=EXIT,
            title="exit",
            heat=50,
            reporter=BEN,
            subscribers=[DEVELOPERS, ADA, ADA],
        )
        bug(id=TYPO, title="Typo", heat=None, reporter=CYD, duplicate_of=CRASH)
        policy = self.factory.make(
            IAccessPolicy, id=GRANTED, distribution=UBUNTU, grantees=[DEVELOPERS]
        )
        bug(
            id=SECRET,
            title="Secret",
            heat=90,
            reporter=BEN,
            information_type=InformationType.USERDATA,
            subscribers=[BEN],
            policies=[policy],
        )

    def _tasks(self) -> None:
        for key, (bug, distribution, status, assignee) in enumerate(
            (
                (CRASH, UBUNTU, BugTaskStatus.NEW, BEN),
                (CRASH, DEBIAN, BugTaskStatus.NEW, None),
                (EXIT, UBUNTU, BugTaskStatus.TRIAGED, SPIES),
                (TYPO, DEBIAN, BugTaskStatus.FIXRELEASED, None),
                (SECRET, UBUNTU, BugTaskStatus.NEW, ADA),
            ),
            1,
        ):
            self.factory.task(
                id=key,
                bug=bug,
                distribution=distribution,
                status=status,
                assignee=assignee,
            )

    def realised(self, build: Any, viewer: Any = None) -> list[int]:
        """The ids of the group that ``build`` makes in a context of its own."""
        context = Context(viewer)
        group = build(context)
        context.realise()
        return [member.id for member in group]
