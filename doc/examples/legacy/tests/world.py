"""A database for tests: the tables, a small world in them, and their triggers.

The world comes from the generator of another package; nothing of that is left in
force, and nothing else here knows of it.
"""

import transaction
from plone.testing import security, zca
from zope.component import getUtility
from zope.configuration import xmlconfig

import lp_persistence
from lp_persistence.sample.generator import generate, load_world
from lp_persistence.storm.interfaces import IStoreSource
from lp_persistence.testing.storm_stores import sqlite_store

#: So many bugs, of which the first page of a listing shows 75.
BUGS = 300

#: The tags in place of generated ones, few and by rule: (tag, every how many bugs).
TAGS = (("crash", 3), ("regression", 4), ("ui", 5))

#: What triggers of the real database do when a task or the heat of a bug changes.
TRIGGERS = (
    """
    CREATE TRIGGER bugtask_to_bugtaskflat
    AFTER UPDATE OF status, assignee ON bugtask BEGIN
        UPDATE bugtaskflat SET status = NEW.status, assignee = NEW.assignee
        WHERE bugtask = NEW.id;
    END
    """,
    """
    CREATE TRIGGER bug_to_bugtaskflat
    AFTER UPDATE OF heat ON bug BEGIN
        UPDATE bugtaskflat SET heat = NEW.heat WHERE bug = NEW.id;
    END
    """,
)


def make_world(path):
    """Make the database in a file that is not there yet."""
    zca.pushGlobalRegistry()
    security.pushCheckers()
    try:
        xmlconfig.file("stored.zcml", lp_persistence)
        with sqlite_store(str(path)) as kept, kept.opened() as backend:
            load_world(backend, generate(BUGS))
            store = getUtility(IStoreSource).store_for(None, None)
            store.execute("DELETE FROM bugtag")
            for tag, every in TAGS:
                store.execute(
                    "INSERT INTO bugtag (bug, tag) SELECT id, ? FROM bug"
                    " WHERE id % ? = 0",
                    (tag, every),
                )
            # Here whoever reports a bug asks for all of its tasks.
            for table in ("bugtask", "bugtaskflat"):
                store.execute(
                    f"UPDATE {table} SET owner ="
                    f" (SELECT owner FROM bug WHERE bug.id = {table}.bug)"
                )
            for trigger in TRIGGERS:
                store.execute(trigger)
            transaction.commit()
    finally:
        security.popCheckers()
        zca.popGlobalRegistry()
