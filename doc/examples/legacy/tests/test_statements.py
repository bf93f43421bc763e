"""What pages take: a migration changes this, and only this."""

from .site import Site
from .test_pages import PAGES, Golden


class TestStatements(Golden):
    """Held by a golden text of all pages."""

    def test_what_they_take(self):
        """The number of statements of each page."""
        site = Site()
        taken = (
            f"{len(site.get(path, user).statements):4} {path} ({user or 'nobody'})\n"
            for _, path, user in PAGES
        )
        self.check("statements.txt", "".join(taken))

    def test_a_listing_shows_75_bugs(self):
        """And each attribute of them hides a statement."""
        page = Site().get("/+bugs")
        self.assertEqual(75, len(page.response.html.find_all("tr")))
        self.assertGreater(len(page.statements), 4 * 75)
