"""Unions, edges, ways back, embedded values, sizes."""

from __future__ import annotations

import pickle
from typing import Any

from zope.interface.verify import verifyObject

from lp_persistence.bugs.interfaces import IBugs, IBugTasks
from lp_persistence.context import Context
from lp_persistence.errors import (
    InvalidValue,
    NotAllowed,
    NotRealised,
    NotRequested,
    PicklingRefused,
    UnknownName,
)
from lp_persistence.interfaces import ALL_SEEING, ISize
from lp_persistence.people.entities import Person
from lp_persistence.people.interfaces import IPersons
from lp_persistence.pillars.interfaces import IDistributions
from lp_persistence.tests.village import (
    ADA,
    BEN,
    CRASH,
    CYD,
    DEVELOPERS,
    EXIT,
    SPIES,
    TYPO,
    UBUNTU,
    Village,
)


def hot(context: Context) -> Any:
    """The two bugs of one heat."""
    return IBugs(context).filter(heat=50)


class UnionTests(Village):
    def union(self, context: Context) -> Any:
        """Subscribers and reporters."""
        people = hot(context).get_subscribers()
        people.update(hot(context).get_reporters())
        return people

    def test_members_of_either(self):
        """Each once, in the entity's own order."""
        self.assertEqual([ADA, BEN, DEVELOPERS], self.realised(self.union))

    def test_it_takes_the_place_of_the_handle(self):
        """What was derived before does not grow."""
        context = Context()
        people = IPersons(context).of([ADA])
        same = people
        teams = people.get_teams()
        people.update(IPersons(context).of([CYD]))
        context.realise()
        self.assertIs(same, people)
        self.assertEqual(2, len(people))
        self.assertEqual([DEVELOPERS], [team.id for team in teams])
        self.assertEqual("<(IPersons.of(…) | IPersons.of(…))>", repr(people))

    def test_the_other_stays(self):
        """It is a group of its own."""
        context = Context()
        ada, cyd = IPersons(context).of([ADA]), IPersons(context).of([CYD])
        ada.update(cyd)
        context.realise()
        self.assertEqual((2, 1), (len(ada), len(cyd)))

    def test_with_itself(self):
        """Nothing becomes of it."""
        context = Context()
        people = IPersons(context).of([ADA])
        people.update(IPersons(context).of([ADA]))
        self.assertEqual(people, IPersons(context).of([ADA]))

    def test_in_any_order(self):
        """Unions of the same parts are one group."""
        context = Context()

        def of(*ids: int) -> Any:
            return IPersons(context).of(ids)

        one, other = of(ADA), of(CYD)
        one.update(of(BEN))
        one.update(of(CYD))
        pair = of(BEN)
        pair.update(of(ADA))
        other.update(pair)
        self.assertEqual(one, other)

    def test_other_types_and_contexts(self):
        """Each refusal names both."""
        context = Context()
        people = IPersons(context).of([ADA])
        for other in (IBugs(context).of([1]), None, [Person(id=1)]):
            with self.assertRaises(NotAllowed) as caught:
                people.update(other)
            self.assertEqual(
                f"<IPersons.of(…)> can't take in {other!r}: a union is of one type "
                f"of group.",
                str(caught.exception),
            )
        with self.assertRaises(NotAllowed) as caught:
            people.update(IPersons(Context()).of([ADA]))
        self.assertEqual(
            "<IPersons.of(…)> can't take in <IPersons.of(…)>: it belongs to another "
            "context.",
            str(caught.exception),
        )

    def test_follows(self):
        """From a member of any part, whole or narrowed."""

        def teams(context: Context) -> Any:
            return self.union(context).get_teams()

        self.assertEqual([DEVELOPERS], self.realised(teams))
        self.assertEqual([DEVELOPERS, SPIES], self.realised(teams, ALL_SEEING))

        def narrowed(context: Context) -> Any:
            return self.union(context).get_members(name="ben")

        self.assertEqual([BEN], self.realised(narrowed))

    def test_narrowed(self):
        """Filtered, ordered, limited like any group."""
        self.assertEqual(
            [BEN, ADA],
            self.realised(
                lambda c: (
                    self.union(c).filter(valid_person=True).ordered_by("-name").limit(2)
                )
            ),
        )

    def test_asking_it_asks_its_parts(self):
        """Members of the parts read it; what parts asked stays with them."""
        context = Context()
        bugs = hot(context)
        people = bugs.get_subscribers().need("date_created")
        people.update(bugs.get_reporters())
        people.need("is_team")
        context.realise()
        subscriber = bugs.first().subscribers[0]
        self.assertEqual(False, subscriber.is_team)
        self.assertIsNotNone(subscriber.date_created)
        with self.assertRaises(NotRequested):
            hasattr(people.first(), "date_created")


