"""The persons and teams of a generated world, and their addresses.

What other rows refer to or count on is drawn at once and kept in arrays; texts
and dates are made as the rows are read.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, Final, NamedTuple

from lp_persistence.people.enums import (
    AccountStatus,
    EmailAddressStatus,
    PersonCreationRationale,
    PersonVisibility,
    TeamMembershipPolicy,
)
from lp_persistence.sample.chance import INTEGERS, Chance, Weighted
from lp_persistence.sample.files import Files, images_from
from lp_persistence.sample.words import (
    CIRCLES,
    FAMILY,
    GIVEN,
    HOMEPAGES,
    SUBJECTS,
)

#: Persons whose ids are the same in every world. ``ADMIN`` is in the team
#: ``ADMINS``, ``AIDE`` too, by the team ``AIDES`` that is in it; ``MEMBER``
#: is in the private team ``VAULT``; ``STRANGER`` is in no team.
ADMIN: Final = 1
ADMINS: Final = 2
MEMBER: Final = 3
VAULT: Final = 4
STRANGER: Final = 5
AIDES: Final = 6
AIDE: Final = 7


class Fixed(NamedTuple):
    """A person that every world has."""

    name: str
    displayname: str
    owner: int | None = None
    is_private: bool = False
    members: tuple[int, ...] = ()


FIXED: Final = {
    ADMIN: Fixed("admin", "Ada Aldermoor"),
    ADMINS: Fixed("admins", "Administrators", ADMIN, members=(ADMIN, AIDES)),
    MEMBER: Fixed("member", "Milo Marrowby"),
    VAULT: Fixed("vault", "The Vault", MEMBER, True, (MEMBER,)),
    STRANGER: Fixed("stranger", "Una Undermoor"),
    AIDES: Fixed("aides", "Aides", ADMIN, members=(AIDE,)),
    AIDE: Fixed("aide", "Rosa Rosenthorn"),
}

#: The smallest world has so many persons, and two bugs bring one more.
FEWEST_PERSONS: Final = 60
TEAMS: Final = 0.1
PRIVATE_TEAMS: Final = 0.1
MERGED: Final = 0.02
BRANDED: Final = 0.2
TEAMS_WITH_ADDRESS: Final = 0.2

_ACTIVE = AccountStatus.ACTIVE.value
_NEW, _VALIDATED, _OLD, _PREFERRED = (
    status.value
    for status in (
        EmailAddressStatus.NEW,
        EmailAddressStatus.VALIDATED,
        EmailAddressStatus.OLD,
        EmailAddressStatus.PREFERRED,
    )
)
#: (weight, (status of the account, statuses of the addresses)). Most are
#: valid; the persons of FIXED are of the first kind.
ACCOUNTS: Final[tuple[tuple[int, tuple[int | None, tuple[int, ...]]], ...]] = (
    (760, (_ACTIVE, (_PREFERRED,))),
    (70, (_ACTIVE, (_PREFERRED, _VALIDATED))),
    (40, (_ACTIVE, (_OLD, _PREFERRED, _NEW))),
    (25, (_ACTIVE, (_VALIDATED,))),
    (10, (_ACTIVE, (_NEW, _OLD))),
    (10, (_ACTIVE, ())),
    (15, (AccountStatus.DEACTIVATED.value, (_OLD,))),
    (5, (AccountStatus.DEACTIVATED.value, (_PREFERRED,))),
    (10, (AccountStatus.SUSPENDED.value, (_PREFERRED,))),
    (5, (AccountStatus.CLOSED.value, ())),
    (5, (AccountStatus.DECEASED.value, (_PREFERRED,))),
    (10, (AccountStatus.PLACEHOLDER.value, ())),
    (15, (AccountStatus.NOACCOUNT.value, (_NEW,))),
    (10, (None, (_NEW,))),
    (10, (None, ())),
)
#: Why persons with an account of their own are known, and why others are.
_REGISTERED: Final = Weighted[int](
    (900, PersonCreationRationale.OWNER_CREATED_LAUNCHPAD.value),
    (40, PersonCreationRationale.OWNER_CREATED_SHIPIT.value),
    (30, PersonCreationRationale.OWNER_CREATED_UBUNTU_WIKI.value),
    (10, PersonCreationRationale.OWNER_CREATED_UBUNTU_SHOP.value),
    (10, PersonCreationRationale.OWNER_CREATED_UNKNOWN_TRUSTROOT.value),
    (10, PersonCreationRationale.SOFTWARE_CENTER_PURCHASE.value),
)
_MET: Final = Weighted[int](
    (40, PersonCreationRationale.SOURCEPACKAGEIMPORT.value),
    (20, PersonCreationRationale.BUGIMPORT.value),
    (15, PersonCreationRationale.FROMEMAILMESSAGE.value),
    (10, PersonCreationRationale.POFILEIMPORT.value),
    (10, PersonCreationRationale.BUGWATCH.value),
    (5, PersonCreationRationale.UNKNOWN.value),
)
_MODERATED: Final[int] = TeamMembershipPolicy.MODERATED.value
_WITHOUT_ACCOUNT: Final = (
    None,
    AccountStatus.NOACCOUNT.value,
    AccountStatus.PLACEHOLDER.value,
)
_JOINED: Final = Weighted[int](
    (40, _MODERATED),
    (25, TeamMembershipPolicy.OPEN.value),
    (30, TeamMembershipPolicy.RESTRICTED.value),
    (5, TeamMembershipPolicy.DELEGATED.value),
)
#: So many do not show their addresses; so many teams have another owner than
#: who registered them.
HIDES_EMAILS: Final = 0.1
HANDED_OVER: Final = 0.2
_ACCOUNT = Weighted(*((weight, kind) for kind, (weight, _) in enumerate(ACCOUNTS)))
#: When the first of them registered.
BEGIN: Final = datetime(2004, 9, 20, tzinfo=UTC)


class People:
    """Who there is in the world of ``size`` bugs.

    ``popular`` holds every id in the order of how often others meet it.
    """

    def __init__(self, size: int, seed: int, files: Files):
        self._seed = seed
        self.count = FEWEST_PERSONS + size // 2
        self.ids = range(1, self.count + 1)
        #: By id; 0 for none, and at the place 0.
        self.owner = array(INTEGERS, [0]) * (self.count + 1)
        self.merged_into = array(INTEGERS, [0]) * (self.count + 1)
        self.first_file = array(INTEGERS, [0]) * (self.count + 1)
        self.private = bytearray(self.count + 1)
        self._account = bytearray(self.count + 1)
        #: Which words a name is made of, and its number among those alike.
        self._words = array(INTEGERS, [0]) * (self.count + 1)
        self._number = array(INTEGERS, [0]) * (self.count + 1)
        self._draw_kinds()
        self._draw_names()
        self._draw_accounts()
        self._draw_files(files)
        self.popular = self._draw_popular()

    def is_team(self, person: int) -> bool:
        """Whether this id is a team's."""
        return self.owner[person] != 0

    def _draw_kinds(self) -> None:
        chance = Chance(self._seed, "kinds")
        for person in self.ids:
            if person in FIXED:
                self.owner[person] = FIXED[person].owner or 0
                self.private[person] = FIXED[person].is_private
                continue
            if chance.passes(TEAMS):
                # A team may own a team; whoever owns one is there before it.
                self.owner[person] = 1 + chance.below(person - 1)
                self.private[person] = chance.passes(PRIVATE_TEAMS)
            if chance.passes(MERGED):
                self.merged_into[person] = 1 + chance.below(person - 1)

    def _draw_names(self) -> None:
        chance = Chance(self._seed, "names")
        seen: dict[tuple[bool, int], int] = {}
        for person in self.ids:
            is_team = self.is_team(person)
            first, second = (SUBJECTS, CIRCLES) if is_team else (GIVEN, FAMILY)
            words = chance.below(len(first) * len(second))
            self._words[person] = words
            number = seen.get((is_team, words), 0) + 1
            self._number[person] = seen[is_team, words] = number

    def _draw_accounts(self) -> None:
        chance = Chance(self._seed, "accounts")
        # Each kind is there in the smallest world.
        sure = iter(range(len(ACCOUNTS)))
        for person in self.ids:
            if not self.is_team(person) and person not in FIXED:
                drawn = _ACCOUNT.draw(chance)
                self._account[person] = next(sure, drawn)

    def _draw_files(self, files: Files) -> None:
        chance = Chance(self._seed, "files")
        for person in self.ids:
            if chance.passes(BRANDED):
                self.first_file[person] = files.images()

    def _draw_popular(self) -> array[int]:
        popular = Chance(self._seed, "popular").shuffled(self.count)
        # Pages of every world have something to hide.
        for place, person in ((3, VAULT), (5, MEMBER)):
            found = popular.index(person)
            popular[place], popular[found] = person, popular[place]
        return popular

    def name(self, person: int) -> str:
        """The name that is an id, unique."""
        if person in FIXED:
            return FIXED[person].name
        first, second = self._parts(person)
        number = self._number[person]
        name = f"{first[1]}-{second[1]}" + (f"-{number}" if number > 1 else "")
        if self.merged_into[person]:
            name += "-merged"
        return name

    def displayname(self, person: int) -> str:
        """The name shown, which others may bear too."""
        if person in FIXED:
            return FIXED[person].displayname
        first, second = self._parts(person)
        return f"{first[0]} {second[0]}"

    def _parts(self, person: int) -> tuple[tuple[str, str], tuple[str, str]]:
        first, second = (SUBJECTS, CIRCLES) if self.owner[person] else (GIVEN, FAMILY)
        place, other = divmod(self._words[person], len(second))
        return first[place], second[other]

    def rows(self) -> Iterator[tuple[Any, ...]]:
        """(id, name, displayname, visibility, membership_policy,
        account_status, creation_rationale, date_created, homepage,
        hides_emails, team_owner, registrant, merged_into, icon, logo, mugshot)
        """
        chance = Chance(self._seed, "person rows")
        small = Chance(self._seed, "person attributes")
        visibility = (PersonVisibility.PUBLIC.value, PersonVisibility.PRIVATE.value)
        for person in self.ids:
            is_team = self.is_team(person)
            _, (status, _) = ACCOUNTS[self._account[person]]
            merged = self.merged_into[person]
            yield (
                person,
                self.name(person),
                self.displayname(person),
                visibility[self.private[person]],
                self._policy(small, is_team),
                None if is_team or merged else status,
                None if is_team else self._rationale(small, person, status),
                BEGIN + timedelta(hours=person, microseconds=chance.below(10**9)),
                chance.one_of(HOMEPAGES) if chance.passes(0.1) else None,
                small.passes(HIDES_EMAILS) and person not in FIXED,
                self.owner[person] or None,
                self._registrant(small, person) if is_team else None,
                merged or None,
                *images_from(self.first_file[person]),
            )

    def _policy(self, chance: Chance, is_team: bool) -> int:
        # The column can't be null, and says nothing of a person.
        if not is_team:
            return _MODERATED
        return _JOINED.draw(chance)

    def _rationale(self, chance: Chance, person: int, status: int | None) -> int:
        if person in FIXED:
            return _REGISTERED.values[0]
        kind = _MET if status in _WITHOUT_ACCOUNT else _REGISTERED
        return kind.draw(chance)

    def _registrant(self, chance: Chance, team: int) -> int:
        """Who registered a team: mostly its owner, or somebody before it."""
        if team in FIXED or not chance.passes(HANDED_OVER):
            return self.owner[team]
        return 1 + chance.below(team - 1)

    def address_statuses(self, person: int) -> tuple[int, ...]:
        """The status of each address of a person or team."""
        if self.is_team(person):
            has_one = person % round(1 / TEAMS_WITH_ADDRESS) == 0
            return (_PREFERRED,) if has_one else ()
        _, (_, statuses) = ACCOUNTS[self._account[person]]
        return statuses

    @property
    def address_count(self) -> int:
        """How many addresses there are."""
        return sum(len(self.address_statuses(person)) for person in self.ids)

    def address_rows(self) -> Iterator[tuple[Any, ...]]:
        """(id, email, status, person)"""
        address = 0
        for person in self.ids:
            name = self.name(person)
            for status in self.address_statuses(person):
                address += 1
                if status == _PREFERRED:
                    email = f"{name}@example.com"
                else:
                    email = f"{name.title()}+{address}@Example.ORG"
                yield address, email, status, person
