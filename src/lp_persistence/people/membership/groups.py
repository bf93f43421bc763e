"""Groups of memberships."""

from typing import Any

from zope.interface import implementer

from lp_persistence.group import Group
from lp_persistence.people.membership.enums import TeamMembershipStatus
from lp_persistence.people.membership.interfaces import ITeamMemberships
from lp_persistence.verbs import follow


@implementer(ITeamMemberships)
class TeamMemberships(Group):
    """See ``ITeamMemberships``."""

    get_team = follow("team")
    get_person = follow("person")
    get_proposed_by = follow("proposed_by")
    get_acknowledged_by = follow("acknowledged_by")
    get_reviewed_by = follow("reviewed_by")
    get_last_changed_by = follow("last_changed_by")

    def active(self) -> Any:
        return self.filter(active=True)

    def administrators(self) -> Any:
        return self.filter(status=TeamMembershipStatus.ADMIN)
