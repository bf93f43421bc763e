"""Delegated attributes of many Storm objects at once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from storm.store import Store
from zope.security.proxy import removeSecurityProxy

from lp_persistence.adoption.delegation import Delegated
from lp_persistence.adoption.kinds import Held
from lp_persistence.adoption.objects import revalidate
from lp_persistence.errors import NotRegistered, UnknownName


def prefill(storm_objects: Iterable[Any], *attributes: str) -> None:
    """Fill delegated attributes of Storm objects, with one statement for each.

    Objects of one class, security-proxied or not. ``bug.subscribers`` goes on from
    what ``bug`` leads to. What is filled already, or at hand, is not asked for again;
    objects of an earlier transaction are read again, by one statement.

    Raises UnknownName for what is no delegated attribute, NotRegistered where the
    application has registered no property cache to keep it in.
    """
    objects = [removeSecurityProxy(each) for each in storm_objects]
    heads: dict[str, list[str]] = {}
    for attribute in attributes:
        head, _, rest = attribute.partition(".")
        heads.setdefault(head, [])
        if rest:
            heads[head].append(rest)
    for name, further in heads.items():
        _fill(objects, name)
        if further:
            prefill(_reached(objects, name), *further)


def _fill(objects: list[Any], name: str) -> None:
    by_class: dict[type, list[Any]] = {}
    for each in objects:
        by_class.setdefault(type(each), []).append(each)
    for cls, some in by_class.items():
        descriptor = _descriptor(cls, name)
        kind = descriptor.kind_for(cls)
        if not isinstance(kind, Held) and not descriptor.has_cache:
            raise NotRegistered(
                f"{descriptor.name} can't be kept: the application has no property "
                f"cache. Register what gives that of an object: <utility "
                f"component=…get_property_cache "
                f"provides=lp_persistence.adoption.interfaces.IPropertyCaches />."
            )
        lacking = [each for each in some if not descriptor.is_kept(each)]
        revalidate(lacking)
        by_store: dict[Store, dict[Any, Any]] = {}
        for store, key, each in descriptor.keys(lacking):
            by_store.setdefault(store, {})[key] = each
        for store, by_id in by_store.items():
            for key, value in kind.fetch(store, by_id).items():
                descriptor.keep(by_id[key], value)


def _descriptor(cls: type, name: str) -> Delegated:
    """The delegated attribute of that name; UnknownName else."""
    found: dict[str, Delegated] = {}
    for owner in reversed(cls.__mro__):
        found |= {
            each: value
            for each, value in vars(owner).items()
            if isinstance(value, Delegated)
        }
    if name not in found:
        raise UnknownName("delegated attribute", cls.__name__, name, found)
    return found[name]


def _reached(objects: list[Any], name: str) -> list[Any]:
    """Those that an attribute leads to, each once."""
    found: dict[Any, None] = {}
    for each in objects:
        value = getattr(each, name)
        several = value if isinstance(value, (list, tuple, set, frozenset)) else [value]
        found |= dict.fromkeys(each for each in several if each is not None)
    return list(found)
