"""Orders, limits, and the keys that a next page begins after."""

from __future__ import annotations

import json
import unittest
from collections.abc import Iterator
from itertools import chain
from typing import Any
from unittest.mock import patch

from lp_persistence.bugs.enums import BugTaskImportance
from lp_persistence.bugs.interfaces import IBug, IBugs, IBugTask, IBugTasks
from lp_persistence.conditions import Not
from lp_persistence.context import Context
from lp_persistence.errors import (
    InvalidKey,
    InvalidValue,
    NoSuchMember,
    NotAllowed,
    UnknownName,
)
from lp_persistence.fields import Text
from lp_persistence.interfaces import ALL_SEEING
from lp_persistence.ordering import sort_rows
from lp_persistence.people.entities import Person
from lp_persistence.people.interfaces import IPersons
from lp_persistence.pillars.interfaces import IDistributions
from lp_persistence.steps import By
from lp_persistence.tests.village import (
    ADA,
    BEN,
    CRASH,
    CYD,
    DEBIAN,
    DEVELOPERS,
    EXIT,
    HUGE,
    SECRET,
    TYPO,
    UBUNTU,
    Village,
)


class OrderTests(Village):
    def ordered(self, *names: str) -> list[int]:
        return self.realised(lambda c: IBugs(c).ordered_by(*names).all(), ALL_SEEING)

    def test_the_entitys_own_order(self):
        """People come by the name shown, distributions by name, bugs by id."""
        self.assertEqual(
            [ADA, BEN, CYD, DEVELOPERS], self.realised(lambda c: IPersons(c).all())
        )
        self.assertEqual(
            [DEBIAN, UBUNTU], self.realised(lambda c: IDistributions(c).all())
        )

    def test_given_ids_do_not_order(self):
        """A group is a set."""
        self.assertEqual(
            [ADA, BEN, CYD], self.realised(lambda c: IPersons(c).of([CYD, ADA, BEN]))
        )

    def test_ascending_and_descending(self):
        """None is the largest; equals keep the own order, then the id's."""
        self.assertEqual([CRASH, EXIT, SECRET, TYPO], self.ordered("heat"))
        self.assertEqual([TYPO, SECRET, CRASH, EXIT], self.ordered("-heat"))

    def test_several_names(self):
        """The first that differs decides."""
        self.assertEqual([TYPO, SECRET, EXIT, CRASH], self.ordered("-heat", "-id"))
        self.assertEqual([TYPO, SECRET, EXIT, CRASH], self.ordered("-heat", "-title"))

    def test_text_by_code_point(self):
        """Capitals come first, whatever a language would say."""
        self.assertEqual([CRASH, SECRET, TYPO, EXIT], self.ordered("title"))

    def test_booleans_and_items(self):
        """False before True; items by the integer that is kept."""
        self.assertEqual([SECRET, CRASH, EXIT, TYPO], self.ordered("-private"))
        self.factory.make(IBugTask, id=9, bug=CRASH, importance=BugTaskImportance.LOW)
        tasks = self.realised(
            lambda c: IBugTasks(c).ordered_by("importance", "-id").all()
        )
        self.assertEqual([9, 4, 3, 2, 1], tasks)

    def test_the_last_order_holds(self):
        """It replaces the one before, whatever it is."""
        self.assertEqual(
            [EXIT, CRASH],
            self.realised(
                lambda c: (
                    IBugs(c).filter(heat=50).ordered_by("title").ordered_by("-title")
                )
            ),
        )
        self.assertEqual(
            [CRASH, EXIT],
            self.realised(
                lambda c: IBugs(c).filter(heat=50).ordered_by("-title").ordered_by()
            ),
        )

    def test_filter_keeps_the_order(self):
        """Before and after make no difference."""
        for build in (
            lambda c: IBugs(c).ordered_by("-id").filter(heat=50),
            lambda c: IBugs(c).filter(heat=50).ordered_by("-id"),
        ):
            self.assertEqual([EXIT, CRASH], self.realised(build))

    def test_unknown_names(self):
        """With the facts there are."""
        with self.assertRaises(UnknownName) as caught:
            IBugTasks(Context()).ordered_by("-hotness")
        self.assertEqual(
            "IBugTask has no fact 'hotness'; there are: date_assigned, date_closed, "
            "date_created, id, importance, status, unresolved.",
            str(caught.exception),
        )

    def test_references_have_no_order(self):
        """With what can be ordered by instead."""
        with self.assertRaises(NotAllowed) as caught:
            IBugTasks(Context()).ordered_by("assignee")
        self.assertEqual(
            "IBugTask.assignee leads to entities, which have no order among each "
            "other. Order by a fact: date_assigned, date_closed, date_created, id, "
            "importance, status, unresolved.",
            str(caught.exception),
        )


