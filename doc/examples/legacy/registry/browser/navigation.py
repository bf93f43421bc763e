"""Paths to persons, pillars and what is in pillars."""

from zope.component import getUtility

from ...bugs.interfaces.bug import IBugSet
from ...webapp.authorization import check_permission
from ...webapp.navigation import Navigation, stepthrough
from ..interfaces.person import IPersonSet
from ..interfaces.pillar import IPillarNameSet


def visible_bug(name):
    """The bug of that number, if the user may see it."""
    bug = getUtility(IBugSet).get(int(name)) if name.isdecimal() else None
    if bug is None or not check_permission("launchpad.View", bug):
        return None
    return bug


class RootNavigation(Navigation):
    """``/``"""

    @stepthrough("bugs")
    def traverse_bug(self, name):
        """``/bugs/N``"""
        return visible_bug(name)

    def traverse(self, name):
        """``/~NAME``, ``/NAME``"""
        if not name.startswith("~"):
            return getUtility(IPillarNameSet).getByName(name)
        person = getUtility(IPersonSet).getByName(name[1:])
        if person is None or not check_permission("launchpad.View", person):
            return None
        return person


class BugTargetNavigation(Navigation):
    """What bugs are reported in."""

    @stepthrough("+bug")
    def traverse_bug(self, name):
        """``…/+bug/N``"""
        bug = visible_bug(name)
        if bug is not None:
            for bugtask in bug.bugtasks:
                if bugtask.target == self.context:
                    return bugtask
        return None


class ProductNavigation(BugTargetNavigation):
    """``/PRODUCT``"""

    def traverse(self, name):
        """``/PRODUCT/SERIES``"""
        return self.context.getSeries(name)


class DistroSeriesNavigation(BugTargetNavigation):
    """``/DISTRIBUTION/SERIES``"""

    @stepthrough("+source")
    def traverse_source(self, name):
        """``…/+source/NAME``"""
        return self.context.getSourcePackage(name)


class DistributionNavigation(DistroSeriesNavigation):
    """``/DISTRIBUTION``"""

    def traverse(self, name):
        """``/DISTRIBUTION/SERIES``"""
        return self.context.getSeries(name)


class PersonNavigation(Navigation):
    """``/~NAME``"""
