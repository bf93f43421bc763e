"""References that were read along, on rows that several groups share."""

from lp_persistence.bugs.interfaces import IBugTasks
from lp_persistence.context import Context
from lp_persistence.tests.village import Village

NOBODYS = 99
FIRST, OF_DEBIAN = 1, 2


class RideTests(Village):
    def test_rows_of_a_group_that_asked_for_less(self):
        """Nothing is made of what rode in on them for another."""
        context = Context()
        others = IBugTasks(context).of([FIRST])
        distributions = IBugTasks(context).of([NOBODYS]).get_distribution()
        owners = distributions.get_owner()
        context.realise()
        self.assertEqual([FIRST], [task.id for task in others])
        self.assertEqual(([], []), (list(distributions), list(owners)))

    def test_rows_of_which_some_are_a_groups_own(self):
        """These alone are made."""
        context = Context()
        IBugTasks(context).of([FIRST])
        tasks = IBugTasks(context).of([OF_DEBIAN])
        tasks.get_distribution().get_owner().need("visibility")
        context.realise()
        distribution = tasks.one().distribution
        self.assertEqual("debian", distribution.name)
        self.assertEqual("<hidden>", distribution.owner.displayname)
