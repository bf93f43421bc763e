"""Objects as JSON: the fields that their interfaces export, see ``fields``."""

from zope.interface import providedBy
from zope.schema import Choice, Datetime, List, getFieldsInOrder

from .authorization import check_permission
from .fields import EXPORTED, Reference
from .url import canonical_url

#: Stands for the address of what the user may not see.
REDACTED = "tag:legacy:redacted"


def export(obj):
    """An object as a dict for JSON."""
    entry = {"self_link": canonical_url(obj)}
    for name, field in exported_fields(obj):
        exported_name = field.getTaggedValue(EXPORTED) or name
        value = getattr(obj, name)
        if isinstance(field, Reference):
            entry[f"{exported_name}_link"] = None if value is None else _link(value)
        else:
            entry[exported_name] = None if value is None else _plain(field, value)
    return entry


def exported_fields(obj):
    """(name, field) of all that the interfaces of an object export."""
    return [
        (name, field)
        for interface in providedBy(obj)
        for name, field in getFieldsInOrder(interface)
        if EXPORTED in field.getTaggedValueTags()
    ]


def _link(value):
    if not check_permission("launchpad.LimitedView", value):
        return REDACTED
    return canonical_url(value)


def _plain(field, value):
    for kind, marshal in _MARSHALLERS:
        if isinstance(field, kind):
            return marshal(value)
    return value


_MARSHALLERS = (
    (Choice, lambda item: item.title),
    (Datetime, lambda date: date.isoformat()),
    (List, list),
)
