"""Every kind of page: what is to be seen, what scripts read, what it takes.

With REWRITE_GOLDEN set in the environment the texts are written anew, to be read
before they are kept. Steps that change how a page comes about keep them.
"""

import json
import os
import unittest
from difflib import unified_diff
from pathlib import Path

from .layer import LEGACY
from .site import Site

FOLDER = Path(__file__).parent / "pages"

#: The name of a text, the path of its page, and who looks.
PAGES = (
    ("root", "/", None),
    ("bugs", "/+bugs", None),
    ("bugs-next", "/+bugs?start=75", "admin"),
    ("bugs-by-assignee", "/+bugs?orderby=assignee&batch=10", "member"),
    ("bugs-tagged", "/ubuntu/+bugs?field.tag=ui", None),
    ("distribution-bugs", "/ubuntu/+bugs", "member"),
    ("bug", "/bugs/116", None),
    ("bug-member", "/bugs/116", "member"),
    ("bug-admin", "/bugs/286", "admin"),
    ("bug-duplicates", "/bugs/62", "member"),
    ("edit", "/ubuntu/+bug/62/+editstatus", "member"),
    ("person", "/~admins", "member"),
)
#: Of these, what scripts read is held as well.
EXPORTS = ("bugs-by-assignee", "bug-member", "bug-admin")


def exported(cache):
    """The objects that a page exports, a line each."""
    return "".join(
        f"{key}: {json.dumps(each, ensure_ascii=False, sort_keys=True)}\n"
        for key, value in sorted(cache.items())
        for each in (value if isinstance(value, list) else [value])
    )


class TestPages(unittest.TestCase):
    """Held by a golden text each."""

    layer = LEGACY

    def test_what_is_seen_and_read_and_what_it_takes(self):
        """The visible text of each page with addresses and icons, the objects that
        some of them export, and the number of statements of each."""
        site = Site()
        taken = []
        for name, path, user in PAGES:
            with self.subTest(name):
                page = site.get(path, user)
                self.check(f"{name}.txt", page.text)
                if name in EXPORTS:
                    self.check(f"{name}.json.txt", exported(page.cache))
                taken.append(f"{len(page.statements):4} {path} ({user or 'nobody'})\n")
        self.check("statements.txt", "".join(taken))

    def test_a_listing_shows_75_bugs(self):
        """And each attribute of them hides a statement."""
        page = Site().get("/+bugs")
        self.assertEqual(75, len(page.response.html.find_all("tr")))
        self.assertGreater(len(page.statements), 4 * 75)

    def check(self, name, text):
        """Compare a text with the golden one of that name."""
        golden = FOLDER / name
        if "REWRITE_GOLDEN" in os.environ:
            golden.write_text(text, "utf-8")
        held = golden.read_text("utf-8").splitlines()
        changes = unified_diff(held, text.splitlines(), n=0, lineterm="")
        if told := "\n".join(changes):
            self.fail(f"{name} is not as it was:\n{told}")
