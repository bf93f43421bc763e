"""Fields of interfaces, and which of them are exported as JSON.

A field says so by a tagged value::

    title = exported(TextLine(title="Title"))
    duplicateof = exported(Reference(title="…", schema=IBug), "duplicate_of")
"""

from zope.schema import Object

#: The tagged value: the name in JSON, or None for the field's own.
EXPORTED = "legacy.exported"


class Reference(Object):
    """A field that leads to another object."""

    def _validate(self, value):
        """The database keeps what may be there."""


def exported(field, as_name=None):
    """Have a field exported, by its own name or another."""
    field.setTaggedValue(EXPORTED, as_name)
    return field
