"""Listings as unions of others, each of which an index gives in its order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from lp_persistence.steps import Everything, Given, Leads, Reached, Scope, United
from lp_persistence.storm.conditions import is_limited

#: Each branch is planned for itself; those of more would cost more than looking at
#: all members once.
_MOST: Final = 4


def branches(scope: Scope) -> list[Scope]:
    """Scopes whose members, together, are those of a scope; it alone, where it is
    not reached over what leads to one of a few kinds.

    The bugs of a person are those that are reported by, assigned to or followed by
    somebody: no index has all of them in an order, but each has its own. A member
    of several branches stands at the same place in each.
    """
    if not isinstance(scope.origin, Reached):
        return [scope]
    for union in unions_of(scope):
        assert isinstance(union.target.origin, United)
        parts = union.target.origin.parts
        if 1 < len(parts) <= _MOST and all(map(_is_of_ids, parts)):
            return list(_branches(scope, union))
    return [scope]


def unions_of(scope: Scope) -> list[Leads]:
    """The conditions by which members have to be of one of several groups."""
    origin = scope.origin
    if not isinstance(origin, Reached):
        return []
    return [
        each
        for each in origin.source.where
        if isinstance(each, Leads)
        and each.edge == origin.edge
        and isinstance(each.target.origin, United)
        and _is_condition(each.target, scope)
    ]


def _is_of_ids(part: Scope) -> bool:
    """Whether it leads to ids that are at hand: of others a planner can't tell how
    many there are, and looks at all of them."""
    return any(
        isinstance(each, Leads) and isinstance(each.target.origin, Given)
        for each in part.where
    )


def _branches(scope: Scope, union: Leads) -> Iterator[Scope]:
    origin, parts = scope.origin, union.target.origin
    assert isinstance(origin, Reached) and isinstance(parts, United)
    others = tuple(each for each in origin.source.where if each is not union)
    for part in parts.parts:
        where, of_source = scope.where + union.target.where, others
        if isinstance(part.origin, Everything) and _is_condition(part, scope):
            # Said of the member, rows that hold facts of it can answer.
            where += part.where
        else:
            of_source += (replace(union, target=part),)
        source = replace(origin.source, where=of_source)
        yield replace(scope, origin=replace(origin, source=source), where=where)


def _is_condition(group: Scope, scope: Scope) -> bool:
    """Whether what tells a group's members is a condition on those of a scope."""
    is_seen = group.rule in (None, scope.rule)
    return is_seen and group.after is None and not is_limited(group)
