"""Accounts and the addresses of mail, and who is valid by them."""

from datetime import UTC

from storm.properties import DateTime, Int, Unicode
from storm.references import Reference
from zope.interface import implementer

from ...services.enumcol import DBEnum
from ...services.stormbase import StormBase
from ..enums import AccountStatus, EmailAddressStatus
from ..interfaces.person import IEmailAddress


class Account(StormBase):
    """By which a person signs in."""

    __storm_table__ = "account"

    id = Int(primary=True)
    displayname = Unicode(allow_none=False)
    status = DBEnum(enum=AccountStatus, allow_none=False)
    date_status_set = DateTime(tzinfo=UTC, allow_none=False)


@implementer(IEmailAddress)
class EmailAddress(StormBase):
    """See ``IEmailAddress``."""

    __storm_table__ = "emailaddress"

    id = Int(primary=True)
    email = Unicode(allow_none=False)
    person_id = Int(name="person", allow_none=False)
    person = Reference(person_id, "Person.id")
    status = DBEnum(enum=EmailAddressStatus, allow_none=False)


class ValidPersonOrTeamCache(StormBase):
    """A view: who is in it is valid."""

    __storm_table__ = "validpersonorteamcache"

    id = Int(primary=True)
