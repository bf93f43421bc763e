"""Columns whose integers stand for items of an enumeration."""

from lazr.enum import DBItem
from storm.properties import SimpleProperty
from storm.variables import Variable
from zope.security.proxy import isinstance as is_instance


class DBEnumVariable(Variable):
    """An item outside, its integer in the database."""

    __slots__ = ("_enums",)

    def __init__(self, *args, **kwargs):
        enum = kwargs.pop("enum")
        self._enums = enum if isinstance(enum, tuple) else (enum,)
        super().__init__(*args, **kwargs)

    def parse_set(self, value, from_db):
        """The item, of the first enumeration that has it."""
        if from_db:
            for enum in self._enums:
                if value in enum.items.mapping:
                    return enum.items.mapping[value]
            raise LookupError(f"{value!r} is none of {self._enums}")
        if not is_instance(value, DBItem):
            raise TypeError(f"Not a DBItem: {value!r}")
        if value.enum not in self._enums:
            raise TypeError(f"{value!r} is none of {self._enums}")
        return value

    def parse_get(self, value, to_db):
        return value.value if to_db else value


class DBEnum(SimpleProperty):
    """``status = DBEnum(enum=BugTaskStatus)``; ``enum`` may be a tuple of several."""

    variable_class = DBEnumVariable
