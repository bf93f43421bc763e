"""Pages of a group by lazr.batchnavigator."""

import json
import unittest
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

from lazr.batchnavigator import BatchNavigator
from lazr.batchnavigator.interfaces import IRangeFactory
from zope.interface.verify import verifyObject
from zope.publisher.browser import TestRequest

from lp_persistence import ALL_SEEING, Context
from lp_persistence.adoption.batching import FARTHEST, KeysetRangeFactory
from lp_persistence.bugs.enums import InformationType
from lp_persistence.bugs.interfaces import IBug, IBugs
from lp_persistence.errors import InvalidKey, NotAllowed, NotRealised
from lp_persistence.ordering import opposite as opposite_order
from lp_persistence.pillars.interfaces import IDistributions
from lp_persistence.storm.tests.world import DAY
from lp_persistence.testing.layers import MEMORY
from lp_persistence.testing.storm_layers import POSTGRESQL, SQLITE
from lp_persistence.testing.tracker_factory import TrackerFactory

BUGS, SIZE = 8, 3


class Batches:
    layer: Any

    def setUp(self: Any) -> None:
        factory = TrackerFactory(self.layer["backend"])
        reporter = factory.person()
        self.distribution = factory.distribution()
        for number in range(1, BUGS + 1):
            said = DAY if number % 3 else None
            bug: Any = {"heat": number // 3, "date_last_message": said}
            if number % 4 == 0:
                bug["information_type"] = InformationType.USERDATA
            factory.make(IBug, id=number, reporter=reporter, **bug)
            factory.task(bug=number, distribution=self.distribution)
        name = factory.package_name()
        place = {"distribution": self.distribution, "source_package_name": name}
        factory.task(bug=1, **place)
        factory.done()

    def bugs(self: Any) -> Any:
        return IBugs(Context(viewer=ALL_SEEING)).all().ordered_by("-heat")

    def hot_bugs(self: Any) -> Any:
        context = Context(viewer=ALL_SEEING)
        return IDistributions(context).of([self.distribution]).hot_bugs()

    def search(self: Any) -> Any:
        """What is found over tasks, of which the first bug has two."""
        context = Context(viewer=ALL_SEEING)
        places = IDistributions(context).of([self.distribution])
        return IBugs(context).search(target=places, order="heat")

    def navigator(self, url: str = "", bugs: Any = None, **options: Any) -> Any:
        """What a view shows at an address; its page has been realised."""
        bugs = self.bugs() if bugs is None else bugs
        query = urlsplit(url).query
        factory = KeysetRangeFactory(bugs, **options)
        request = TestRequest(QUERY_STRING=query)
        navigator = BatchNavigator(bugs, request, size=SIZE, range_factory=factory)
        page = factory.page(navigator.batch)
        page.need("description")
        page.context.realise()
        return navigator

    def shown(self, navigator: Any) -> list[int]:
        return [bug.id for bug in navigator.currentBatch()]

    def test_pages_follow_each_other_and_go_back(self: Any):
        """Each member once, in the group's order, in both directions."""
        forwards, url = [], ""
        while True:
            navigator = self.navigator(url)
            forwards.append(self.shown(navigator))
            url = navigator.nextBatchURL()
            if not url:
                break
        self.assertEqual([[6, 7, 8], [3, 4, 5], [1, 2]], forwards)
        backwards = []
        while True:
            url = navigator.prevBatchURL()
            if not url:
                break
            navigator = self.navigator(url)
            backwards.append(self.shown(navigator))
        self.assertEqual([[3, 4, 5], [6, 7, 8]], backwards)

    def test_one_can_turn_round(self: Any):
        """A page that was reached backwards is followed by the same one again."""
        second = self.navigator(self.navigator().nextBatchURL())
        third = self.navigator(second.nextBatchURL())
        again = self.navigator(third.prevBatchURL())
        self.assertEqual([3, 4, 5], self.shown(again))
        self.assertEqual([1, 2], self.shown(self.navigator(again.nextBatchURL())))
        first = self.navigator(again.prevBatchURL())
        self.assertEqual([6, 7, 8], self.shown(first))
        self.assertEqual("", first.prevBatchURL())
        self.assertEqual("", first.firstBatchURL())
        self.assertEqual([3, 4, 5], self.shown(self.navigator(first.nextBatchURL())))

    def test_numbers_are_told(self: Any):
        """By the size of the group."""
        navigator = self.navigator(self.navigator().nextBatchURL())
        batch = navigator.currentBatch()
        self.assertEqual(
            (4, 6, BUGS), (batch.startNumber(), batch.endNumber(), batch.total())
        )

    def test_a_group_need_not_be_counted(self: Any):
        """Then its number is not told."""
        navigator = self.navigator(sized=False)
        self.assertTrue(navigator.nextBatchURL())
        with self.assertRaisesRegex(NotAllowed, "was not counted"):
            navigator.currentBatch().total()

    def test_the_last_page_is_read_from_the_end(self: Any):
        """It has what is left of the group; pages before it go back to the first."""
        first = self.navigator()
        backwards, url = [], first.lastBatchURL()
        while url:
            navigator = self.navigator(url)
            backwards.append(self.shown(navigator))
            url = navigator.prevBatchURL()
        self.assertEqual([[1, 2], [3, 4, 5], [6, 7, 8]], backwards)
        last = self.navigator(first.lastBatchURL())
        self.assertEqual(("", ""), (last.nextBatchURL(), last.lastBatchURL()))
        batch = last.currentBatch()
        self.assertEqual((7, BUGS), (batch.startNumber(), batch.endNumber()))
        again = self.navigator(self.navigator(last.prevBatchURL()).nextBatchURL())
        self.assertEqual([1, 2], self.shown(again))

    def test_the_opposite_order_is_that_of_the_backend_as_well(self: Any):
        """None is the largest in both directions, and of equals the id decides."""
        said = "date_last_message"
        for order in (said, f"-{said}", "-heat", "title", "private", "-private"):
            bugs = self.bugs().ordered_by(order)
            back = opposite_order(bugs.node)
            assert back is not None
            opposite = self.bugs().ordered_by(*back).all()
            for each in (bugs.all(), opposite):
                each.context.realise()
            self.assertEqual([b.id for b in bugs], [b.id for b in opposite][::-1])

    def test_there_is_a_last_page_by_any_fact(self: Any):
        """By one whose attribute begins with ``is_`` as well."""
        bugs = self.bugs().ordered_by("private")
        last = self.navigator("?direction=backwards", bugs)
        self.assertEqual([4, 8], self.shown(last))

    def test_what_was_not_counted_has_no_last_page(self: Any):
        """Nobody knows how much of it is left for that."""
        with self.assertRaisesRegex(NotAllowed, "was not counted.*show_last_link"):
            self.navigator("?direction=backwards", sized=False)

    def test_members_with_several_places_have_no_last_page(self: Any):
        """The first place counts, so that their order has no opposite; one goes back
        by where pages began, and to the first where that was forgotten."""
        for made in (self.hot_bugs, self.search):
            with self.assertRaisesRegex(NotAllowed, "has one direction.*show_last_lin"):
                self.navigator("?direction=backwards", made())
            second = self.navigator(self.navigator(bugs=made()).nextBatchURL(), made())
            self.assertEqual([3, 4, 5], self.shown(second))
            back = second.prevBatchURL()
            self.assertEqual([6, 7, 8], self.shown(self.navigator(back, made())))
            memo = parse_qs(urlsplit(back).query)["memo"][0]
            nearest = quote(json.dumps(json.loads(memo)[-1:]))
            forgotten = self.navigator(f"?direction=backwards&memo={nearest}", made())
            self.assertEqual([6, 7, 8], self.shown(forgotten))

    def test_addresses_from_before_are_understood(self: Any):
        """They have an offset; what stands before is read, this once."""
        navigator = self.navigator("?start=3")
        self.assertEqual([3, 4, 5], self.shown(navigator))
        self.assertEqual([1, 2], self.shown(self.navigator(navigator.nextBatchURL())))
        self.assertEqual([], self.shown(self.navigator("?start=30")))

    def test_offsets_end_somewhere(self: Any):
        """What is beyond, or before the first, answers with the first page, as what
        is no number does; so much is asked for, and no more."""
        for start in ("-1", str(FARTHEST + 1), "9" * 20, "x"):
            navigator = self.navigator(f"?start={start}")
            self.assertEqual([6, 7, 8], self.shown(navigator))
            self.assertEqual(1, navigator.currentBatch().startNumber())
            following = self.navigator(navigator.nextBatchURL())
            self.assertEqual([3, 4, 5], self.shown(following))
            self.assertEqual(4, following.currentBatch().startNumber())
        self.assertEqual([], self.shown(self.navigator(f"?start={FARTHEST}")))

    def test_foreign_memos_are_refused(self: Any):
        """With a sentence, for a page of errors."""
        for memo in ("x", "[]", "[1]", '["[1]"]', '{"a":1}'):
            with self.assertRaisesRegex(InvalidKey, "is no place"):
                self.navigator(f"?memo={memo}")

    def test_an_empty_group(self: Any):
        """One page without members."""
        navigator = self.navigator(bugs=self.bugs().filter(heat=77))
        self.assertEqual([], self.shown(navigator))
        self.assertEqual(("", ""), (navigator.nextBatchURL(), navigator.prevBatchURL()))

    def test_what_was_not_declared_can_not_be_read(self: Any):
        """Neither the page, nor its context, is realised by itself."""
        bugs = self.bugs()
        factory = KeysetRangeFactory(bugs)
        verifyObject(IRangeFactory, self.navigator().batch.range_factory)
        navigator = BatchNavigator(bugs, TestRequest(), range_factory=factory)
        with self.assertRaisesRegex(
            NotRealised, r"Say factory.page\(navigator.batch\)"
        ):
            list(navigator.currentBatch())
        factory.page(navigator.batch)
        with self.assertRaises(NotRealised):
            list(navigator.currentBatch())

    def test_addresses_do_not_grow_without_end(self: Any):
        """They know where twenty pages began; those before are read backwards."""
        for number in range(BUGS + 1, BUGS + 80):
            self.layer["backend"].load(IBug, [self.row(number)])
        navigator = self.navigator()
        for _ in range(25):
            navigator = self.navigator(navigator.nextBatchURL())
        memo = parse_qs(urlsplit(navigator.nextBatchURL()).query)["memo"][0]
        self.assertLess(len(memo), 500)
        pages = 0
        while navigator.prevBatchURL():
            navigator = self.navigator(navigator.prevBatchURL())
            pages += 1
        self.assertEqual(self.shown(self.navigator()), self.shown(navigator))
        self.assertEqual(25, pages)

    def row(self, number: int) -> tuple[Any, ...]:
        _, *others = next(iter(self.layer["backend"].dump(IBug)))
        return (number, *others)


class TestInMemory(Batches, unittest.TestCase):
    layer = MEMORY


class TestOnSQLite(Batches, unittest.TestCase):
    layer = SQLITE


class TestOnPostgreSQL(Batches, unittest.TestCase):
    layer = POSTGRESQL
