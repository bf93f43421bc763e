"""Groups: what their verbs give, and how they are read."""

from __future__ import annotations

from typing import Any

from zope.interface import Attribute, Interface
from zope.interface.verify import verifyObject

from lp_persistence.bugs.entities import Bug
from lp_persistence.bugs.interfaces import IBug, IBugs
from lp_persistence.context import Context
from lp_persistence.errors import (
    InvalidValue,
    NoSuchMember,
    NotAllowed,
    NotOne,
    NotRealised,
    NotRequested,
    Unbounded,
    UnknownName,
)
from lp_persistence.interfaces import IGroup
from lp_persistence.people.entities import Person
from lp_persistence.people.interfaces import IPersons
from lp_persistence.pillars.interfaces import IDistributions
from lp_persistence.tests.village import (
    CRASH,
    DEBIAN,
    DEVELOPERS,
    EXIT,
    HUGE,
    SECRET,
    TYPO,
    Village,
)


class IBugRow(Interface):
    """What a template shows of a bug."""

    heat = Attribute("A number.")
    reporter = Attribute("A name.")


def hot(context: Context) -> Any:
    """The two bugs of one heat."""
    return IBugs(context).filter(heat=50)


class ReadingTests(Village):
    def setUp(self) -> None:
        super().setUp()
        self.context = Context()
        self.bugs = hot(self.context)
        self.context.realise()

    def test_it_is_no_sequence(self):
        """Slices and reversals say what to do instead."""
        for misuse in (lambda: self.bugs[0:2], lambda: reversed(self.bugs)):
            with self.assertRaises(NotAllowed):
                misuse()

    def test_interface(self):
        """A group provides what its type's interface and IGroup promise."""
        verifyObject(IGroup, self.bugs)
        verifyObject(IBugs, self.bugs)

    def test_iteration(self):
        """The members, in order, the same each time."""
        self.assertEqual([Bug(id=CRASH), Bug(id=EXIT)], list(self.bugs))
        self.assertIs(next(iter(self.bugs)), next(iter(self.bugs)))

    def test_length_and_truth(self):
        """Those of a collection."""
        self.assertEqual(2, len(self.bugs))
        self.assertTrue(self.bugs)
        nobody = IBugs(self.context).of([])
        self.context.realise()
        self.assertFalse(nobody)

    def test_by_id(self):
        """``group[id]`` is the member; what is no member raises."""
        self.assertEqual("Crash", self.bugs[CRASH].title)
        for key in (TYPO, HUGE, "1", None, True, Bug(id=CRASH)):
            with self.subTest(key), self.assertRaises(NoSuchMember) as caught:
                self.bugs[key]
            self.assertEqual(
                f"<IBugs.filter(…)> has no member with the id {key!r}.",
                str(caught.exception),
            )

    def test_membership(self):
        """By type and id; what has none is no member."""
        self.assertIn(self.bugs[CRASH], self.bugs)
        self.assertIn(Bug(id=EXIT), self.bugs)
        for other in (Bug(id=TYPO), Bug(), Bug(id=None), Person(id=CRASH), CRASH, None):
            self.assertNotIn(other, self.bugs)

    def test_first(self):
        """None where there is nobody."""
        self.assertEqual(Bug(id=CRASH), self.bugs.first())
        nobody = IBugs(self.context).of([])
        self.context.realise()
        self.assertIsNone(nobody.first())

    def test_one(self):
        """Neither none nor several are one."""
        one, nobody = IBugs(self.context).of([TYPO]), IBugs(self.context).of([])
        self.context.realise()
        self.assertEqual(Bug(id=TYPO), one.one())
        for group, text in (
            (self.bugs, "<IBugs.filter(…)> has 2 members, not one."),
            (nobody, "<IBugs.of(…)> has 0 members, not one."),
        ):
            with self.assertRaises(NotOne) as caught:
                group.one()
            self.assertEqual(text, str(caught.exception))

    def test_repr(self):
        """The expression, without values."""
        for group, text in (
            (self.bugs, "<IBugs.filter(…)>"),
            (
                self.bugs.get_subscribers().ordered_by("-name"),
                "<IBugs.filter(…).subscribers.ordered_by('-name')>",
            ),
            (
                self.bugs.get_subscribers(limit=1, each=True),
                "<IBugs.filter(…).subscribers.limit(…, each=True)>",
            ),
            (
                IBugs(self.context).after("[1]").limit(2),
                "<IBugs.after(…).limit(…)>",
            ),
        ):
            self.assertEqual(text, repr(group))


