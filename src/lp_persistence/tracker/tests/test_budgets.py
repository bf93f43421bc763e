"""Every page of the tracker keeps to its budget."""

from __future__ import annotations

import unittest
from typing import Any

from lp_persistence.branding.interfaces import IFile
from lp_persistence.people.entities import Person
from lp_persistence.testing.budgets import PageBudgets
from lp_persistence.testing.tracker_factory import TrackerFactory
from lp_persistence.tracker.interfaces import ITracker
from lp_persistence.tracker.root import Tracker
from lp_persistence.tracker.tests.site import TRACKER


class TestBudgets(PageBudgets, unittest.TestCase):
    layer = TRACKER
    elsewhere = {
        "'index.html' for IPillars": "It is about one of three kinds; see test_costs.",
        "'index.html' for ICves": "Its bugs are searched for; see test_cve.",
        "'+duplicates' for IBugs": "As above; see test_bug.",
        "'+bugs' for IPillars": "As above; see test_listings.",
        "'+bugs' for ISeriesOfPillars": "As above; see test_listings.",
        "'+bugs' for IDistributionSourcePackages": "Has no rows; see test_listings.",
        "'+bugs' for ISourcePackages": "Has no rows; see test_listings.",
        "'+bugs' for IPersons": "Is about bugs of somebody; see test_people.",
        "'index.html' for ISeriesOfPillars": "It is one of two kinds; see test_parts.",
        "'index.html' for IMilestones": "It is found by either pillar; see test_table.",
        "'index.html' for IDistributionSourcePackages": "Has no row; see test_table.",
        "'index.html' for ISourcePackages": "Has no row; see test_table.",
        "'+members' for IPersons": "It is about a team; see test_table.",
        "'search' for ITracker": "It is asked for words; see test_table.",
    }

    def factory(self, backend: Any) -> TrackerFactory:
        return TrackerFactory(backend)

    def viewer(self, factory: Any) -> Any:
        """Somebody signed in: what the rules ask of them is part of a page."""
        files = {size: factory.make(IFile) for size in ("icon", "logo", "mugshot")}
        return Person(id=factory.person(**files))

    def published(self, page: Any, context: Any, key: Any) -> Any:
        if page.context is ITracker:
            return Tracker()
        return super().published(page, context, key)