class UnionEdgeTests(Village):
    """Edges of unions whose order is the edge's own."""

    def setUp(self) -> None:
        super().setUp()
        hottest = self.factory.bug(heat=900)
        self.factory.task(bug=hottest, distribution=UBUNTU)
        self.factory.done()

    def hot(self) -> tuple[Any, Any]:
        context = Context()
        distros = IDistributions(context).filter(name="ubuntu")
        distros.update(IDistributions(context).filter(name="debian"))
        bugs = distros.hot_bugs()
        context.realise()
        return distros, bugs

    def test_the_edge_of_a_union_has_the_edges_order(self):
        """As the edge of one group has: hottest first, not by id."""
        _, bugs = self.hot()
        context = Context()
        one = IDistributions(context).filter(name={"ubuntu", "debian"}).hot_bugs()
        context.realise()
        self.assertEqual([bug.id for bug in one], [bug.id for bug in bugs])
        heats = [bug.id for bug in bugs]
        self.assertNotEqual(sorted(heats), heats)

    def test_it_leads_back_to_the_unions_members(self):
        """To the one of its first row, whichever part that came by."""
        distros, bugs = self.hot()
        context = Context()
        one = IDistributions(context).filter(name={"ubuntu", "debian"}).hot_bugs()
        context.realise()
        self.assertEqual(
            [bug.distro.name for bug in one], [bug.distro.name for bug in bugs]
        )
        for bug in bugs:
            self.assertIs(bug.distro, distros[bug.distro.id])


class EdgeVerbTests(Village):
    def test_whole_edges_set_the_attribute(self):
        """In the edge's order, each once, as a tuple."""
        context = Context()
        bugs = hot(context)
        bugs.get_subscribers()
        context.realise()
        subscribers = bugs[EXIT].subscribers
        self.assertIsInstance(subscribers, tuple)
        self.assertEqual([ADA, DEVELOPERS], [person.id for person in subscribers])

    def test_nobody(self):
        """An empty collection is an empty tuple, a null reference None."""
        context = Context()
        bugs = IBugs(context).of([TYPO, CRASH])
        bugs.get_subscribers()
        bugs.get_duplicate_of()
        context.realise()
        self.assertEqual((), bugs[TYPO].subscribers)
        self.assertIsNone(bugs[CRASH].duplicate_of)
        self.assertEqual("Crash", bugs[TYPO].duplicate_of.title)

    def test_narrowed_edges_set_none(self):
        """A part of an edge is not the edge."""
        context = Context()
        bugs = hot(context)
        some = bugs.get_subscribers(name="ada")
        context.realise()
        self.assertEqual([ADA], [person.id for person in some])
        with self.assertRaises(NotRequested):
            hasattr(bugs.first(), "subscribers")

    def test_narrowed_references(self):
        """They filter the members of the whole edge."""
        self.assertEqual(
            [BEN], self.realised(lambda c: hot(c).get_reporters(name="ben"))
        )

    def test_each_needs_a_limit(self):
        """Nothing that was said is passed over."""
        with self.assertRaises((NotAllowed, InvalidValue)):
            hot(Context()).get_subscribers(each=True)

    def test_derived_edges(self):
        """What nobody keeps is followed like any other."""
        self.assertEqual([BEN], self.realised(lambda c: hot(c).get_assignees()))
        self.assertEqual(
            [ADA, BEN, DEVELOPERS],
            self.realised(lambda c: IPersons(c).of([DEVELOPERS]).get_participants()),
        )
        self.assertEqual(
            [BEN, DEVELOPERS, SPIES],
            self.realised(
                lambda c: IPersons(c).of([BEN]).get_participations(), ALL_SEEING
            ),
        )

    def test_nothing_starts_from_what_is_hidden(self):
        """A private team gives nobody away."""
        self.assertEqual(
            [], self.realised(lambda c: IPersons(c).of([SPIES]).get_members())
        )
        self.assertEqual(
            [DEVELOPERS],
            self.realised(lambda c: hot(c).get_tasks().get_assignee().get_teams()),
        )