class ReachedFromTests(Village):
    """What a narrowed collection gives each owner."""

    def setUp(self) -> None:
        super().setUp()
        self.context = Context()
        self.bugs = IBugs(self.context).of([CRASH, EXIT, TYPO])

    def names(self, group: Any, owner: Any) -> list[str]:
        return [person.name for person in group.reached_from(owner)]

    def test_the_first_of_each(self):
        """As the whole collection begins; of an entity or its id."""
        whole = self.bugs.get_subscribers()
        few = self.bugs.get_subscribers(limit=1, each=True)
        self.context.realise()
        self.assertGreater(len(whole), 1)
        for bug in self.bugs:
            first = [person.name for person in bug.subscribers[:1]]
            self.assertEqual(first, self.names(few, bug))
            self.assertEqual(first, self.names(few, bug.id))

    def test_filtered(self):
        """Those of each that pass, and nobody where nobody does."""
        teams = self.bugs.get_subscribers(team=True)
        whole = self.bugs.get_subscribers().need("is_team")
        self.context.realise()
        self.assertTrue(whole)
        for bug in self.bugs:
            expected = [each.name for each in bug.subscribers if each.is_team]
            self.assertEqual(expected, self.names(teams, bug))

    def test_members_are_those_of_the_group(self):
        """What was asked of it can be read."""
        few = self.bugs.get_subscribers(limit=1, each=True).need("is_team")
        self.context.realise()
        for bug in self.bugs:
            for person in few.reached_from(bug):
                self.assertIs(few[person.id], person)

    def test_who_is_no_owner(self):
        """Said so, where it can be none by its type as well."""
        few = self.bugs.get_subscribers(limit=1, each=True)
        self.context.realise()
        with self.assertRaises(NoSuchMember) as caught:
            few.reached_from(HUGE)
        self.assertEqual(
            f"<IBugs.of(…).subscribers.limit(…, each=True)> was reached from no IBug "
            f"with the id {HUGE}.",
            str(caught.exception),
        )
        with self.assertRaises(InvalidValue) as caught_value:
            few.reached_from(Person(id=1))
        self.assertIn("IPersons.reached_from can't be ", str(caught_value.exception))
        self.assertIn("expected ids or IBug entities", str(caught_value.exception))

    def test_what_does_not_tell(self):
        """A root, a reference, a limit in all, a union."""
        union = self.bugs.get_subscribers()
        union.update(self.bugs.get_affected())
        groups = (
            self.bugs,
            self.bugs.get_reporters(),
            self.bugs.get_subscribers(limit=1),
            union,
        )
        self.context.realise()
        for group in groups:
            with self.assertRaises(NotAllowed) as caught:
                group.reached_from(CRASH)
            self.assertEqual(
                f"{group!r} does not tell whom it was reached from: that takes what "
                f"a collection led to, whole, filtered, or limited for each owner.",
                str(caught.exception),
            )

    def test_too_early(self):
        """Before realise() nobody knows."""
        few = self.bugs.get_subscribers(limit=1, each=True)
        with self.assertRaises(NotRealised):
            few.reached_from(CRASH)


class TooEarlyTests(Village):
    def refused(self, group: Any, text: str) -> None:
        """Every way to read it says so."""
        for read in (
            list,
            len,
            bool,
            lambda g: Bug(id=1) in g,
            lambda g: g[1],
            lambda g: g.one(),
            lambda g: g.first(),
        ):
            with self.assertRaises(NotRealised) as caught:
                read(group)
            self.assertRegex(str(caught.exception), text)

    def test_before_realise(self):
        """It names the line that built the group, and the way out."""
        group = hot(Context())
        self.refused(
            group,
            r"^IBugs built at .*test_group\.py:\d+ was not realised yet\. Call "
            r"context\.realise\(\) before it is read\.$",
        )

    def test_sizes(self):
        """They are read after realise(), too."""
        size = hot(Context()).size()
        with self.assertRaises(NotRealised):
            int(size)
        self.assertEqual("<Size of IBugs.filter(…)>", repr(size))

    def test_the_size_of_a_root(self):
        """It takes realise(), and no all()."""
        context = Context()
        size = IBugs(context).size()
        with self.assertRaisesRegex(
            NotRealised,
            r"^The size of IBugs built at .*test_group\.py:\d+ was not realised yet\. "
            r"Call context\.realise\(\) before it is read\.$",
        ):
            int(size)
        context.realise()
        self.assertEqual(3, int(size))

    def test_a_root(self):
        """Which was not loaded, since nothing narrows it."""
        context = Context()
        bugs = IBugs(context)
        context.realise()
        self.refused(bugs, r"\.all\(\)")

    def test_what_others_were_made_of(self):
        """A handle that was used up is no reason to load its members."""
        context = Context()
        bugs = IBugs(context).filter(heat=50)
        bugs.filter(title="Crash")
        context.realise()
        self.refused(bugs, r"was only made use of\. Say \.all\(\) to load it")

    def test_a_group_that_came_later(self):
        """Another realise() is needed."""
        context = Context()
        hot(context)
        context.realise()
        self.refused(IBugs(context).of([CRASH]), r"Call context\.realise\(\)")

    def test_the_line_of_a_member_that_was_not_asked(self):
        """The place is where the page built the group, not where it is read."""
        context = Context()
        bugs = hot(context)
        context.realise()
        with self.assertRaises(NotRequested) as caught:
            bugs.first().heat  # noqa: B018
        self.assertRegex(caught.exception.built, r"test_group\.py:\d+$")
        self.assertEqual(".need('heat')", caught.exception.call)
        with self.assertRaises(NotRequested) as caught:
            bugs.first().subscribers  # noqa: B018
        self.assertEqual(".get_subscribers()", caught.exception.call)


