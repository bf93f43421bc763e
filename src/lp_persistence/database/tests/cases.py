"""What holds of table files in every database."""

from __future__ import annotations

from lp_persistence.database.engine import engine_of
from lp_persistence.database.loading import load_files
from lp_persistence.database.tests.test_files import FolderTestCase
from lp_persistence.errors import InvalidFile
from lp_persistence.storm.book import get_book
from lp_persistence.storm.internals import rows_of

#: A person, a team that the same file has, and a product with its series.
ACCOUNT = "id,creation_rationale,status,displayname\n7,8,20,Anna\n"
PERSON = (
    "id,name,displayname,teamowner,account,creation_rationale\n"
    '2,crew,"The ""Crew""",1,,\n1,anna,"Anna\nB.",,7,8\n'
)
PRODUCT = (
    "id,name,displayname,title,summary,description,owner,registrant,"
    "development_focus,access_policies,datecreated,active\n"
    '5,fox,Fox,Fox,"",,1,1,9,"{3,4}",2004-01-02 03:04:05.7,t\n'
)
SERIES = 'id,product,name,summary,owner\n9,5,trunk,"",1\n'
FILES = {
    "account": ACCOUNT,
    "person": PERSON,
    "product": PRODUCT,
    "productseries": SERIES,
}


class LoadingCases(FolderTestCase):
    def setUp(self):
        super().setUp()
        backend = self.layer["backend"]
        _, self.connection, self.dialect = backend.open(None, None)

    def load(self, **changed):
        for name, text in {**FILES, **changed}.items():
            if text is not None:
                self.file(text, f"{name}.csv")
        told = []

        def tell(done, total):
            told.append((done, total))

        rows = load_files(self.folder, get_book(), self.connection, self.dialect, tell)
        self.assertEqual(told[-1][0], told[-1][1])
        self.assertTrue(all(done <= total for done, total in told))
        return rows

    def rows(self, text):
        return rows_of(self.connection, text, ())

    def refused(self, **changed):
        """What is said of files; nothing is loaded then, and nothing left."""
        with self.assertRaises(InvalidFile) as caught:
            self.load(**changed)
        for name in FILES:
            self.assertEqual([(0,)], self.rows(f"SELECT count(*) FROM {name}"))
        tables = engine_of(self.connection).catalog(self.connection)
        self.assertEqual([], [name for name in tables if name.startswith("lp_")])
        return str(caught.exception)

    def test_rows_are_loaded_whatever_leads_where(self):
        """Within a table, to one that comes later, and in a circle."""
        rows = self.load()
        self.assertEqual(
            {"account": 1, "person": 2, "product": 1, "productseries": 1}, rows
        )
        self.assertEqual(
            [(1, "Anna\nB.", None), (2, 'The "Crew"', 1)],
            self.rows("SELECT id, displayname, teamowner FROM person ORDER BY id"),
        )
        self.assertEqual(
            [(9, "", None)],
            self.rows("SELECT development_focus, summary, description FROM product"),
        )

    def test_what_follows_from_rows_and_has_no_file(self):
        """It is brought up to date."""
        self.load()
        text = "SELECT team, person FROM teamparticipation ORDER BY team, person"
        self.assertEqual([(1, 1), (2, 2)], self.rows(text))

    def test_what_follows_from_rows_and_has_a_file(self):
        """It is as the file says, stale or not."""
        self.load(teamparticipation="id,team,person\n1,1,1\n2,2,2\n3,2,1\n")
        self.assertEqual([(3,)], self.rows("SELECT count(*) FROM teamparticipation"))

    def test_aliases_of_pillars_stay(self):
        """They follow from nothing."""
        self.load(
            pillarname="id,name,product,active,alias_for\n1,fox,5,t,\n2,renard,,t,1\n"
        )
        self.assertEqual(
            [("fox",), ("renard",)], self.rows("SELECT name FROM pillarname")
        )

    def test_tables_that_no_records_name(self):
        """They are loaded as well."""
        self.load(ircid="id,person,network,nickname\n3,1,irc.example,anna\n")
        self.assertEqual([(3, "anna")], self.rows("SELECT id, nickname FROM ircid"))

    def test_values_that_are_none_of_their_column(self):
        """File, line, column and value are named, with what is wrong."""
        for changed, message in (
            (
                {"person": "id,name,displayname\n1,a,A\nx,b,B\n"},
                "person.csv, line 3: id can't be 'x': it is no whole number.",
            ),
            (
                {"person": "id,name,displayname\n1,a,\n"},
                "person.csv, line 2: displayname can't be None: it is needed.",
            ),
            (
                {"person": "id,name,displayname\n1,a,A,B\n"},
                "person.csv, line 2: it has 4 values instead of 3.",
            ),
            (
                {"product": PRODUCT.replace(",t\n", ",perhaps\n")},
                "product.csv, line 2: active can't be 'perhaps': it is neither t "
                "nor f.",
            ),
            (
                {"product": PRODUCT.replace("{3,4}", "3;4")},
                "product.csv, line 2: access_policies can't be '3;4': it is no "
                "array of whole numbers, such as {1,2}.",
            ),
            (
                {"product": PRODUCT.replace("2004-01-02", "2004-13-02")},
                "product.csv, line 2: datecreated can't be '2004-13-02 03:04:05.7': "
                "it is no date with a time.",
            ),
            (
                {"product": PRODUCT.replace("05.7", "05.7+01")},
                "product.csv, line 2: datecreated can't be '2004-01-02 03:04:05.7+01': "
                "it has a time zone, and dates here are all in UTC.",
            ),
        ):
            with self.subTest(message):
                self.assertEqual(message, self.refused(**changed))

    def test_files_that_are_none_of_their_table(self):
        """The header is line 1."""
        for changed, message in (
            ({"persona": "id\n1\n"}, "persona.csv: the database has no table persona."),
            (
                {"ircid": ""},
                "ircid.csv, line 1: it should name the columns, and is not there.",
            ),
            (
                {"ircid": "id,person,colour\n"},
                "ircid.csv, line 1: ircid has no column 'colour'; it has id, person, "
                "network, nickname.",
            ),
            (
                {"ircid": "id,person,person\n"},
                "ircid.csv, line 1: person is named twice.",
            ),
            (
                {"ircid": "id,person,network\n"},
                "ircid.csv, line 1: nickname is missing, and can't be null.",
            ),
        ):
            with self.subTest(message):
                self.assertEqual(message, self.refused(**changed))
                for name in changed:
                    (self.folder / f"{name}.csv").unlink()

    def test_keys_that_lead_to_nothing(self):
        """Within the file, in another, and where a circle was opened."""
        for changed, message in (
            (
                {"person": PERSON.replace("1,,\n", "99,,\n")},
                "person.csv, line 2: teamowner 99 is not in person.",
            ),
            (
                {"productseries": SERIES + "10,77,x,x,1\n"},
                "productseries.csv, line 3: product 77 is not in product.",
            ),
            (
                {"product": PRODUCT.replace(",9,", ",10,")},
                "product.csv, line 2: development_focus 10 is not in productseries.",
            ),
        ):
            with self.subTest(message):
                self.assertEqual(message, self.refused(**changed))

    def test_rows_that_are_there_already(self):
        """The line is found where only the database knows the rule."""
        message = self.refused(person=PERSON + "3,anna,Anna,,,8\n4,ben,Ben,,,8\n")
        self.assertRegex(message, r"^person.csv, line 5: the database refuses it: ")
        self.assertRegex(message.lower(), "unique")
        emails = "id,email,person,status\n1,a@b.c,1,4\n2,x@b.c,2,4\n3,A@B.C,2,2\n"
        message = self.refused(emailaddress=emails)
        self.assertRegex(message, r"^emailaddress.csv, line 4: the database refuses it")