class WayBackTests(Village):
    def test_references_lead_back(self):
        """To the member of the group that was followed from."""
        context = Context()
        bugs = hot(context)
        tasks = bugs.get_tasks()
        context.realise()
        for task in tasks:
            self.assertIs(bugs[task.bug.id], task.bug)

    def test_what_is_asked_leads_where_it_was_asked(self):
        """An explicit edge has its own group."""
        context = Context()
        tasks = hot(context).get_tasks()
        tasks.get_bug().need("heat")
        context.realise()
        self.assertEqual(50, tasks.first().bug.heat)

    def test_what_only_the_group_knows(self):
        """The one that it was reached by, the first in order if several."""
        context = Context()
        hot_bugs = IDistributions(context).all().hot_bugs()
        context.realise()
        self.assertEqual(["ubuntu", "ubuntu"], [bug.distro.name for bug in hot_bugs])
        debian = IDistributions(context).filter(name="debian").hot_bugs()
        context.realise()
        self.assertEqual(["debian"], [bug.distro.name for bug in debian])

    def test_nowhere_else(self):
        """A bug that was reached otherwise knows of no distribution."""
        context = Context()
        bugs = hot(context)
        context.realise()
        with self.assertRaises(NotRequested) as caught:
            hasattr(bugs.first(), "distro")
        self.assertRegex(
            str(caught.exception),
            r"^Bug\.distro was not asked for: it is a way back\. Build the group as "
            r"IDistributions\(context\)\.hot_bugs\(\), in place of that built at ",
        )


class EmbeddedTests(Village):
    def test_one_value_for_each_owner(self):
        """In the owners' order; the union of several gives all."""
        context = Context()
        people = IPersons(context).of([CYD, DEVELOPERS])
        images = people.get_branding()
        images.update(IDistributions(context).filter(name="debian").get_branding())
        context.realise()
        self.assertEqual(
            ["inactive-icon", "1c0", "distribution-icon"],
            [branding.icon.name for branding in images],
        )

    def test_too_early(self):
        """Like any group: before realise(), and asked after it."""
        context = Context()
        people = IPersons(context).of([CYD])
        before = people.get_branding()
        self.assertRaises(NotRealised, list, before)
        context = Context()
        people = IPersons(context).of([CYD])
        context.realise()
        after = people.get_branding()
        self.assertRaises(NotRealised, list, after)
        context.realise()
        self.assertEqual(1, len(list(after)))

    def test_need(self):
        """All of a value comes with it; other names are refused, with these."""
        images = IPersons(Context()).of([1]).get_branding()
        self.assertIs(images, images.need("icon", "logo"))
        with self.assertRaises(UnknownName) as caught:
            images.need("colour")
        self.assertEqual(
            "IBranding has no attribute 'colour'; there are: icon, logo, mugshot.",
            str(caught.exception),
        )

    def test_it_knows_no_more(self):
        """Its values have no identity: a test or limit is for their owners."""
        with self.assertRaises(NotAllowed):
            IPersons(Context()).of([1]).get_branding(valid=True)
        with self.assertRaises(NotAllowed):
            IPersons(Context()).of([1]).get_branding(limit=2)

    def test_unions_of_one_kind(self):
        """Of one context, too."""
        images = IPersons(Context()).of([1]).get_branding()
        for other in (IPersons(Context()).of([1]).get_branding(), None, images._schema):
            with self.subTest(other), self.assertRaises(NotAllowed):
                images.update(other)

    def test_hidden_owners(self):
        """They have the stock images of what is hidden."""
        context = Context()
        tasks = IBugTasks(context).of([3])
        tasks.get_assignee().get_branding()
        context.realise()
        self.assertEqual("hidden-icon", str(tasks.one().assignee.branding.icon))