class LimitTests(Village):
    def test_in_all(self):
        """The first of the whole group."""
        self.assertEqual(
            [EXIT], self.realised(lambda c: IBugs(c).ordered_by("-title").limit(1))
        )

    def test_hidden_members_do_not_count(self):
        """The rule comes before the limit."""

        def hottest(context: Context) -> Any:
            return IBugs(context).filter(heat=Not(50)).ordered_by("-heat").limit(2)

        self.assertEqual([TYPO], self.realised(hottest))
        self.assertEqual([TYPO, SECRET], self.realised(hottest, Person(id=ADA)))

    def test_more_than_there_are(self):
        """Gives those there are; nought gives nobody."""
        self.assertEqual(
            [CRASH, EXIT, TYPO], self.realised(lambda c: IBugs(c).limit(9))
        )
        self.assertEqual([], self.realised(lambda c: IBugs(c).limit(0)))

    def test_a_limit_of_a_limit(self):
        """The first of the first, in their order."""
        self.assertEqual(
            [TYPO],
            self.realised(lambda c: IBugs(c).ordered_by("-id").limit(2).limit(1)),
        )
        self.assertEqual(
            [TYPO, EXIT],
            self.realised(lambda c: IBugs(c).ordered_by("-id").limit(2).limit(5)),
        )

    def test_filter_of_a_limit(self):
        """Of the members that it left, in their order."""
        self.assertEqual(
            [EXIT],
            self.realised(
                lambda c: IBugs(c).ordered_by("-id").limit(2).filter(heat=50)
            ),
        )

    def test_order_of_a_limit(self):
        """The same members, another order."""
        self.assertEqual(
            [EXIT, TYPO],
            self.realised(
                lambda c: IBugs(c).ordered_by("-id").limit(2).ordered_by("id")
            ),
        )

    def test_each(self):
        """So many of every parent, ordered by parent first."""

        def subscribers(context: Context) -> Any:
            bugs = IBugs(context).filter(heat=50).ordered_by("-id")
            return bugs.get_subscribers(limit=1, each=True)

        self.factory.link(IBug["subscribers"], EXIT, CYD)
        self.assertEqual([ADA], self.realised(subscribers))

        def last(context: Context) -> Any:
            bugs = IBugs(context).filter(heat=50).ordered_by("-id")
            people = bugs.get_subscribers().ordered_by("-name")
            return people.limit(2, each=True)

        self.assertEqual([DEVELOPERS, CYD, BEN, ADA], self.realised(last))

    def test_in_all_over_an_edge(self):
        """A member that several parents lead to counts once."""
        self.assertEqual(
            [ADA, BEN],
            self.realised(lambda c: IBugs(c).filter(heat=50).get_subscribers(limit=2)),
        )

    def test_ranks(self):
        """Hottest first, then the oldest task."""
        hot = self.realised(
            lambda c: IDistributions(c).filter(name="ubuntu").hot_bugs(limit=2),
            ALL_SEEING,
        )
        self.assertEqual([SECRET, CRASH], hot)

    def test_each_distributions_hot_bugs(self):
        """A bug of both comes at its first place."""
        self.assertEqual(
            [CRASH, EXIT],
            self.realised(
                lambda c: IDistributions(c).all().hot_bugs(limit=2, each=True)
            ),
        )

    def test_each_needs_parents(self):
        """A root, a union and a reference have none."""
        context = Context()
        union = IPersons(context).of([ADA])
        union.update(IPersons(context).of([BEN]))
        reporters = IBugs(context).filter(heat=50).get_reporters()
        limited = IBugs(context).filter(heat=50).get_subscribers(limit=1)
        for group in (IBugs(context), union, reporters, limited):
            with self.subTest(group), self.assertRaises(NotAllowed):
                group.limit(1, each=True)

    def test_counts(self):
        """Whole numbers from nought on."""
        for count in (-1, 1.0, "1", None, True, HUGE):
            with self.subTest(count), self.assertRaises(InvalidValue) as caught:
                IBugs(Context()).limit(count)
            self.assertEqual(
                f"IBugs.limit can't be {count!r}: expected a whole number from 0 to "
                f"2**63 - 1.",
                str(caught.exception),
            )


