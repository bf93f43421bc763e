"""Addresses, and the paths that lead back from them."""

import unittest

from zope.component import getUtility

from ..bugs.interfaces.bug import IBugSet
from ..bugs.model.bugtask import BugTask
from ..registry.interfaces.person import IPersonSet
from ..services.interfaces import IStore
from ..webapp.url import NoCanonicalUrl, canonical_url
from .layer import LEGACY
from .site import Site


class TestPaths(unittest.TestCase):
    """Each object has one address."""

    layer = LEGACY

    def test_canonical_addresses(self):
        """By name, by number, within what they are in."""
        bug = getUtility(IBugSet).get(62)
        self.assertEqual("/bugs/62", canonical_url(bug))
        self.assertEqual("/ubuntu/+bug/62", canonical_url(bug.default_bugtask))
        self.assertEqual(
            "/bugs/62/+subscribe", canonical_url(bug, view_name="+subscribe")
        )
        admins = getUtility(IPersonSet).getByName("admins")
        self.assertEqual("/~admins", canonical_url(admins))

    def test_what_has_none(self):
        """Is told with the object."""
        with self.assertRaisesRegex(NoCanonicalUrl, "No address for <object"):
            canonical_url(object())

    def test_every_address_of_a_task_leads_to_its_bug(self):
        """Whatever it is in, packages and series included."""
        site = Site()
        for task in list(IStore(BugTask).find(BugTask)[:60]):
            if not task.bug.private and getattr(task.pillar, "active", True):
                page = site.get(canonical_url(task))
                self.assertEqual(302, page.status, canonical_url(task))
                location = page.response.headers["Location"]
                self.assertTrue(location.endswith(f"/bugs/{task.bug.id}"))

    def test_what_is_not_there(self):
        """Names and numbers of nothing, words for numbers, steps without end."""
        site = Site()
        for path in (
            "/nope",
            "/~nope",
            "/bugs",
            "/bugs/0",
            "/bugs/one",
            "/bugs/999999",
            "/ubuntu/nope",
            "/ubuntu/+source/nope",
            "/ubuntu/+bug/1",
            "/bugs/62/+nope",
        ):
            self.assertEqual(404, site.get(path).status, path)

    def test_breadcrumbs(self):
        """The steps of the path that have an address."""
        html = Site().get("/ubuntu/+bug/62/+editstatus", "member").response.html
        crumbs = html.find(class_="breadcrumbs").find_all("a")
        self.assertEqual(
            [("/ubuntu", "Ubuntu"), ("/ubuntu/+bug/62", "Bug #62")],
            [(crumb["href"], crumb.string) for crumb in crumbs],
        )

    def test_menus(self):
        """Offer what the user can do: nobody can't subscribe."""
        site = Site()
        texts = [
            [
                link.string
                for link in site.get(path, user).response.html.select(".menu a")
            ]
            for path, user in (
                ("/bugs/62", None),
                ("/bugs/62", "member"),
                ("/bugs/62", "stranger"),
                ("/bugs/87", "stranger"),
            )
        ]
        self.assertEqual(
            [
                ["Affects 11 people"],
                ["Unsubscribe", "Affects 11 people"],
                ["Subscribe", "Affects 11 people"],
                ["Subscribe", "Duplicate of #62", "Affects 30 people"],
            ],
            texts,
        )

    def test_batches_lead_to_each_other(self):
        """Until all was shown, each once."""
        site, path, seen = Site(), "/+bugs", []
        while path:
            html = site.get(path).response.html
            seen += [row.find_all("td")[1].a["href"] for row in html.find_all("tr")]
            following = html.find("a", rel="next")
            path = following and following["href"].removeprefix("http://localhost")
        self.assertEqual(f"of {len(seen)}", site.get("/+bugs").text.split("75 ")[1][:6])
