"""The fields that entity interfaces are declared with.

An attribute is a zope.schema field that also says how it is kept:

``brief=True``
    it comes with every member of a group;
``hidden=value``
    what is answered for an entity that the viewer may not see;
``reads=('status',)``
    an *own* fact: the entity's class computes it from these attributes;
``graph=True``
    a *graph* fact: the entity's class computes it over edges, the backend
    answers it, and it is read only if asked for;
``viewer=('person',)``
    a graph fact that *takes the viewer*: a method of the entity's class computes
    it, which is given these facts of who looks; others are *blind*, the same for
    all who look;
none of these
    *stored*: kept as it stands;
``indexed=True``
    a stored one by which backends find entities without going through all: a
    filter by it narrows a root, one by others alone does not. The id always is,
    and so is an edge;
``rule='computed_heat'``
    a stored one that should equal this own or graph fact, and may lag behind
    it: groups read and compare what is stored, ``check`` tells where it is
    stale.

Each attribute kept in rows has a *neutral* form, the one that backends hand
back: int, str, bool, None, an aware datetime in UTC; an enumerated item is
its stored integer, a reference the id that it leads to, several texts a tuple.

A ``Count`` is how many members of a collection the viewer may see. It is a fact
as well, and it is counted where it is asked for.

An entity may be *made of others* and have no row of its own: a source package
is there where its distribution and its name are. Its id is a ``Key`` of the
references that it is made of, and what it shows of these says ``along`` which
of them; a reference to it says ``of`` which references of its owner it is made.
"""

from lp_persistence.fields.attributes import (
    FOLDED,
    GRAPH,
    ID_RANGE,
    IMMUTABLE,
    MISSING,
    OWN,
    SHORT,
    STORED,
    Attribute,
    Bool,
    Choice,
    Datetime,
    Int,
    Key,
    LongText,
    Text,
    Texts,
    has_width,
    is_id,
)
from lp_persistence.fields.edges import (
    Collection,
    Edge,
    Embedded,
    OneOf,
    Reference,
    WayBack,
)
from lp_persistence.fields.viewed import (
    Count,
    Permitted,
    is_permitted_name,
    permitted_name,
)

__all__ = [
    "FOLDED",
    "GRAPH",
    "ID_RANGE",
    "IMMUTABLE",
    "MISSING",
    "OWN",
    "SHORT",
    "STORED",
    "Attribute",
    "Bool",
    "Choice",
    "Collection",
    "Count",
    "Datetime",
    "Edge",
    "Embedded",
    "Int",
    "Key",
    "LongText",
    "OneOf",
    "Permitted",
    "Reference",
    "Text",
    "Texts",
    "WayBack",
    "has_width",
    "is_id",
    "is_permitted_name",
    "permitted_name",
]