class LoadedTests(Village):
    def loaded(self, build: Any) -> set[str]:
        """What is loaded, by the names of the groups."""
        context = Context()
        build(context)
        return {
            repr(context.expressions.nodes[number]) for number in context.plan().loaded
        }

    def test_a_root_only_by_all(self):
        """Nobody loads everything by oversight."""
        self.assertEqual(set(), self.loaded(IBugs))
        self.assertEqual({"<IBugs>"}, self.loaded(lambda c: IBugs(c).all()))

    def test_asking_a_root_needs_all(self):
        """It names root, place and the way out."""
        for build in (
            lambda c: IBugs(c).need("heat"),
            lambda c: IBugs(c).get_reporters(),
            lambda c: IBugs(c).get_subscribers(name="ada"),
        ):
            context = Context()
            build(context)
            with self.assertRaises(Unbounded) as caught:
                context.realise()
            self.assertRegex(
                str(caught.exception),
                r"^IBugs built at .*test_group\.py:\d+ would load every IBug: "
                r"narrow it, or say \.all\(\)\.$",
            )

    def test_chains_load_no_steps_between(self):
        """What only served to say something else costs nothing."""
        self.assertEqual(
            {"<IBugs.filter(…).ordered_by('id').limit(…)>"},
            self.loaded(lambda c: IBugs(c).filter(heat=5).ordered_by("id").limit(2)),
        )

    def test_a_kept_handle_loads(self):
        """Two handles of one expression: one of them was not used up."""

        def build(context: Context) -> None:
            hot(context)
            hot(context).limit(1)

        self.assertEqual(
            {"<IBugs.filter(…)>", "<IBugs.filter(…).limit(…)>"}, self.loaded(build)
        )

    def test_what_was_asked_loads(self):
        """Though its handle was used up."""
        self.assertIn(
            "<IBugs.filter(…)>", self.loaded(lambda c: hot(c).need("heat").limit(1))
        )

    def test_all_loads_what_was_used_up(self):
        """It says so in so many words."""
        self.assertIn("<IBugs.filter(…)>", self.loaded(lambda c: hot(c).all().limit(1)))

    def test_sizes_load_nobody(self):
        """A number is all that comes."""
        self.assertEqual(set(), self.loaded(lambda c: hot(c).size()))

    def test_equal_expressions_are_loaded_once(self):
        """However they were said."""
        context = Context()
        one = IBugs(context).filter(heat=50, title={"Crash", "exit"})
        two = IBugs(context).filter(heat=50).filter(title={"exit", "Crash"})
        self.assertEqual(one, two)
        self.assertEqual(1, context.plan().statements)
        context.realise()
        self.assertIs(one.first(), two.first())

    def test_other_values_are_other_groups(self):
        """Nor is a group of another context the same."""
        context = Context()
        self.assertNotEqual(IBugs(context).of([1]), IBugs(context).of([2]))
        self.assertNotEqual(IBugs(context).of([1]), IBugs(Context()).of([1]))
        self.assertNotEqual(IBugs(context).of([1]), 1)


