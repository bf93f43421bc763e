"""The small world that the documentation speaks of.

``begin()`` at an interactive prompt has it in memory, so that the pages can be
typed along.
"""

from __future__ import annotations

from typing import Any

from zope.component import getGlobalSiteManager
from zope.configuration import xmlconfig

import lp_persistence
from lp_persistence.branding.interfaces import IFile
from lp_persistence.bugs.enums import BugTaskStatus, InformationType
from lp_persistence.bugs.interfaces import IBug, IBugTask
from lp_persistence.interfaces import IBackend
from lp_persistence.memory.backend import MemoryBackend
from lp_persistence.people.enums import (
    AccountStatus,
    EmailAddressStatus,
    PersonVisibility,
)
from lp_persistence.people.interfaces import IEmailAddress, IPerson
from lp_persistence.people.membership.enums import TeamMembershipStatus
from lp_persistence.people.membership.interfaces import ITeamMembership
from lp_persistence.pillars.interfaces import IDistribution
from lp_persistence.testing.factory import Factory


def fill(backend: Any) -> None:
    """Two persons, a team and a private one, a distribution with two bugs."""
    factory = Factory(backend)
    portrait = factory.make(IFile, sha256="5f" * 32)
    anna, ben = (
        factory.make(
            IPerson,
            name=displayname.lower(),
            displayname=displayname,
            account_status=AccountStatus.ACTIVE,
            icon=portrait,
        )
        for displayname in ("Anna", "Ben")
    )
    for person, email in ((anna, "anna@example.org"), (ben, "ben@example.org")):
        factory.make(
            IEmailAddress,
            person=person,
            email=email,
            status=EmailAddressStatus.PREFERRED,
        )
    desktop = factory.make(
        IPerson, name="desktop", displayname="Desktop team", team_owner=anna
    )
    secret = factory.make(
        IPerson,
        name="secret",
        displayname="Secret team",
        team_owner=anna,
        visibility=PersonVisibility.PRIVATE,
    )
    factory.make(
        ITeamMembership,
        team=desktop,
        person=ben,
        status=TeamMembershipStatus.APPROVED,
    )
    ubuntu = factory.make(
        IDistribution,
        name="ubuntu",
        displayname="Ubuntu",
        owner=desktop,
        registrant=anna,
    )
    trash, window = (
        factory.make(
            IBug,
            title=title,
            heat=heat,
            reporter=reporter,
            information_type=InformationType.PUBLIC,
            tags=tags,
        )
        for title, heat, reporter, tags in (
            ("Trash is emptied at once", 44, anna, ("files", "ui")),
            ("Window can't be moved", 6, ben, ("ui", "windows")),
        )
    )
    for bug, status, assignee in (
        (trash, BugTaskStatus.TRIAGED, ben),
        (window, BugTaskStatus.NEW, secret),
    ):
        factory.make(
            IBugTask,
            bug=bug,
            owner=ben,
            distribution=ubuntu,
            status=status,
            assignee=assignee,
        )
    for bug, subscriber in ((trash, ben), (trash, anna), (window, anna)):
        factory.link(IBug["subscribers"], bug, subscriber)
    factory.link(IBug["subscribers"], trash, secret)
    factory.done()


def begin() -> MemoryBackend:
    """Register the tracker's entities and keep the small world in memory.

    Returns the backend. For a process of its own: what it registers stays.
    """
    xmlconfig.file("domain.zcml", lp_persistence)
    backend = MemoryBackend()
    getGlobalSiteManager().registerUtility(backend, IBackend)
    fill(backend)
    return backend
