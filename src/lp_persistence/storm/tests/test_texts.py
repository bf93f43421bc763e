"""The texts of statements, where their form matters."""

import unittest
from dataclasses import replace
from typing import Any

from lp_persistence.model import get_model
from lp_persistence.planning.looking import Looking
from lp_persistence.steps import (
    NOBODY,
    SOMEBODY,
    Beside,
    By,
    Column,
    Count,
    Everything,
    Followed,
    Given,
    Keys,
    Leads,
    Matches,
    Not,
    Reached,
    Scope,
    Select,
    Step,
    Test,
    United,
    Values,
)
from lp_persistence.storm.book import get_book
from lp_persistence.storm.postgres import Collations, PostgresDialect
from lp_persistence.storm.sqlite import SQLiteDialect, WordIndexes
from lp_persistence.storm.sqlite_words import WordIndex
from lp_persistence.storm.statements import compile_step
from lp_persistence.storm.tests.cases import BY_ID, columns, followed, hot, persons
from lp_persistence.storm.tests.cases_of_members import MANY
from lp_persistence.testing.storm_layers import SQLITE

SORTED = PostgresDialect(Collations([(None, None, "C.UTF-8")]))
UNSORTED = PostgresDialect(
    Collations([(None, None, "en_US.UTF-8"), ("person", "name", "C")])
)

SQLITE_DIALECT = SQLiteDialect(WordIndexes())
AS_BYTES = PostgresDialect(Collations([(None, None, "C")]))

UNRESOLVED = "IN (10, 13, 14, 15, 20, 21, 22, 23, 25)"


def flat(name: str) -> str:
    """The condition for hot tasks, on the table of that name."""
    return (
        f"({name}.status {UNRESOLVED} AND {name}.duplicateof IS NULL "
        f"AND {name}.active = TRUE)"
    )


def first(ours: str, other: str) -> str:
    """The condition for the lowest task of a bug in a distribution."""
    return (
        f"NOT EXISTS (SELECT 1 FROM bugtaskflat AS {other} WHERE {flat(other)} "
        f"AND {other}.distribution = {ours}.distribution "
        f"AND {other}.bug = {ours}.bug AND {other}.bugtask < {ours}.bugtask)"
    )


HOT_ON_POSTGRESQL = f"""
SELECT parent.value, top.c0, top.c1
FROM unnest(%s::bigint[]) AS parent (value), LATERAL (
SELECT bugtaskflat.bug AS c0, bugtaskflat.bugtask AS c1,
bugtaskflat.heat AS o0, bugtaskflat.bugtask AS o1
FROM bugtaskflat
WHERE {flat("bugtaskflat")} AND bugtaskflat.distribution = parent.value
AND {first("bugtaskflat", "bugtaskflat_2")}
AND (bugtaskflat.information_type IN (1, 2))
ORDER BY bugtaskflat.heat DESC, bugtaskflat.bugtask LIMIT %s) AS top
ORDER BY top.o0 DESC, top.o1
"""

HOT_ON_SQLITE = f"""
SELECT parent.value, bugtaskflat.bug, bugtaskflat.bugtask
FROM json_each(?) AS parent CROSS JOIN bugtaskflat
WHERE {flat("bugtaskflat")} AND bugtaskflat.rowid IN (
SELECT bugtaskflat_2.rowid FROM bugtaskflat AS bugtaskflat_2
WHERE {flat("bugtaskflat_2")} AND bugtaskflat_2.distribution = parent.value
AND {first("bugtaskflat_2", "bugtaskflat_3")}
AND (bugtaskflat_2.information_type IN (1, 2))
ORDER BY bugtaskflat_2.heat DESC, bugtaskflat_2.bugtask LIMIT ?)
ORDER BY bugtaskflat.heat DESC, bugtaskflat.bugtask
"""

FETCH_ON_POSTGRESQL = """
SELECT person.id, verdict.shown,
CASE WHEN verdict.shown THEN person.displayname END,
CASE WHEN verdict.shown THEN libraryfilecontent.sha256 END
FROM person
CROSS JOIN LATERAL (SELECT COALESCE((person.visibility != 30 OR %s
OR person.id = ANY (%s)), FALSE) AS shown OFFSET 0) AS verdict
LEFT JOIN libraryfilealias ON libraryfilealias.id = person.icon
LEFT JOIN libraryfilecontent
ON (libraryfilecontent.id = libraryfilealias.content)
WHERE person.id = ANY (%s) ORDER BY person.id
"""

FETCH_ON_SQLITE = """
SELECT person.id, COALESCE((person.visibility != 30), FALSE),
CASE WHEN (person.visibility != 30) THEN person.displayname END
FROM person WHERE person.id IN (SELECT value FROM json_each(?))
ORDER BY person.id
"""

