"""The enumerations of memberships."""

from typing import Final

from lazr.enum import DBItem

from lp_persistence.enumeration import Enumeration


class TeamMembershipStatus(Enumeration):
    """How somebody stands to a team."""

    PROPOSED = DBItem(1, "Proposed")
    APPROVED = DBItem(2, "Approved")
    ADMIN = DBItem(3, "Administrator")
    DEACTIVATED = DBItem(4, "Deactivated")
    EXPIRED = DBItem(5, "Expired")
    DECLINED = DBItem(6, "Declined")
    INVITED = DBItem(7, "Invited")
    INVITATION_DECLINED = DBItem(8, "Invitation declined")


#: With one of these somebody is in the team.
ACTIVE: Final = (TeamMembershipStatus.APPROVED, TeamMembershipStatus.ADMIN)
