"""``absoluteURL`` of entities."""

import unittest

from zope.publisher.browser import TestRequest
from zope.security.proxy import ProxyFactory
from zope.traversing.browser.absoluteurl import absoluteURL

from lp_persistence.errors import NotAllowed, NotRequested
from lp_persistence.interfaces import IContext
from lp_persistence.people.interfaces import IPersons
from lp_persistence.pillars.series.interfaces import IMilestones
from lp_persistence.publication.tests.site import ADA, PUBLICATION
from lp_persistence.publication.urls import EntityURL
from lp_persistence.testing.tracker_factory import TrackerFactory


class TestURLs(unittest.TestCase):
    layer = PUBLICATION

    def setUp(self) -> None:
        self.request = TestRequest()
        self.context = IContext(self.request)

    def test_below_the_application(self):
        """Of entities with and without a security proxy."""
        ada = IPersons(self.context).of([ADA]).need_url()
        self.context.realise()
        for person in (ada.one(), ProxyFactory(ada.one())):
            self.assertEqual("http://127.0.0.1/~ada", absoluteURL(person, self.request))
        self.assertEqual(
            "http://127.0.0.1/~ada", str(EntityURL(ada.one(), self.request))
        )

    def test_not_asked_for(self):
        """It is an error, which names what to add."""
        factory = TrackerFactory(self.layer["backend"])
        factory.milestone(distribution=factory.distribution())
        milestones = IMilestones(self.context).all()
        self.context.realise()
        with self.assertRaises(NotRequested) as caught:
            absoluteURL(milestones.first(), self.request)
        self.assertEqual(".need_url()", caught.exception.call)

    def test_no_breadcrumbs(self):
        """An entity has no place in a tree of objects."""
        ada = IPersons(self.context).of([ADA])
        self.context.realise()
        with self.assertRaises(NotAllowed):
            EntityURL(ada.one(), self.request).breadcrumbs()
