"""Who looks after the pillars of a generated world, and how their bugs are
shared.

It is drawn apart from what else there is of them, row by row.
"""

from __future__ import annotations

from typing import Final

from lp_persistence.pillars.enums import BugSharingPolicy
from lp_persistence.sample.chance import Chance, Weighted
from lp_persistence.sample.people import People
from lp_persistence.sample.words import TAGS

#: So many have somebody else to plan their releases, or tend their bugs, and
#: were registered by somebody else.
DRIVEN: Final = 0.3
SUPERVISED: Final = 0.25
HANDED_OVER: Final = 0.2

#: So many products suggest tags for their bugs, as all distributions do: of those
#: that bugs have the first ones, and some that are theirs alone.
SUGGESTING: Final = 0.6
OWN_TAGS: Final = ("hardy", "verification-done", "patch-accepted-upstream", "größe")

_POLICY: Final = Weighted[int | None](
    (60, BugSharingPolicy.PUBLIC.value),
    (12, BugSharingPolicy.PUBLIC_OR_PROPRIETARY.value),
    (8, BugSharingPolicy.PROPRIETARY_OR_PUBLIC.value),
    (6, BugSharingPolicy.PROPRIETARY.value),
    (2, BugSharingPolicy.FORBIDDEN.value),
    (2, BugSharingPolicy.EMBARGOED_OR_PROPRIETARY.value),
    (10, None),
)


class Tending:
    """Draws for the pillars of one ``kind``, or for their series."""

    def __init__(self, seed: int, kind: str, people: People):
        self._chance = Chance(seed, f"{kind} tending")
        self._tags = Chance(seed, f"{kind} tags")
        self._people = people

    def registrant(self, owner: int) -> int:
        """Who registered what ``owner`` owns: mostly the same."""
        return self._somebody(HANDED_OVER) or owner

    def driver(self) -> int | None:
        """Who plans the releases, if not the owner."""
        return self._somebody(DRIVEN)

    def bug_supervisor(self) -> int | None:
        """Who tends the bugs, if anybody."""
        return self._somebody(SUPERVISED)

    def bug_sharing_policy(self) -> int | None:
        """That of a product; it may not say."""
        return _POLICY.draw(self._chance)

    def official_tags(self, share: float = 1) -> tuple[str, ...]:
        """The tags that are suggested for the bugs of one of so many, by code
        point; none of the others."""
        common = TAGS[: 1 + self._tags.below(len(TAGS))]
        own = self._tags.one_of(OWN_TAGS)
        suggests = self._tags.passes(share)
        return tuple(sorted((*common, own))) if suggests else ()

    def _somebody(self, share: float) -> int | None:
        popular = self._people.popular
        found = popular[self._chance.skewed(len(popular))]
        return found if self._chance.passes(share) else None
