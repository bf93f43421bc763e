"""The naive interpreter, by worlds small enough to tell the answer."""

import unittest
from typing import Any

from lp_persistence import ALL_SEEING, Matching, Not
from lp_persistence.errors import NotRealised, Unbounded
from lp_persistence.model import get_model
from lp_persistence.people.entities import Person
from lp_persistence.testing.layers import MEMORY
from lp_persistence.testing.programs import verbs_of
from lp_persistence.testing.reference import (
    NOT_REQUESTED,
    TRACKER,
    Graph,
    Hidden,
    Reference,
)
from lp_persistence.testing.world import World

DAY = None


def person(world: World, key: int, name: str = "", **row: Any) -> None:
    """A person with an active account."""
    row = {"visibility": 1, "account_status": 20, "displayname": name, **row}
    for field in ("team_owner", "merged_into", "icon", "logo", "mugshot", "homepage"):
        row.setdefault(field, None)
    world.add("IPerson", id=key, name=name or f"p{key}", date_created=DAY, **row)


def team(world: World, key: int, members: tuple[int, ...] = (), **row: Any) -> None:
    """A team of members, owned by person 1."""
    person(world, key, **{"team_owner": 1, "account_status": None, **row})
    for member in members:
        number = len(world.rows.get("ITeamMembership", {})) + 1
        ends = {"team": key, "person": member}
        world.add("ITeamMembership", id=number, status=2, date_created=DAY, **ends)


def bug(world: World, key: int, **row: Any) -> None:
    """A public bug, reported by person 1."""
    row = {"heat": 0, "information_type": 1, "reporter": 1, "duplicate_of": None, **row}
    world.add("IBug", id=key, title=f"bug {key}", description="", **row)


def task(world: World, key: int, of: int, **row: Any) -> None:
    """A new task of a bug."""
    row = {"status": 10, "distribution": None, "assignee": None, "owner": 1, **row}
    world.add("IBugTask", id=key, bug=of, importance=5, date_created=DAY, **row)


class ReferenceCase(unittest.TestCase):
    layer = MEMORY

    def setUp(self) -> None:
        self.world = World()
        person(self.world, 1)

    def names(self) -> dict[str, Any]:
        model = get_model()
        return Reference(Graph(self.world, model, TRACKER), verbs_of(model)).namespace()

    def run_program(self, program: str, viewer: Any = None) -> dict[str, Any]:
        """Run lines; gives their names, with ``context``."""
        names = self.names() | {"Person": Person, "Not": Not, "Matching": Matching}
        names["context"] = names["Context"](viewer=viewer)
        exec(program, names)
        return names

    def ids(self, program: str, viewer: Any = None) -> list[int]:
        """The ids of the group ``g`` after a program."""
        names = self.run_program(f"{program}\ncontext.realise()", viewer)
        return [member.key for member in names["context"].reading.members(names["g"])]

    def read(self, program: str, name: str, viewer: Any = None) -> list[Any]:
        """What an attribute of each member of ``g`` is after a program."""
        names = self.run_program(f"{program}\ncontext.realise()", viewer)
        reading = names["context"].reading
        return [reading.read(member, name) for member in reading.members(names["g"])]


