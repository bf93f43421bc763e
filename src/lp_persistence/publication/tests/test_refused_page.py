"""``doc/refused.rst`` is true, and obeys the errors that it shows to the letter."""

import doctest
import re
import unittest
from pathlib import Path

import transaction

from lp_persistence.publication.tests.desk import Desk
from lp_persistence.testing.storm_layers import SQLITE
from lp_persistence.testing.tutorial import fill
from lp_persistence.tests.test_docs import FLAGS

PAGE = Path(__file__).resolve().parents[4] / "doc" / "refused.rst"

#: What an error that is shown tells to write, in either kind of sentence.
TOLD = re.compile(r"Add (\S+) to the group|Build the group as (\S+),|read after (\S+):")


def test_suite() -> unittest.TestSuite:
    """The page on SQLite, and what it does with what it is told."""

    def set_up(test: doctest.DocTest) -> None:
        fill(SQLITE["backend"])
        transaction.commit()
        test.globs["desk"] = Desk()

    def tear_down(test: doctest.DocTest) -> None:
        test.globs["desk"].close()

    page = doctest.DocFileSuite(
        str(PAGE),
        module_relative=False,
        setUp=set_up,
        tearDown=tear_down,
        optionflags=FLAGS,
    )
    page.layer = SQLITE
    letters = unittest.defaultTestLoader.loadTestsFromTestCase(LetterTests)
    return unittest.TestSuite([page, letters])


class LetterTests(unittest.TestCase):
    def test_what_an_error_tells_is_what_the_page_writes(self) -> None:
        """In the next example but one at the latest, but for narrowing; or it did
        so before."""
        examples = doctest.DocTestParser().get_examples(PAGE.read_text("utf-8"))
        told = [
            (at, "".join(filter(None, found.groups())))
            for at, example in enumerate(examples)
            if (found := TOLD.search(example.want)) is not None
        ]
        self.assertEqual(
            [call for _, call in told],
            [
                ".get_reporters()",
                "IDistributions(context).hot_bugs()",
                ".get_reporters()",
            ],
        )
        for at, call in told:
            begin, _, end = call.rpartition(".")
            written = "".join(example.source for example in examples[: at + 3])
            self.assertIn(f".{end}", written)
            self.assertIn(begin, written)
