"""Differences planted in a database, and what is said of each."""

from __future__ import annotations

import re
import unittest

from lp_persistence.database.checking import checks
from lp_persistence.database.engine import engine_of
from lp_persistence.database.indexes import indexed_column
from lp_persistence.sample import generate, load_world
from lp_persistence.sample.schema import index_statements
from lp_persistence.storm.book import get_book
from lp_persistence.storm.expressions import table_name

TABLES = "lp_persistence.bugs.tables"
FILES = "lp_persistence.branding.tables.LibraryFileAlias"
#: The first name of a pillar that no other name stands for.
NO_ALIASES = """
    id = (SELECT min(id) FROM pillarname WHERE alias_for IS NULL AND id NOT IN
          (SELECT alias_for FROM pillarname WHERE alias_for IS NOT NULL))
"""


class PlantingCases(unittest.TestCase):
    def setUp(self):
        super().setUp()
        backend = self.layer["backend"]
        self.store, self.connection, self.dialect = backend.open(None, None)
        load_world(backend, generate(20))

    def found(self):
        """The texts of all differences."""
        steps = checks(
            get_book(), self.connection, self.dialect, index_statements(self.store)
        )
        return [str(finding) for step in steps for finding in step()]

    def plant(self, *statements):
        for statement in statements:
            self.connection.execute(statement, noresult=True)

    def assertFound(self, *texts):
        self.assertEqual(list(texts), self.found())

    def one(self, text):
        """The only value that a query gives."""
        ((value,),) = self.connection.execute(text).get_all()
        return value

    def key(self, table, column, to):
        """What is said of a key that is not there."""
        return (
            f"{table}.{column}: no foreign key makes sure that it leads to {to}.id.\n"
            f"    {engine_of(self.connection).add_key(table, column, to, 'id')}."
        )

    def test_what_init_made(self):
        """It is as the records say."""
        self.assertFound()

    def test_a_foreign_schema_may_have_more(self):
        """Tables, columns and indexes."""
        self.plant(
            "CREATE TABLE other (id integer, name text)",
            "CREATE VIEW another AS SELECT id FROM person",
            "ALTER TABLE person ADD COLUMN shoe_size integer",
            "CREATE INDEX shoes ON person (shoe_size, name) WHERE shoe_size > 40",
        )
        self.assertFound()

    def test_an_alias_of_a_pillar(self):
        """It follows from nothing, and stays."""
        self.plant(
            "INSERT INTO pillarname (name, active, alias_for) "
            "SELECT 'alias', active, id FROM pillarname WHERE name = 'ubuntu'"
        )
        self.assertFound()
        self.layer["backend"].finish_load()
        self.assertFound()
        self.assertEqual(
            1, self.one("SELECT count(*) FROM pillarname WHERE name = 'alias'")
        )

    def test_a_table_is_missing(self):
        """It is said by which class it should be made."""
        self.plant("DROP TABLE bugaffectsperson")
        self.assertFound(
            "bugaffectsperson: there is no such table.\n"
            f"    Create it with the columns of {TABLES}.BugAffectsPerson; in an empty "
            "database lp-persistence init makes all."
        )

    def test_a_column_is_missing(self):
        """The statement that adds it is there."""
        self.plant("ALTER TABLE person DROP COLUMN homepage_content")
        self.assertFound(
            "person.homepage_content: there is no such column.\n"
            "    ALTER TABLE person ADD COLUMN homepage_content text, or take it from "
            "lp_persistence.people.tables.Person."
        )

    def test_a_column_is_of_another_type(self):
        """What it is, and what is read."""
        self.plant(
            "ALTER TABLE libraryfilealias DROP COLUMN mimetype",
            "ALTER TABLE libraryfilealias ADD COLUMN mimetype integer "
            "NOT NULL DEFAULT 0",
        )
        self.assertFound(
            "libraryfilealias.mimetype: its type is integer, where text is read.\n"
            f"    Change its type, or its property in {FILES}."
        )

    def test_a_column_may_be_null(self):
        """Where statements leave null out of account."""
        self.plant(
            "ALTER TABLE libraryfilealias DROP COLUMN filename",
            "ALTER TABLE libraryfilealias ADD COLUMN filename text",
        )
        self.assertFound(
            "libraryfilealias.filename: it may be null, and statements count on it "
            "that it is not.\n"
            "    ALTER TABLE libraryfilealias ALTER COLUMN filename SET NOT NULL, or "
            f"allow None in {FILES}."
        )

    def test_an_index_of_listings_is_missing(self):
        """The statement of the file that has them."""
        self.plant("DROP INDEX bugtask__milestone__idx")
        self.assertFound(
            "bugtask: no index serves as bugtask__milestone__idx would.\n"
            "    CREATE INDEX bugtask__milestone__idx ON bugtask (milestone) WHERE "
            "milestone IS NOT NULL."
        )

    def test_an_index_that_serves_as_well(self):
        """It may have another name, and more."""
        self.plant(
            "DROP INDEX bugtask__milestone__idx",
            "CREATE INDEX mine ON bugtask (milestone, id)",
        )
        self.assertFound()

    def test_an_index_of_all_rows_is_none_of_some(self):
        """A page that shows some would be read past the others."""
        some = "bugtaskflat__public__heat__idx"
        self.plant(f"DROP INDEX {some}")
        self.assertFound(
            f"bugtaskflat: no index serves as {some} would.\n"
            f"    CREATE INDEX {some} ON bugtaskflat (heat, bugtask DESC) WHERE "
            "information_type IN (1, 2)."
        )

    def test_an_index_of_an_edge_is_missing(self):
        """Nor one that serves as it would."""
        self.plant(
            "DROP INDEX bugsubscription_bug_idx",
            "DROP INDEX bugsubscription__bug__person__idx",
        )
        self.assertFound(
            "bugsubscription: no index serves as "
            "bugsubscription__bug__person__idx would.\n"
            "    CREATE INDEX bugsubscription__bug__person__idx ON bugsubscription "
            "(bug, person)."
        )

    def test_an_index_of_a_fact_is_missing(self):
        """It follows from the declaration, wherever the fact is kept."""
        self.plant("DROP INDEX person_unique_2", "DROP INDEX bugtag_unique_1")
        self.assertFound(
            "person: no index serves as person__name__idx would.\n"
            "    CREATE INDEX person__name__idx ON person (name).",
            "bugtag: no index serves as bugtag__tag__idx would.\n"
            "    CREATE INDEX bugtag__tag__idx ON bugtag (tag).",
        )

    def test_what_is_indexed_is_declared_so(self):
        """Filters by a fact that an index tells are not refused: the
        declarations are neither more nor less than the schema has."""
        catalog = engine_of(self.connection).catalog(self.connection)
        for records in get_book():
            for name, field in records.fields.items():
                column = indexed_column(records, name)
                if not (field.is_fact and field.is_stored) or column is None:
                    continue
                table = catalog[table_name(column.table)]
                sorted_by = [table.primary_key] + [
                    index.columns for index in table.indexes if not index.where
                ]
                self.assertEqual(
                    any(columns[:1] == (column.name,) for columns in sorted_by),
                    field.indexed or name == "id",
                    f"{records.name}.{name}",
                )

    def test_keys_are_missing_and_rows_lead_to_nothing(self):
        """Both are said."""
        self.plant(
            "DROP TABLE bugmute",
            "CREATE TABLE bugmute (person integer NOT NULL, bug integer NOT NULL, "
            "date_created timestamp without time zone, PRIMARY KEY (person, bug))",
            "CREATE INDEX muted_bug ON bugmute (bug)",
            "INSERT INTO bugmute VALUES (1000, 1, '2004-01-01 00:00:00')",
            "INSERT INTO bugmute VALUES (1001, 1, '2004-01-01 00:00:00')",
        )
        self.assertFound(
            self.key("bugmute", "bug", "bug"),
            self.key("bugmute", "person", "person"),
            "bugmute.person: 2 rows lead to no row of person, for one to 1000.\n"
            "    Correct them: a page that follows one of them fails.",
        )

    def test_a_stored_fact_lags_behind_its_rule(self):
        """What it is, and what the rule gives."""
        heat = self.one("SELECT heat FROM bug WHERE id = 1")
        self.plant("UPDATE bug SET heat = heat + 1 WHERE id = 1")
        self.layer["backend"].finish_load()
        self.assertFound(
            "bug.heat: 1 value lags behind the rule IBug.computed_heat, for one that "
            f"of 1: {heat + 1} instead of {heat}.\n"
            "    Let the job that keeps it so run, or set it to what the rule gives."
        )

    def test_a_number_stands_for_no_item(self):
        """The numbers, and the enumeration."""
        self.plant("UPDATE emailaddress SET status = 9 WHERE id IN (1, 2)")
        self.assertFound(
            "emailaddress.status: 2 rows have what EmailAddressStatus does not know: "
            "9.\n"
            "    Correct them, or add items to the enumeration: a page that reads one "
            "fails."
        )

    def follows(self, table, what):
        return (
            f"{table}: {what}.\n"
            "    Let the triggers that keep it so do it, or where there are none the "
            "finish_load() of the backend."
        )

    def test_a_participation_is_missing(self):
        """And one is too many."""
        team = "(SELECT min(team) FROM teamparticipation WHERE team <> person)"
        number, person = (
            self.one(f"SELECT {team}"),
            self.one(f"SELECT min(person) FROM teamparticipation WHERE team = {team}"),
        )
        self.plant(
            f"DELETE FROM teamparticipation WHERE team = {number} AND person = {person}"
        )
        missing = f"for one, team {number}, person {person} is missing"
        self.assertFound(
            self.follows("teamparticipation", f"1 row is missing; {missing}")
        )
        self.layer["backend"].finish_load()
        self.assertFound()
        self.plant("INSERT INTO teamparticipation (team, person) VALUES (1, 2)")
        self.assertFound(
            self.follows(
                "teamparticipation",
                "1 row does not follow from others; for one, team 1, person 2 is too "
                "many",
            )
        )

    def test_a_flat_task_is_stale(self):
        """The columns that differ are told."""
        task, heat = (
            self.one("SELECT min(bugtask) FROM bugtaskflat"),
            self.one("SELECT heat FROM bugtaskflat ORDER BY bugtask LIMIT 1"),
        )
        self.plant(f"UPDATE bugtaskflat SET heat = heat + 1 WHERE bugtask = {task}")
        self.assertFound(
            self.follows(
                "bugtaskflat",
                "1 row does not follow from others and 1 row is missing; for one, "
                f"bugtask {task} has heat {heat + 1} instead of {heat}",
            )
        )

    def test_a_name_of_a_pillar_is_missing(self):
        """Rows without a key of their own are told whole."""
        name = self.one(f"SELECT name FROM pillarname WHERE {NO_ALIASES}")
        self.plant("SAVEPOINT whole", f"DELETE FROM pillarname WHERE {NO_ALIASES}")
        (text,) = self.found()
        self.assertRegex(
            text, rf"^pillarname: 1 row is missing; for one, name {name}, .* is missing"
        )
        self.plant("ROLLBACK TO SAVEPOINT whole")
        self.assertFound()

    def test_ten_are_found_at_once(self):
        """One of each kind, each with what to do, and nothing besides."""
        team = "(SELECT min(team) FROM teamparticipation WHERE team <> person)"
        self.plant(
            "DROP TABLE bugmute",
            "ALTER TABLE person DROP COLUMN homepage_content",
            "ALTER TABLE libraryfilealias DROP COLUMN mimetype",
            "ALTER TABLE libraryfilealias ADD COLUMN mimetype integer "
            "NOT NULL DEFAULT 0",
            "ALTER TABLE libraryfilealias DROP COLUMN filename",
            "ALTER TABLE libraryfilealias ADD COLUMN filename text",
            "DROP INDEX bugtask__milestone__idx",
            "DROP INDEX bugtag_unique_1",
            "UPDATE emailaddress SET status = 9 WHERE id = 1",
            "UPDATE bug SET heat = heat + 1 WHERE id = 1",
            "DROP TABLE bugtaskflat",
            f"DELETE FROM teamparticipation WHERE team = {team} AND person <> {team}",
        )
        found = [re.sub(r"\d+", "N", text.partition("\n")[0]) for text in self.found()]
        self.assertEqual(
            [
                "bugmute: there is no such table.",
                "bugtaskflat: there is no such table.",
                "libraryfilealias.filename: it may be null, and statements count on it "
                "that it is not.",
                "libraryfilealias.mimetype: its type is integer, where text is read.",
                "person.homepage_content: there is no such column.",
            ],
            sorted(found[:5]),
        )
        self.assertEqual(
            [
                "bugtask: no index serves as bugtask__milestone__idx would.",
                "bugtag: no index serves as bugtag__tag__idx would.",
                "emailaddress.status: N row has what EmailAddressStatus does not know: "
                "N.",
                "bug.heat: N value lags behind the rule IBug.computed_heat, for one "
                "that of N: N instead of N.",
            ],
            found[5:9],
        )
        (last,) = found[9:]
        self.assertRegex(last, r"^teamparticipation: N rows? (is|are) missing; for one")
        for text in self.found():
            self.assertRegex(text, r"\.\n    [A-Z][^\n]{8,}\.\Z")

    def test_several_are_found_at_once(self):
        """One does not keep the others from being found."""
        self.plant(
            "DROP TABLE bugtaskflat",
            "ALTER TABLE person DROP COLUMN homepage_content",
            f"DELETE FROM pillarname WHERE {NO_ALIASES}",
        )
        places = [text.partition(":")[0] for text in self.found()]
        self.assertEqual(
            ["bugtaskflat", "person.homepage_content", "pillarname"], places
        )
