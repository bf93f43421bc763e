"""Caches of what follows from the registrations."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from lp_persistence.bugs.interfaces import IBugs
from lp_persistence.context import Context
from lp_persistence.model import KEPT, Cache, get_model
from lp_persistence.planning.plan import Plan
from lp_persistence.tests.village import Village


def planned(**tests: Any) -> Plan:
    context = Context()
    IBugs(context).filter(**tests).get_subscribers()
    return context.plan()


class CacheTests(Village):
    def test_plans_are_kept_by_shape(self):
        """Values are none of it, None is."""
        plan = planned(heat=50)
        self.assertIs(plan, planned(heat=90))
        self.assertIsNot(plan, planned(heat=None))

    def test_a_cache_is_bounded(self):
        """Shapes may come from input that nobody bounded."""
        cache = Cache()
        for number in range(3 * KEPT):
            cache.keep(number, number)
            self.assertLessEqual(len(cache), KEPT)
        self.assertIn(3 * KEPT - 1, cache)

    def test_threads_share_what_one_of_them_made(self):
        """Those that make it at once get the same."""
        get_model().cache("plans").clear()
        ready = Barrier(8)

        def plan(_: int) -> Plan:
            ready.wait()
            return planned(heat=50)

        with ThreadPoolExecutor(8) as threads:
            plans = list(threads.map(plan, range(8)))
        self.assertEqual(1, len(set(map(id, plans))))

    def test_what_was_begun_before_a_change_is_not_kept(self):
        """It went into the cache that was there then."""
        model = get_model()
        before = model.cache("plans")
        model.register(model.type_named("IBug"))
        before.keep("key", "of the old registrations")
        self.assertNotIn("key", model.cache("plans"))