class TestRules(ReferenceCase):
    """The rules of the domain."""

    def test_valid_person(self) -> None:
        """No team, an active account and a preferred address."""
        person(self.world, 2, account_status=30)
        person(self.world, 3)
        team(self.world, 4)
        for key, (owner, status) in enumerate([(1, 4), (2, 4), (3, 2), (4, 4)]):
            self.world.add(
                "IEmailAddress", id=key, email=f"{key}", status=status, person=owner
            )
        people = "g = IPersons(context)"
        self.assertEqual([1], self.ids(f"{people}.filter(valid_person=True).all()"))
        self.assertEqual([1, 4], self.ids(f"{people}.filter(valid=True).all()"))

    def test_orders_make_no_other_group_of_what_is_reached(self) -> None:
        """But where a limit cuts by them."""
        program = """a = IBugTasks(context).ordered_by('status')
b = a.ordered_by('-status')
same = [g.reach('bug').term for g in (a, b, IBugTasks(context))]
cut = [g.limit(1).reach('bug').term for g in (a, b)]"""
        names = self.run_program(program)
        self.assertEqual((1, 2), (len(set(names["same"])), len(set(names["cut"]))))

    def test_one_and_a_set_of_one_are_different_expressions(self) -> None:
        """So the one that was only made use of is not read for the other."""
        names = self.run_program("""a = IPersons(context).of([1]).get_teams()
b = a.filter(team_owner=Person(id=1))
c = b.filter(team_owner=Person(id=1))
d = a.filter(team_owner={Person(id=1)})
context.realise()""")
        self.assertEqual([], list(names["d"]))
        with self.assertRaises(NotRealised):
            list(names["b"])

    def test_equal_filters_make_one_group(self) -> None:
        """In whatever order their tests, ids and groups stand."""
        for one, other in (
            ("heat=1, title='a'", "title='a', heat=1"),
            ("title=Matching('')", "description=Matching('!')"),
            ("id=2**70", "id=2**71"),
            ("id={2**70}", "id=set()"),
            ("reporter=Person(id=2**70)", "reporter=Person(id=2**71)"),
            ("reporter={Person(id=1)}", "reporter=IPersons(context).of([1])"),
            (
                "reporter=IPersons(context).filter(name='a')",
                "reporter=IPersons(context).filter(name='a').ordered_by('id')",
            ),
            ("reporter=None", "reporter=Not(IPersons(context))"),
            ("reporter=Not(None)", "reporter=Not(Not(IPersons(context)))"),
        ):
            with self.subTest(one):
                names = self.run_program(f"""a = IBugs(context).filter({one})
b = IBugs(context).filter({other})""")
                self.assertIs(names["a"].term, names["b"].term)

    def test_merged_team_is_not_valid(self) -> None:
        """A team that became another one is not valid."""
        team(self.world, 2)
        team(self.world, 3, merged_into=2)
        self.assertEqual(
            [2], self.ids("g = IPersons(context).filter(valid_team=True).all()")
        )

    def test_participants_of_teams_in_each_other(self) -> None:
        """The closure ends, and everybody is in themselves."""
        team(self.world, 2, (3, 1))
        team(self.world, 3, (2,))
        self.assertEqual(
            [1, 2, 3], self.ids("g = IPersons(context).of([3]).get_participants()")
        )
        self.assertEqual(
            [1, 2, 3], self.ids("g = IPersons(context).of([1]).get_participations()")
        )

    def test_private_team(self) -> None:
        """Seen by its participants and by admins only."""
        person(self.world, 5)
        team(self.world, 2, (1,), visibility=30)
        team(self.world, 3, (5,), name="admins")
        everybody = "g = IPersons(context).all()"
        self.assertNotIn(2, self.ids(everybody))
        self.assertIn(2, self.ids(everybody, Person(id=1)))
        self.assertIn(2, self.ids(everybody, Person(id=5)))
        self.assertNotIn(2, self.ids(everybody, Person(id=99)))
        self.assertIn(2, self.ids(everybody, ALL_SEEING))

    def test_private_bug(self) -> None:
        """Seen by those who were granted it or one of its policies, over
        teams; its tasks as it is."""
        for key in (5, 6, 7):
            person(self.world, key)
        team(self.world, 2, (5,))
        bug(self.world, 1, information_type=4)
        task(self.world, 9, of=1)
        self.world.link("IBug", "grantees", 1, 2)
        self.world.add("IAccessPolicy", id=3, type=4, distribution=None)
        self.world.link("IBug", "policies", 1, 3)
        self.world.link("IAccessPolicy", "grantees", 3, 6)
        bugs = "g = IBugs(context).all()"
        for viewer, seen in ((1, []), (5, [1]), (6, [1]), (7, [])):
            self.assertEqual(seen, self.ids(bugs, Person(id=viewer)))
        self.assertEqual([], self.ids("g = IBugTasks(context).all()"))
        self.assertEqual([9], self.ids("g = IBugTasks(context).all()", Person(id=5)))

    def test_hot_bugs(self) -> None:
        """Hottest first, then the lowest matching task; no duplicates, no
        resolved ones."""
        self.distribution(1)
        bug(self.world, 1, heat=5)
        bug(self.world, 2, heat=9)
        bug(self.world, 3, heat=5)
        bug(self.world, 4, heat=9, duplicate_of=1)
        task(self.world, 1, of=3, status=30, distribution=1)
        task(self.world, 2, of=3, distribution=1)
        task(self.world, 3, of=1, status=21, distribution=1)
        task(self.world, 4, of=2, distribution=1)
        task(self.world, 5, of=4, distribution=1)
        hot = "g = IDistributions(context).all().hot_bugs"
        self.assertEqual([2, 3, 1], self.ids(f"{hot}()"))
        self.assertEqual([2], self.ids(f"{hot}(limit=1)"))

    def test_hot_bugs_of_a_union(self) -> None:
        """Hottest first as well; only a plain union is in the bugs' order."""
        for key, heat in ((1, 5), (2, 9)):
            self.distribution(key)
            bug(self.world, key, heat=heat)
            task(self.world, key, of=key, distribution=key)
        union = "d = IDistributions(context).of([1])\nd.update({}.of([2]))\n"
        union = union.format("IDistributions(context)")
        self.assertEqual([2, 1], self.ids(f"{union}g = d.hot_bugs()"))
        bugs = "g = IBugs(context).of([2])\ng.update(IBugs(context).of([1]))"
        self.assertEqual([1, 2], self.ids(bugs))

    def test_branding(self) -> None:
        """Its own files, else stock images by kind."""
        self.world.add("IFile", id=1, sha256="a" * 64, filename="", mimetype="")
        self.world.add("IFile", id=2, sha256=None, filename="", mimetype="")
        team(self.world, 2, icon=1, logo=2)
        people = "g = IPersons(context).all().need('branding')"
        inactive, of_team = self.read(people, "branding")
        self.assertEqual(("inactive-icon", True), inactive.of["icon"])
        self.assertEqual(("a" * 64, False), of_team.of["icon"])
        self.assertEqual(("team-logo", True), of_team.of["logo"])

    def distribution(self, key: int) -> None:
        self.world.add(
            "IDistribution",
            id=key,
            name=f"d{key}",
            displayname="",
            title="",
            owner=1,
            icon=None,
            logo=None,
            mugshot=None,
        )