class KeyTests(Village):
    def pages(self, build: Any, size: int, viewer: Any = None) -> Iterator[list[int]]:
        """The ids on each page, until an empty one."""
        key = None
        while True:
            context = Context(viewer)
            group = build(context)
            page = (group if key is None else group.after(key)).limit(size)
            context.realise()
            ids = [member.id for member in page]
            if not ids:
                return
            yield ids
            key = page.key(page[ids[-1]])

    def test_each_member_stands_on_one_page(self):
        """In the order of the whole, whatever it is ordered by."""
        for names in (
            ("heat",),
            ("-heat",),
            ("title",),
            ("-id",),
            ("-date_created",),
            ("private",),
            ("-information_type", "heat"),
            (),
        ):
            for size in (1, 2, 3):
                with self.subTest(names=names, size=size):

                    def build(context: Context, names: Any = names) -> Any:
                        return IBugs(context).ordered_by(*names).all()

                    self.assertEqual(
                        self.realised(build, ALL_SEEING),
                        list(chain(*self.pages(build, size, ALL_SEEING))),
                    )

    def test_over_an_edge(self):
        """With ranks, and with the targets' own order."""

        def hot(context: Context) -> Any:
            return IDistributions(context).all().hot_bugs()

        pages = list(self.pages(hot, 1, ALL_SEEING))
        self.assertEqual([[SECRET], [CRASH], [EXIT]], pages)

        def people(context: Context) -> Any:
            return IBugs(context).filter(heat=50).get_subscribers()

        self.assertEqual([[ADA, BEN], [DEVELOPERS]], list(self.pages(people, 2)))

    def test_over_a_reference_and_a_union(self):
        """Their order is the entity's own."""

        def reporters(context: Context) -> Any:
            return IBugs(context).filter(heat=50).get_reporters()

        self.assertEqual([[ADA], [BEN]], list(self.pages(reporters, 1)))

        def union(context: Context) -> Any:
            people = IPersons(context).of([CYD])
            people.update(IPersons(context).of([ADA]))
            return people

        self.assertEqual([[ADA], [CYD]], list(self.pages(union, 1)))

    def test_a_member_that_went_away(self):
        """A key is a place, and needs nobody to stand there."""
        key = "[50,7]"
        after = self.realised(lambda c: IBugs(c).ordered_by("heat").after(key))
        self.assertEqual([TYPO], after)

    def test_a_key_is_short_and_plain(self):
        """JSON of the values of the order: it goes into an address."""
        context = Context()
        page = IBugs(context).ordered_by("-heat", "date_created").limit(2)
        context.realise()
        self.assertEqual('[50,"2020-01-01T00:01:00+00:00",1]', page.key(page[CRASH]))
        self.assertEqual(TYPO, json.loads(page.key(page[TYPO]))[-1])

    def test_filter_after_a_key(self):
        """They commute."""
        for build in (
            lambda c: IBugs(c).after("[1]").filter(heat=None),
            lambda c: IBugs(c).filter(heat=None).after("[1]"),
        ):
            self.assertEqual([TYPO], self.realised(build))

    def test_what_is_no_key(self):
        """Malformed, too short, of other types: one sentence."""
        group = IBugs(Context()).ordered_by("-heat", "date_created")
        when = '"2020-01-01T00:00:00+00:00"'
        for key in (
            "",
            "x",
            "5",
            "null",
            "{}",
            "[]",
            f"[50,{when}]",
            f"[50,{when},1,1]",
            f'["50",{when},1]',
            f"[true,{when},1]",
            f"[50.0,{when},1]",
            f"[NaN,{when},1]",
            f"[50,{when},null]",
            f"[50,{when},[1]]",
            "[50,{},1]",
            f'[50,{when},"1"]',
            "[50,5,1]",
            '[50,"yesterday",1]',
            '[50,"2020-01-01T00:00:00",1]',
            '[50,"0001-01-01T00:00:00+14:00",1]',
            f"[{HUGE},{when},1]",
            f"[50,{when},{HUGE}]",
            "[" * 100_000,
            "[" + "9" * 5000 + "]",
            None,
            5,
        ):
            with self.subTest(str(key)[:40]), self.assertRaises(InvalidKey):
                group.after(key)

    def test_no_key_for_texts_that_no_engine_holds(self):
        """Nor is half a character let through by JSON's escapes."""
        for key in (r'["\ud800",1]', r'["\u0000",1]'):
            with self.subTest(key), self.assertRaises(InvalidKey):
                IBugs(Context()).ordered_by("title").after(key)

    def test_an_error_of_a_field_is_no_error_of_a_key(self):
        """What is wrong with a program is told as it is."""
        for error in (TypeError, ValueError, AttributeError):
            bugs = IBugs(Context()).ordered_by("title")
            broken = patch.object(Text, "neutral", side_effect=error("broken"))
            with broken, self.assertRaisesRegex(error, "broken"):
                bugs.after('["x",1]')

    def test_the_text_of_the_error(self):
        """It repeats the key and says what one is."""
        with self.assertRaises(InvalidKey) as caught:
            IBugs(Context()).ordered_by("-heat").after("x")
        self.assertEqual(
            "'x' is no place in IBugs.ordered_by('-heat'). A place is what "
            "key(member) of the page before gave.",
            str(caught.exception),
        )
        with self.assertRaises(InvalidKey) as caught:
            IBugs(Context()).ordered_by("-heat").after("x" * 5000)
        self.assertLess(len(str(caught.exception)), 300)

    def test_after_a_limit(self):
        """A page ends with its limit: what comes after it is another page."""
        for build in (
            lambda c: IBugs(c).limit(2).after("[1]"),
            lambda c: IBugs(c).limit(2).filter(heat=50).after("[1]"),
            lambda c: IBugs(c).after("[1]").after("[2]"),
        ):
            with self.assertRaises(NotAllowed):
                build(Context())

    def test_after_an_order_of_a_limit(self):
        """An order in between makes places again."""
        self.assertEqual(
            [EXIT],
            self.realised(lambda c: IBugs(c).limit(2).ordered_by("id").after("[1]")),
        )

    def test_keys_are_for_pages(self):
        """Who has no limit has no next page; who is no member has no place."""
        context = Context()
        bugs = IBugs(context).filter(heat=50)
        page = IBugs(context).limit(1)
        context.realise()
        with self.assertRaises(NotAllowed):
            bugs.key(bugs[CRASH])
        with self.assertRaises(NoSuchMember):
            page.key(bugs[EXIT])


class SortTests(unittest.TestCase):
    def test_rows(self):
        """None is the largest, in either direction, and sorting is stable."""
        rows = [(None, 1), (2, 2), (1, 3), (2, 1)]
        columns = {("heat",): 0, ("id",): 1}
        sort_rows(rows, (By(("heat",)), By(("id",))), columns)
        self.assertEqual([(1, 3), (2, 1), (2, 2), (None, 1)], rows)
        sort_rows(rows, (By(("heat",), True),), columns)
        self.assertEqual([(None, 1), (2, 1), (2, 2), (1, 3)], rows)