FETCH_FOR_SOMEBODY = """
SELECT person.id, COALESCE(verdict.shown, FALSE),
CASE WHEN verdict.shown THEN person.displayname END,
CASE WHEN verdict.shown THEN person.name END
FROM person LEFT JOIN (SELECT TRUE AS shown) AS verdict
ON (person.visibility != 30 OR ?
OR person.id IN (SELECT value FROM json_each(?)))
WHERE person.id IN (SELECT value FROM json_each(?)) ORDER BY person.id
"""

FETCH_FOR_NOBODY = """
SELECT person.id, COALESCE((person.visibility != 30), FALSE),
CASE WHEN (person.visibility != 30) THEN person.displayname END
FROM person WHERE person.id = ANY (%s) ORDER BY person.id
"""

BESIDE = """
SELECT bugsubscription.bug, bugsubscription.person, 0 FROM bugsubscription
WHERE bugsubscription.bug = ANY (%s)
UNION ALL
SELECT bugtask.bug, bugtask.assignee, 1 FROM bugtask
JOIN person ON person.id = bugtask.assignee
WHERE (bugtask.assignee IS NOT NULL) AND bugtask.bug = ANY (%s)
AND (person.visibility != 30)
"""

LONG_TEXTS = """
SELECT bug.id, CASE WHEN bug.id = ANY (%s)
THEN bug.description END
FROM bug WHERE bug.id = ANY (%s)
"""


TOLD = """
SELECT bugtask.id FROM bugtask WHERE bugtask.bug IN (
SELECT bugsubscription.bug FROM bugsubscription
WHERE bugsubscription.person = ANY (%s) AND bugsubscription.bug IS NOT NULL
UNION ALL
SELECT bug.id FROM bug WHERE bug.owner = ANY (%s))
"""

WORDS = Select(Scope("IBug", Everything(), (Matches(("title", "description"), 0),)))
WORDS_BY_INDEX = """
SELECT bug.id FROM bug WHERE bug.id IN (SELECT bug_2.id FROM bug AS bug_2
WHERE bug_2.id IN (SELECT rowid FROM words WHERE words MATCH ?))
"""
WORDS_BY_FUNCTION = """
SELECT bug.id FROM bug WHERE bug.id IN (SELECT bug_2.id FROM bug AS bug_2
WHERE lp_has_words(bug_2.title || ' ' || bug_2.description, ?))
"""


