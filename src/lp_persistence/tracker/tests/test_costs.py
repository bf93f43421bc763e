"""What the pages cost, however much there is to show."""

from __future__ import annotations

import unittest

from lp_persistence.bugs.enums import BugTaskStatus, InformationType
from lp_persistence.model import get_model
from lp_persistence.people.enums import AccountStatus, EmailAddressStatus
from lp_persistence.people.membership.enums import TeamMembershipStatus
from lp_persistence.testing.world import World
from lp_persistence.tracker.tests.site import TRACKER, sign_in, statements, texts


def world(bugs: int, rows: int) -> World:
    """A distribution with ``bugs``, and ``rows`` behind every collection.

    The persons of each bug are the same, the last of them a team.
    """
    made = World()
    made.add("IFile", id=1, sha256="ab" * 32)
    for key in range(1, rows + 2):
        made.add(
            "IPerson",
            id=key,
            name=f"p{key}",
            displayname=f"P{key}",
            visibility=1,
            account_status=AccountStatus.ACTIVE.value,
            team_owner=1 if key > rows else None,
            icon=1,
        )
        status = EmailAddressStatus.PREFERRED.value
        made.add("IEmailAddress", id=key, email=f"{key}@x", status=status, person=key)
        if key <= rows:
            approved = TeamMembershipStatus.APPROVED.value
            ends = {"team": rows + 1, "person": key}
            made.add("ITeamMembership", id=key, status=approved, **ends)
    made.add("IDistribution", id=1, name="ubuntu", displayname="U", owner=1, logo=1)
    made.add("IPillarName", id=1, name="ubuntu", active=True, distribution=1)
    for bug in range(1, bugs + 1):
        made.add(
            "IBug",
            id=bug,
            title=f"B{bug}",
            heat=bug,
            information_type=InformationType.PUBLIC.value,
            reporter=rows + 1,
        )
        for key in range(1, rows + 1):
            made.link("IBug", "subscribers", bug, key)
            made.add(
                "IBugTask",
                id=bug * rows + key,
                status=BugTaskStatus.NEW.value,
                bug=bug,
                distribution=1,
                assignee=key,
            )
    return made


class TestStatements(unittest.TestCase):
    layer = TRACKER

    def statements(self, bugs: int, rows: int, path: str = "/ubuntu") -> int:
        """What a page of such a world costs, by what its head tells."""
        world(bugs, rows).load(self.layer["backend"], get_model())
        page = self.layer["app"].get(path)
        found = statements(page)
        said = f"{found} statement{'s' * (found != 1)}, "
        self.assertIn(said, texts(page, "footer")[0])
        return found

    def test_the_page_of_a_distribution_takes_seven(self):
        """For nobody."""
        self.assertEqual(self.statements(1, 1), 7)

    def test_a_thousand_rows_behind_every_collection_take_no_more(self):
        """A bug with a thousand tasks, assignees and subscribers."""
        self.assertEqual(self.statements(1, 1000), 7)

    def test_fifty_bugs_take_no_more(self):
        """Of which twenty are shown."""
        self.assertEqual(self.statements(50, 2), 7)

    def test_a_viewer_takes_one_more(self):
        """For what the rules ask of them, however many there are."""
        sign_in(1)
        self.assertEqual(self.statements(1, 1), 8)

    def test_a_viewer_in_a_large_team_takes_one_more(self):
        """A thousand rows behind every collection here too."""
        sign_in(1)
        self.assertEqual(self.statements(1, 1000), 8)

    def test_the_first_page_takes_seven(self):
        """Three kinds of pillars with their logos; bugs, tasks, people, images."""
        self.assertEqual(self.statements(50, 20, "/"), 7)

    def test_what_is_not_there_takes_one(self):
        """That of its name; all that would follow is left out."""
        page = self.layer["app"].get("/nothing", status=404)
        self.assertEqual(statements(page), 1)

    def test_a_path_that_leads_nowhere_takes_none(self):
        """There is no view to fetch for."""
        for path in ("/ubuntu/nonsense", "/@@/nonsense", "/@@/tracker.css"):
            page = self.layer["app"].get(path, status="*")
            self.assertEqual(statements(page), 0, path)
