"""The tables of what is known of bugs elsewhere."""

from storm.expr import Alias, And, Eq, Exists, Not, Select, Union
from storm.info import ClassAlias
from storm.properties import Bool, DateTime, Int, Unicode


class Cve:
    __storm_table__ = "cve"

    id = Int(primary=True, allow_none=False)
    sequence = Unicode(allow_none=False)
    status = Int(allow_none=False)
    description = Unicode(allow_none=False)
    datecreated = DateTime(allow_none=False)
    datemodified = DateTime(allow_none=False)


class BugTracker:
    __storm_table__ = "bugtracker"

    id = Int(primary=True, allow_none=False)
    bugtrackertype = Int(allow_none=False)
    name = Unicode(allow_none=False)
    title = Unicode(allow_none=False)
    summary = Unicode()
    baseurl = Unicode(allow_none=False)
    owner_id = Int("owner", allow_none=False)
    date_created = DateTime(allow_none=False)
    active = Bool(allow_none=False)


class BugWatch:
    __storm_table__ = "bugwatch"

    id = Int(primary=True, allow_none=False)
    bug_id = Int("bug", allow_none=False)
    bugtracker_id = Int("bugtracker", allow_none=False)
    remotebug = Unicode(allow_none=False)
    remotestatus = Unicode()
    lastchanged = DateTime()
    lastchecked = DateTime()
    datecreated = DateTime(allow_none=False)
    owner_id = Int("owner", allow_none=False)
    remote_importance = Unicode()


class XRef:
    """A link between any two things, mostly kept from both of its ends."""

    __storm_table__ = "xref"
    __storm_primary__ = ("from_type", "from_id", "to_type", "to_id")

    from_type = Unicode(allow_none=False)
    from_id = Unicode(allow_none=False)
    from_id_int = Int()
    to_type = Unicode(allow_none=False)
    to_id = Unicode(allow_none=False)
    to_id_int = Int()


#: A link as it is kept at its other end.
_Other = ClassAlias(XRef, "other")


class BugCve:
    """The links of bugs and vulnerabilities, from whichever end they are kept,
    each once."""

    __storm_table__ = "xref"
    __storm_primary__ = ("bug_id", "sequence")

    bug_id = Int("bug", allow_none=False)
    sequence = Unicode(allow_none=False)

    #: What stands in the place of the table; see ``Named``.
    # None of its halves has a link of the other: to leave out what comes twice, an
    # engine would gather all links before it looks for those of a bug.
    view = Union(
        Select(
            (Alias(XRef.from_id_int, "bug"), Alias(XRef.to_id, "sequence")),
            And(Eq(XRef.from_type, "bug"), Eq(XRef.to_type, "cve")),
        ),
        Select(
            (Alias(XRef.to_id_int, "bug"), Alias(XRef.from_id, "sequence")),
            And(
                Eq(XRef.from_type, "cve"),
                Eq(XRef.to_type, "bug"),
                Not(
                    Exists(
                        Select(
                            1,
                            And(
                                Eq(_Other.from_type, XRef.to_type),
                                Eq(_Other.from_id, XRef.to_id),
                                Eq(_Other.to_type, XRef.from_type),
                                Eq(_Other.to_id, XRef.from_id),
                            ),
                            tables=_Other,
                        )
                    )
                ),
            ),
            tables=XRef,
        ),
        all=True,
    )