class TestTexts(unittest.TestCase):
    layer = SQLITE
    maxDiff = None

    def text(self, step: Step, dialect: Any) -> str:
        return compile_step(step, get_book(), dialect).text

    def says(self, step: Step, dialect: Any, expected: str) -> None:
        expected = " ".join(expected.split()).replace("( ", "(")
        # What a context may read is a parameter where the driver takes it all.
        expected += " LIMIT %s" if dialect.takes_all else ""
        self.assertEqual(self.text(step, dialect), expected)

    def test_hot_bugs_are_the_top_of_each_distribution_by_one_index(self):
        """A limit over an edge reads the first of each parent, and no more."""
        self.says(hot(NOBODY), SORTED, HOT_ON_POSTGRESQL)
        self.says(hot(NOBODY), SQLITE_DIALECT, HOT_ON_SQLITE)

    def test_a_page_reads_each_range_of_the_index_for_itself(self):
        """After a key there is one range for each term of the order, which is left
        out where all are equal in it."""
        text = self.text(hot(NOBODY, after=(1, 2, 3)), SORTED)
        self.assertRegex(text, r"bugtaskflat\.heat < %s ORDER BY")
        equals = r"(\w+)\.heat = %s AND \1\.bugtask > %s ORDER BY \1\.bugtask"
        self.assertRegex(text, equals)
        self.assertEqual(text.count(" UNION ALL "), 2)
        self.assertEqual(text.count(" LIMIT %s"), 5)
        self.assertNotIn("DISTINCT", text)

    def test_whether_a_pair_is_kept_before_is_looked_up_row_by_row(self):
        """Where all rows of a parent are looked at: a bug of thousands would have each
        of its subscriptions held against all others."""
        step = followed("IBug", "subscribers", "IPerson", order=BY_ID, limit=0)
        self.assertIn("AND NOT COALESCE(EXISTS (", self.text(step, SORTED))

    def test_a_verdict_is_computed_once_in_sqlite_as_well(self):
        """A row of one truth goes beside where the rule says so."""
        scope = Scope("IPerson", Keys(0), order=BY_ID)
        step = Select(scope, columns("displayname", "name"), verdict=SOMEBODY)
        self.says(step, SQLITE_DIALECT, FETCH_FOR_SOMEBODY)

    def test_many_references_are_looked_up_one_by_one(self):
        """PostgreSQL would try their orders, which takes longer than reading; SQLite
        keeps to the order that it is told."""
        one = "JOIN LATERAL (SELECT * FROM milestone WHERE milestone.id = bugtask.mile"
        text = self.text(MANY, SORTED)
        self.assertIn(f"LEFT {one}stone OFFSET 0) AS milestone ON TRUE", text)
        self.assertEqual(12, text.count(" LATERAL "))
        self.assertNotIn("LATERAL", self.text(MANY, SQLITE_DIALECT))
        few = Select(MANY.scope, MANY.columns[:7])
        self.assertNotIn("LATERAL", self.text(few, SORTED))

    def test_a_link_that_ends_in_the_row_of_its_target(self):
        """What is said of the target is said of that row: an engine that was told
        of another one would gather all links before it looks for those."""
        cves = Scope("ICve", Everything(), (Test("sequence", "is", 0),))
        bugs = Select(Scope("IBug", Everything(), (Leads("cves", cves),), order=BY_ID))
        for dialect in (SORTED, SQLITE_DIALECT):
            text = self.text(bugs, dialect)
            self.assertEqual(1, text.count("JOIN cve "), text)
            self.assertIn("cve.sequence = ", text)

    def test_what_is_counted_so_far_has_no_order(self):
        """An engine stops where there are enough; SQLite takes each once as it
        comes, PostgreSQL the first way to each."""
        tasks = Scope("IBugTask", Everything())
        bugs = Scope("IBug", Reached("IBugTask", "bug", tasks), order=BY_ID, limit=0)
        for dialect, once in ((SORTED, "NOT EXISTS"), (SQLITE_DIALECT, "DISTINCT")):
            text = self.text(Count(bugs), dialect)
            self.assertNotIn("ORDER BY", text)
            self.assertIn(once, text)
            self.assertIn(" LIMIT ", text)

    def test_bugs_of_several_groups_are_looked_for_in_their_order(self):
        """Row by row for a while; only then those of all groups are gathered."""
        person = Scope("IPerson", Given(1, single=True))
        parts = tuple(
            Scope("IBug", Everything(), (Leads(edge, person),))
            for edge in ("subscribers", "reporter")
        )
        either = Leads("bug", Scope("IBug", United(parts)))
        tasks = Scope("IBugTask", Everything(), (either,))
        origin = Reached("IBugTask", "bug", tasks)
        page = Scope("IBug", origin, order=BY_ID, limit=0)
        text = self.text(Select(page), SORTED)
        self.assertIn("COALESCE((passed.c0 IN (SELECT", text)
        self.assertIn("(SELECT COUNT(*) FROM walked) < %s AND (EXISTS (", text)
        self.assertNotIn("walked", self.text(Select(page), SQLITE_DIALECT))

    def test_a_verdict_is_computed_once_for_a_row(self):
        """Columns depend on the verdict; images ride along by LEFT JOIN."""
        scope = Scope("IPerson", Keys(0), order=BY_ID)
        read = columns("displayname", "icon.sha256")
        self.says(Select(scope, read, verdict=SOMEBODY), SORTED, FETCH_ON_POSTGRESQL)
        self.says(
            Select(scope, read[:1], verdict=NOBODY), SQLITE_DIALECT, FETCH_ON_SQLITE
        )

    def test_edges_beside_each_other_do_not_touch_what_they_lead_to(self):
        """The target's table is joined for its rule alone."""
        step = Beside(
            (
                followed("IBug", "subscribers", "IPerson"),
                followed("IBug", "assignees", "IPerson", rule=NOBODY),
            )
        )
        self.says(step, SORTED, BESIDE)

    def test_where_an_edge_leads_on_from_is_told_by_its_rows(self):
        """Nothing else is asked of those that somebody is subscribed to, and
        looking up each would take longer than finding them."""
        parts = tuple(
            Scope("IBug", Everything(), (Leads(edge, Scope("IPerson", Given(slot))),))
            for slot, edge in enumerate(("subscribers", "reporter"))
        )
        leads = Leads("bug", Scope("IBug", United(parts)))
        self.says(Select(Scope("IBugTask", Everything(), (leads,))), SORTED, TOLD)

    def test_what_is_made_of_others_begins_with_the_pairs_that_are_told(self):
        """Never with all combinations of these, of which there are millions."""
        origin = Followed("IBugTask", "source_package", Scope("IBugTask", Given(0)))
        for name in ("one", "several"):
            scope = Scope("IDistributionSourcePackage", origin)
            if name == "several":
                scope = Scope("IDistributionSourcePackage", United((scope, scope)))
            for dialect in (SORTED, SQLITE_DIALECT):
                with self.subTest(name, dialect=dialect):
                    text = self.text(Count(scope), dialect)
                    self.assertNotIn("CROSS JOIN", text)
                    self.assertIn("distribution.id = made.c0", text)

    def test_words_are_found_by_an_index_where_there_is_one(self):
        """For the same texts of the same table, in whichever order."""
        for table, texts, expected in (
            ("bug", ("description", "title"), WORDS_BY_INDEX),
            ("bug", ("title",), WORDS_BY_FUNCTION),
            ("bugtask", ("title", "description"), WORDS_BY_FUNCTION),
        ):
            with self.subTest(table, texts=texts):
                index = WordIndex("words", table, texts)
                self.says(WORDS, SQLiteDialect(WordIndexes([index])), expected)

    def test_what_is_found_first_is_looked_at_once(self):
        """Behind a key of others two ranges of an index are read: what words find
        would be found and sorted twice."""
        words = Matches(("title", "description"), 0)
        page = Scope(
            "IBug", Everything(), order=columns_by("heat"), after=(1, 2), limit=3
        )
        for where, parts in (((), 1), ((words,), 0), ((Not(words),), 1)):
            with self.subTest(where):
                text = self.text(Select(replace(page, where=where)), SORTED)
                self.assertEqual(parts, text.count("UNION ALL"))

    def test_long_texts_come_for_those_that_asked(self):
        """Arrays have the type of what is sought."""
        step = Select(Scope("IBug", Keys(0)), (Column(("description",), among=1),))
        self.says(step, SORTED, LONG_TEXTS)

    def test_a_collation_is_said_only_where_a_column_has_another(self):
        """It would cost the index."""
        by_name = Select(persons(order=columns_by("name")))
        by_displayname = Select(persons(order=columns_by("displayname")))
        self.assertIn("ORDER BY person.name,", self.text(by_name, UNSORTED))
        self.assertIn(
            'ORDER BY person.displayname COLLATE "C",',
            self.text(by_displayname, UNSORTED),
        )
        self.assertNotIn("COLLATE", self.text(by_displayname, SORTED))
        self.assertNotIn("COLLATE", self.text(by_displayname, SQLITE_DIALECT))

    def test_what_is_looked_up_by_id_is_sorted_as_bytes(self):
        """No index could give that order, and nothing sorts faster."""
        scope = Scope("IPerson", Keys(0), order=columns_by("displayname"))
        order = 'ORDER BY person.displayname COLLATE "C", person.id'
        for each in (SORTED, UNSORTED):
            self.assertIn(order, self.text(Select(scope), each))
        for other in (AS_BYTES, SQLITE_DIALECT):
            self.assertNotIn("COLLATE", self.text(Select(scope), other))

    def test_a_verdict_of_a_rows_own_columns_is_asked_by_each(self):
        """Nothing is kept apart that costs less than keeping it apart."""
        scope = Scope("IPerson", Keys(0), order=BY_ID)
        step = Select(scope, columns("displayname"), verdict=NOBODY)
        self.says(step, SORTED, FETCH_FOR_NOBODY)

    def test_what_each_part_asks_of_the_viewer_is_made_once(self):
        """The text has a place for it at each part."""
        step = Beside(
            tuple(
                followed("IBug", edge, "IPerson", rule=SOMEBODY)
                for edge in ("subscribers", "assignees", "affected")
            )
        )
        statement = compile_step(step, get_book(), SQLITE_DIALECT)
        self.assertEqual(statement.text.count("?"), len(statement.places))
        asked: list[object] = []

        class Viewer(dict[str, frozenset[int]]):
            def get(self, name: str, *default: Any) -> Any:
                asked.append(name)
                return super().get(name, *default)

        values = Values((), Viewer(teams=frozenset({7})), None)
        parameters = statement.parameters(values, [{5: None}])
        self.assertEqual(3, parameters.count("[7]"))
        self.assertEqual(3, parameters.count("[5]"))
        self.assertCountEqual(set(asked), asked)

    def test_comments_are_counted_in_one_table(self):
        """Who sees the bug sees them: no grant is asked for each."""
        scope = Scope("IBug", Keys(0), order=BY_ID)
        whose = Looking(get_model(), SOMEBODY).whose("IBug", "comment_count")
        step = Select(scope, (Column(("comment_count",), whose=whose),))
        for dialect in (SORTED, SQLITE_DIALECT):
            self.assertIn(
                "SELECT bug.id, (SELECT COUNT(*) FROM bugmessage "
                "WHERE bugmessage.bug = bug.id) FROM bug WHERE",
                self.text(step, dialect),
            )

    def test_databases_that_sort_alike_share_their_texts(self):
        """What is compiled for one is there for the next."""
        alike = PostgresDialect(Collations([(None, None, "ucs_basic")]))
        self.assertEqual(SORTED, alike)
        self.assertEqual(hash(SORTED), hash(alike))
        self.assertNotEqual(SORTED, UNSORTED)
        self.assertNotEqual(SORTED, AS_BYTES)


def columns_by(name: str) -> Any:
    return (By((name,)), *BY_ID)