class TestMembers(ReferenceCase):
    """Who is in a group, in which order."""

    def test_text_by_code_point(self) -> None:
        """'Z' before 'a' before 'é' before what lies beyond 16 bits."""
        self.world = World()
        for key, name in enumerate(["𝄞", "é", "\uffee", "a", "Z"]):
            person(self.world, key, name)
        self.assertEqual([4, 3, 1, 2, 0], self.ids("g = IPersons(context).all()"))

    def test_none_is_the_largest(self) -> None:
        """Last ascending, first descending; equals by their own order."""
        for key, status in ((2, None), (3, 30), (4, 20)):
            person(self.world, key, account_status=status)
        up = "g = IPersons(context).ordered_by('account_status').all()"
        down = "g = IPersons(context).ordered_by('-account_status').all()"
        self.assertEqual([1, 4, 3, 2], self.ids(up))
        self.assertEqual([2, 3, 1, 4], self.ids(down))

    def test_duplicates_are_one_edge(self) -> None:
        """A pair that is kept twice neither doubles nor counts."""
        person(self.world, 2)
        bug(self.world, 1)
        for subscriber in (1, 1, 2):
            self.world.link("IBug", "subscribers", 1, subscriber)
        self.assertEqual(
            [1, 2], self.ids("g = IBugs(context).all().get_subscribers(limit=2)")
        )

    def test_hidden_ones_do_not_count_against_a_limit(self) -> None:
        """What can't be seen is left out before anything else."""
        team(self.world, 2, visibility=30, displayname="")
        person(self.world, 3, displayname="z")
        self.assertEqual([1, 3], self.ids("g = IPersons(context).limit(2)"))

    def test_not_is_the_complement(self) -> None:
        """None is not a value, and so is among what is not it; an edge to
        somebody hidden leads nowhere."""
        team(self.world, 2, visibility=30)
        bug(self.world, 1, reporter=2)
        bug(self.world, 2)
        self.assertEqual(
            [1], self.ids("g = IBugs(context).filter(reporter=None).all()")
        )
        self.assertEqual(
            [1], self.ids("g = IBugs(context).filter(reporter=Not(Person(id=1))).all()")
        )
        self.assertEqual(
            [], self.ids("g = IBugs(context).filter(reporter=Person(id=2))")
        )

    def test_limit_for_each_parent(self) -> None:
        """Parents first; a member at its first place."""
        for key in (2, 3, 4):
            person(self.world, key)
        for key in (1, 2):
            bug(self.world, key)
        for pair in ((1, 3), (1, 4), (2, 2), (2, 3), (2, 4)):
            self.world.link("IBug", "subscribers", *pair)
        program = "g = IBugs(context).ordered_by('-id').all().get_subscribers"
        self.assertEqual([2, 3], self.ids(f"{program}(limit=1, each=True)"))
        self.assertEqual([2, 3, 4], self.ids(f"{program}(limit=2, each=True)"))

    def test_after(self) -> None:
        """What comes behind a place, whether anybody stands there or not."""
        for key in (2, 4):
            person(self.world, key)
        people = "g = IPersons(context).ordered_by('id')"
        self.assertEqual([4], self.ids(f"{people}.after('[3]')"))