class NeedTests(Village):
    def read(self, *names: Any, viewer: Any = None) -> Any:
        """The first bug, when these were asked for."""
        context = Context(viewer)
        bugs = IBugs(context).of([CRASH]).need(*names)
        context.realise()
        return bugs.one()

    def test_several_at_once(self):
        """By name, each once."""
        bug = self.read("heat", "information_type", "heat")
        self.assertEqual((50, "Public"), (bug.heat, bug.information_type.title))

    def test_own_facts(self):
        """What they read can be read then, too."""
        bug = self.read("is_private")
        self.assertEqual(
            (False, "Public"), (bug.is_private, bug.information_type.title)
        )

    def test_edges(self):
        """The same as the verb of the edge."""
        bug = self.read("reporter", "subscribers")
        self.assertEqual("ada", bug.reporter.name)
        self.assertEqual(["ada", "ben"], [person.name for person in bug.subscribers])

    def test_edges_without_a_verb(self):
        """What the domain's language has no word for."""
        self.assertEqual((), self.read("policies").policies)

    def test_an_interface(self):
        """All it names: a row of a page declares what it shows."""
        bug = self.read(IBugRow)
        self.assertEqual((50, "ada"), (bug.heat, bug.reporter.name))

    def test_embedded_values(self):
        """All of what they are made of comes along and is readable."""
        context = Context()
        people = IPersons(context).of([DEVELOPERS]).need("branding")
        context.realise()
        team = people.one()
        self.assertEqual("1c0", team.branding.icon.name)
        self.assertEqual("1c0", team.icon.sha256)
        self.assertTrue(team.is_valid)

    def test_unknown_names(self):
        """With all that there are."""
        for name in ("hotness", "valid", "get_tasks", ""):
            with self.subTest(name), self.assertRaises(UnknownName) as caught:
                self.read(name)
            self.assertEqual(tuple(sorted(IBug)), caught.exception.known)

    def test_what_is_no_name(self):
        """Nor an interface."""
        for name in (5, None, {"title"}, b"title"):
            with self.subTest(name), self.assertRaises(InvalidValue):
                self.read(name)
            with self.subTest(name), self.assertRaises(InvalidValue):
                IBugs(Context()).ordered_by(name)

    def test_a_way_back(self):
        """The error names the edges that give it."""
        with self.assertRaises(NotAllowed) as caught:
            self.read("distro")
        self.assertEqual(
            "IBug.distro can't be asked for: it is known of IBugs that were reached "
            "from an IDistribution, by hot_bugs.",
            str(caught.exception),
        )


class OfTests(Village):
    def test_ids_and_entities(self):
        """Each once; what isn't there or can't be seen is left out."""
        given = [CRASH, Bug(id=EXIT), CRASH, SECRET, 99, HUGE, -HUGE]
        found = self.realised(lambda c: IBugs(c).of(given))
        self.assertEqual([CRASH, EXIT], found)

    def test_any_iterable(self):
        """A generator too; nothing gives nobody."""
        self.assertEqual(
            [CRASH], self.realised(lambda c: IBugs(c).of(i for i in (CRASH,)))
        )
        self.assertEqual([], self.realised(lambda c: IBugs(c).of(())))

    def test_what_is_neither(self):
        """Texts, entities of another type."""
        for member in ("1", None, True, 1.0, Person(id=1), Person(), Bug(id="1")):
            with self.subTest(member), self.assertRaises(InvalidValue) as caught:
                IBugs(Context()).of([member])
            self.assertEqual(
                f"IBugs.of can't be {member!r}: expected ids or IBug entities.",
                str(caught.exception),
            )

    def test_entities_without_an_id(self):
        """Built without one, or what stands for a hidden one: of this type it is."""
        context = Context()
        debian = IDistributions(context).of([DEBIAN])
        debian.get_owner()
        context.realise()
        for person in (Person(id=None), Person(), debian.one().owner):
            with self.subTest(person), self.assertRaises(InvalidValue) as caught:
                IPersons(Context()).of([person])
            self.assertEqual(
                f"IPersons.of can't be {person!r}: it has no id.", str(caught.exception)
            )

    def test_only_of_roots(self):
        """What was narrowed has a way to be narrowed further."""
        with self.assertRaises(NotAllowed) as caught:
            hot(Context()).of([1])
        self.assertEqual(
            "of(…) is for roots. Say IBugs(context).of(…).", str(caught.exception)
        )

    def test_narrowed(self):
        """Like any group."""
        self.assertEqual(
            [EXIT],
            self.realised(
                lambda c: IBugs(c).of([CRASH, EXIT, TYPO]).filter(title="exit")
            ),
        )
