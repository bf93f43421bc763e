"""All persons, and what they may do by the teams they are in."""

from zope.component import getUtility
from zope.interface import implementer

from ...services.interfaces import IStore
from ...webapp.interfaces import IPersonRoles
from ..enums import AccountStatus
from ..interfaces.person import IPersonSet
from .account import Account
from .person import Person


@implementer(IPersonRoles)
class PersonRoles:
    """See ``IPersonRoles``."""

    def __init__(self, person):
        self.person = person

    @property
    def in_admin(self):
        """See ``IPersonRoles``."""
        return self.inTeam(getUtility(IPersonSet).getByName("admins"))

    def inTeam(self, team):
        """See ``IPersonRoles``."""
        return self.person.inTeam(team)


@implementer(IPersonSet)
class PersonSet:
    """See ``IPersonSet``."""

    def get(self, personid):
        """See ``IPersonSet``."""
        return IStore(Person).get(Person, personid)

    def getByName(self, name):
        """See ``IPersonSet``."""
        return IStore(Person).find(Person, name=name).one()

    def getByLogin(self, name):
        """See ``IPersonSet``."""
        return (
            IStore(Person)
            .find(
                Person,
                Person.name == name,
                Person.account_id == Account.id,
                Account.status == AccountStatus.ACTIVE,
            )
            .one()
        )