class TestReadable(ReferenceCase):
    """What can be read follows from the program."""

    def setUp(self) -> None:
        super().setUp()
        bug(self.world, 1)
        task(self.world, 7, of=1)
        self.world.link("IBug", "subscribers", 1, 1)

    def test_not_asked_for(self) -> None:
        """The brief, and nothing else."""
        program = "g = IBugs(context).all()"
        self.assertEqual(["bug 1"], self.read(program, "title"))
        self.assertEqual([NOT_REQUESTED], self.read(program, "heat"))

    def test_a_narrowed_edge_sets_no_attribute(self) -> None:
        """Only a whole one does."""
        part = "g = IBugs(context).all()\ng.get_subscribers(limit=5)"
        whole = "g = IBugs(context).all()\ng.get_subscribers()"
        self.assertEqual([NOT_REQUESTED], self.read(part, "subscribers"))
        ((subscriber,),) = self.read(whole, "subscribers")
        self.assertEqual(1, subscriber.key)

    def test_a_union_asks_its_parts(self) -> None:
        """And its members do not read what was asked of a part."""
        program = (
            "a = IBugs(context).of([1]); b = IBugs(context).of([2]); b.need('heat')\n"
            "g = IBugs(context).of([1]); g.update(b); g.need('title', 'reporter')\n"
        )
        self.assertEqual([NOT_REQUESTED], self.read(program, "heat"))
        names = self.run_program(f"{program}context.realise()")
        (of_part,) = names["context"].reading.members(names["a"])
        self.assertEqual(1, names["context"].reading.read(of_part, "reporter").key)

    def test_the_way_back(self) -> None:
        """To the members that the edge was followed from."""
        program = "b = IBugs(context).all().need('heat')\ng = b.get_tasks()"
        (bug_,) = self.read(program, "bug")
        self.assertEqual(("IBug", 1), (bug_.term.interface, bug_.key))

    def test_hidden_reference(self) -> None:
        """What leads to somebody hidden is Hidden."""
        team(self.world, 2, visibility=30)
        self.world.rows["IBug"][1]["reporter"] = 2
        program = "g = IBugs(context).all().need('reporter')"
        self.assertEqual([Hidden("IPerson")], self.read(program, "reporter"))

    def test_the_order_that_members_stand_in_can_be_told(self) -> None:
        """Without its facts; but what was reached over others goes by those too."""
        for order, is_told in (("'-heat'", True), ("'heat'", False)):
            with self.subTest(order):
                names = self.run_program(f"""bugs = IBugs(context)
g = bugs.ordered_by('-heat').limit(2)
context.realise()
h = g.ordered_by({order})""")
                reading = names["context"].reading
                self.assertEqual(is_told, reading.at_once(names["h"]) is not None)
        names = self.run_program("""tasks = IBugTasks(context)
g = tasks.reach('bug').ordered_by('-heat').limit(2)
context.realise()
h = g.ordered_by('-heat')""")
        self.assertIsNone(names["context"].reading.at_once(names["h"]))

    def test_an_unnarrowed_root_is_not_loaded(self) -> None:
        """It can't be read; asked for something, it is refused."""
        names = self.run_program("g = IBugs(context)\ncontext.realise()")
        with self.assertRaises(NotRealised):
            names["context"].reading.members(names["g"])
        with self.assertRaises(Unbounded):
            self.ids("g = IBugs(context).need('heat')")

    def test_a_filter_that_looks_at_everybody_is_refused(self) -> None:
        """Unless all() was said, of it or of what it narrows."""
        bug(self.world, 1)
        for tests in ("title='bug 1'", "heat=Not(1)", "tags=None", "reporter=None"):
            with self.assertRaises(Unbounded):
                self.ids(f"g = IBugs(context).filter({tests})")
        self.assertEqual([1], self.ids("g = IBugs(context).filter(heat={0, 5})"))
        self.assertEqual(
            [1], self.ids("g = IBugs(context).filter(heat=Not(1)).limit(1)")
        )
        self.assertEqual(
            [1],
            self.ids("g = IBugs(context).filter(heat=Not(1)).all().filter(id=Not(2))"),
        )

    def test_what_was_read_stays(self) -> None:
        """A need added later is not in what was handed out before."""
        names = self.run_program("g = IBugs(context).all()\ncontext.realise()")
        before = names["context"].reading
        exec("g.need('heat')\ncontext.realise()", names)
        after = names["context"].reading
        (member,) = after.members(names["g"])
        self.assertEqual(0, after.read(member, "heat"))
        self.assertIs(NOT_REQUESTED, before.read(member, "heat"))

    def test_unknown_item(self) -> None:
        """A wrong row is a problem where it is read, and there alone."""
        task(self.world, 8, of=1, status=77)
        names = self.run_program("g = IBugTasks(context).of([8])\ncontext.realise()")
        (problem,) = names["context"].reading.problems
        self.assertEqual(("IBugTask", 8, "status", 77), problem)
        names = self.run_program("g = IBugTasks(context).of([7])\ncontext.realise()")
        self.assertFalse(names["context"].reading.problems)
