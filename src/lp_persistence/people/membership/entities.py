"""Memberships: what they know of themselves."""

from lp_persistence.entity import Entity
from lp_persistence.people.membership.enums import ACTIVE
from lp_persistence.people.membership.interfaces import ITeamMembership


class TeamMembership(Entity, implements=ITeamMembership):
    """See ``ITeamMembership``."""

    @property
    def is_active(self) -> bool:
        return self.status in ACTIVE
