"""Records and databases that disagree."""

from __future__ import annotations

from lp_persistence.database.engine import engine_of
from lp_persistence.database.tests import planting
from lp_persistence.sample.schema import index_statements
from lp_persistence.testing.storm_layers import POSTGRESQL, SQLITE


class SQLiteTests(planting.PlantingCases):
    layer = SQLITE

    def test_an_index_of_words_is_no_table(self):
        """Nor are those that it is kept in."""
        catalog = engine_of(self.connection).catalog(self.connection)
        self.assertEqual([], [name for name in catalog if "words" in name])
        self.assertIn("bug__words__idx", [each.name for each in catalog["bug"].indexes])

    def test_an_index_of_words_is_missing(self):
        """Or what keeps it as its table: it would tell what was."""
        (making,) = (
            each
            for each in index_statements(self.store)
            if "TABLE IF NOT EXISTS project__words__idx" in each
        )
        for kind, name in (("TABLE", ""), ("TRIGGER", "__updated")):
            with self.subTest(kind):
                self.plant(f"DROP {kind} project__words__idx{name}")
                self.assertFound(
                    "project: no index serves as project__words__idx would.\n"
                    f"    {making}."
                )
                self.plant(*making.split(";\n"))
                self.assertFound()


class PostgreSQLTests(planting.PlantingCases):
    layer = POSTGRESQL

    def test_an_index_of_words_is_missing(self):
        """It follows from what the interface searches together."""
        self.plant("DROP INDEX project__words__idx")
        (statement,) = (
            each
            for each in index_statements(self.store)
            if "INDEX project__words__idx" in each
        )
        self.assertFound(
            f"project: no index serves as project__words__idx would.\n    {statement}."
        )
        self.plant(statement)
        self.assertFound()

    def test_an_index_that_was_not_built_to_its_end(self):
        """It is there, and answers nothing."""
        self.plant(
            "UPDATE pg_index SET indisvalid = FALSE "
            "WHERE indexrelid = 'bugtask__milestone__idx'::regclass"
        )
        self.assertFound(
            "bugtask: the index bugtask__milestone__idx was not built to its end.\n"
            "    REINDEX INDEX bugtask__milestone__idx."
        )

    def test_strings_as_production_reads_them(self):
        """With a backslash that means something."""
        self.plant("SET standard_conforming_strings = off")
        self.assertFound()
        self.plant(f"DELETE FROM pillarname WHERE {planting.NO_ALIASES}")
        self.assertEqual(1, len(self.found()))