class SizeTests(Village):
    def size(self, build: Any, viewer: Any = None) -> int:
        context = Context(viewer)
        size = build(context).size()
        verifyObject(ISize, size)
        context.realise()
        return int(size)

    def test_distinct_visible_members(self):
        """Neither duplicates nor what is hidden count."""
        self.assertEqual(3, self.size(IBugs))
        self.assertEqual(4, self.size(IBugs, Person(id=ADA)))
        self.assertEqual(3, self.size(lambda c: hot(c).get_subscribers()))
        self.assertEqual(4, self.size(lambda c: hot(c).get_subscribers(), ALL_SEEING))

    def test_narrowed(self):
        """Limits, keys and unions included."""
        self.assertEqual(2, self.size(lambda c: IBugs(c).limit(2)))
        self.assertEqual(1, self.size(lambda c: IBugs(c).after("[2]")))
        self.assertEqual(0, self.size(lambda c: IBugs(c).of([])))

        def union(context: Context) -> Any:
            people = IPersons(context).of([ADA, BEN])
            people.update(IPersons(context).of([BEN, CYD]))
            return people

        self.assertEqual(3, self.size(union))

    def test_a_limit_of_a_limit(self):
        """What nobody could count is loaded."""
        self.assertEqual(2, self.size(lambda c: IBugs(c).limit(3).limit(2)))
        self.assertEqual(
            1, self.size(lambda c: IBugs(c).limit(2).limit(1).filter(id=1))
        )

    def test_it_is_counted_once(self):
        """A further realise() knows it."""
        context = Context()
        size = hot(context).size()
        context.realise()
        self.assertEqual(0, context.realise().statements)
        self.assertEqual(2, int(size))

    def test_of_what_is_loaded(self):
        """It costs nothing then."""
        context = Context()
        bugs = hot(context)
        size = hot(context).size()
        self.assertEqual(1, context.plan().statements)
        context.realise()
        self.assertEqual((2, 2), (int(size), len(bugs)))

    def test_it_reads_like_a_number(self):
        """As an index, in a text, compared."""
        context = Context()
        size = hot(context).size()
        context.realise()
        self.assertEqual("2", str(size))
        self.assertEqual("<Size 2>", repr(size))
        self.assertEqual(2, size)
        self.assertEqual([0, 1], list(range(size)))
        self.assertTrue(1 < size <= 2)
        self.assertEqual("   2", f"{size:4}")
        self.assertEqual(hash(2), hash(size))

    def test_zero_is_false(self):
        """As a page would ask; before realise() nothing is known."""
        context = Context()
        size = IBugs(context).filter(title="nothing").size()
        self.assertRaises(NotRealised, bool, size)
        context.realise()
        self.assertFalse(size)

    def test_what_belongs_to_a_context_is_not_pickled(self):
        """Groups, sizes, contexts: with a sentence."""
        context = Context()
        bugs = IBugs(context).filter(heat=50)
        for each in (context, bugs, bugs.size()):
            with self.assertRaisesRegex(PicklingRefused, "belongs to what one context"):
                pickle.dumps(each)

    def test_loading_it_later(self):
        """A group that was counted can be loaded by a second realise()."""
        context = Context()
        bugs = hot(context)
        size = bugs.size()
        context.realise()
        bugs.need("heat")
        context.realise()
        self.assertEqual((2, [50, 50]), (int(size), [bug.heat for bug in bugs]))
