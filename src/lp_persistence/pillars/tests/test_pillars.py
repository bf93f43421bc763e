"""What distributions know of themselves."""

from __future__ import annotations

import unittest

from zope.interface.verify import verifyClass

from lp_persistence.branding.entities import File
from lp_persistence.bugs.entities import Bug, BugTask
from lp_persistence.bugs.enums import BugTaskStatus
from lp_persistence.pillars.entities import Distribution
from lp_persistence.pillars.groups import Distributions
from lp_persistence.pillars.interfaces import IDistribution, IDistributions


class DistributionTests(unittest.TestCase):
    def test_classes(self):
        """Entity and group implement what they say."""
        self.assertTrue(verifyClass(IDistribution, Distribution))
        self.assertTrue(verifyClass(IDistributions, Distributions))

    def test_hot_bugs(self):
        """Unresolved, no duplicates; with the task that makes each hot."""
        new, repeated = Bug(id=1, duplicate_of=None), Bug(id=2, duplicate_of=Bug(id=1))
        distribution = Distribution(
            tasks=(
                BugTask(id=5, bug=new, status=BugTaskStatus.NEW),
                BugTask(id=6, bug=new, status=BugTaskStatus.TRIAGED),
                BugTask(id=7, bug=new, status=BugTaskStatus.FIXRELEASED),
                BugTask(id=8, bug=new, status=BugTaskStatus.UNKNOWN),
                BugTask(id=9, bug=repeated, status=BugTaskStatus.NEW),
            )
        )
        self.assertEqual([(new, 5), (new, 6)], list(distribution.hot_bugs))

    def test_branding(self):
        """Its own image, else the stock one."""
        distribution = Distribution(icon=None, logo=File(sha256="1090"))
        self.assertEqual("distribution-icon", str(distribution.branding.icon))
        self.assertEqual("1090", str(distribution.branding.logo))
