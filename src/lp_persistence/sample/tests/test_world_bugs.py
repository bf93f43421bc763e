"""The bugs of a generated world: heat, tasks and tags."""

from __future__ import annotations

from collections import Counter, defaultdict

from lp_persistence.bugs.enums import BugTaskStatus, InformationType
from lp_persistence.bugs.interfaces import IBug, IBugTask
from lp_persistence.people.enums import AccountStatus, EmailAddressStatus
from lp_persistence.people.interfaces import IEmailAddress, IPerson
from lp_persistence.pillars.series.interfaces import (
    IDistroSeries,
    IMilestone,
    IProductSeries,
)
from lp_persistence.sample import generate
from lp_persistence.sample.tests.worlds import SIZE, Tables, WorldTestCase
from lp_persistence.sample.words import TAGS

TARGETS = ("product", "product_series", "distribution", "distro_series")


class BugTests(WorldTestCase):
    def test_heat_follows_the_rule(self):
        """Type, duplicates, affected users, subscribers of bug and duplicates."""
        rule = self.rule()
        for row in self.tables[IBug]:
            self.assertEqual(row["heat"], rule[row["id"]], row)

    def rule(self):
        subscribers = self.tables.linked(IBug["subscribers"])
        affected = self.tables.linked(IBug["affected"])
        family = defaultdict(list)
        for row in self.tables[IBug]:
            family[row["id"]].append(row["id"])
            family[row["duplicate_of"]].append(row["id"])
        return {
            row["id"]: {1: 0, 2: 250, 3: 400}.get(row["information_type"], 150)
            + 6 * (len(family[row["id"]]) - 1)
            + 4 * len(affected[row["id"]])
            + 2 * len(set().union(*(subscribers[bug] for bug in family[row["id"]])))
            for row in self.tables[IBug]
        }

    def test_heat_is_stale_where_told(self):
        """Told by their ids, these bugs alone have another heat."""
        told, rule = {3, 44, 1000}, self.rule()
        stale = {
            row["id"]
            for row in Tables(generate(SIZE, stale=told))[IBug]
            if row["heat"] != rule[row["id"]]
        }
        self.assertEqual(stale, told)

    def test_a_share_can_be_stale(self):
        """Told a share, about as many bugs have another heat."""
        rule = self.rule()
        stale = [
            row
            for row in Tables(generate(SIZE, stale=0.2))[IBug]
            if row["heat"] != rule[row["id"]]
        ]
        self.assertAlmostEqual(len(stale) / SIZE, 0.2, delta=0.05)

    def test_every_status_is_there(self):
        """Of accounts (none included), addresses and tasks."""
        for interface, name, items in (
            (IPerson, "account_status", AccountStatus.items),
            (IEmailAddress, "status", EmailAddressStatus.items),
            (IBugTask, "status", BugTaskStatus.items),
            (IBug, "information_type", InformationType.items),
        ):
            found = {row[name] for row in self.tables[interface]}
            self.assertEqual(found - {None}, {item.value for item in items})
        self.assertIn(
            None,
            {
                row["account_status"]
                for row in self.tables[IPerson]
                if row["team_owner"] is None and row["merged_into"] is None
            },
        )

    def test_some_bugs_have_several_tasks_in_one_place(self):
        """As for packages of one distribution; most have one, some elsewhere."""
        places = Counter(
            (row["bug"], *map(row.get, TARGETS)) for row in self.tables[IBugTask]
        )
        several = {place for place, count in places.items() if count > 1}
        self.assertGreater(len(several), 10)
        self.assertLess(len(several) / SIZE, 0.2)
        bugs = Counter(bug for bug, *_ in places)
        self.assertEqual({1, 2, 3, 4}, set(bugs.values()))
        for _, product, product_series, *_ in several:
            self.assertIsNone(product or product_series)

    def test_some_bugs_are_tagged_with_words_that_others_have_too(self):
        """Each word is there; the first in the list is on most."""
        found = Counter(tag for bug in self.tables[IBug] for tag in bug["tags"])
        self.assertEqual(set(found), set(TAGS))
        self.assertEqual(found.most_common(1)[0][0], TAGS[0])
        tagged = sum(bool(bug["tags"]) for bug in self.tables[IBug])
        self.assertTrue(0.2 < tagged / SIZE < 0.4, tagged)

    def test_tasks_have_owners(self):
        """The first of a bug that of its reporter, others somebody's."""
        reporters = {bug["id"]: bug["reporter"] for bug in self.tables[IBug]}
        first: dict[int, bool] = {}
        others = []
        for task in self.tables[IBugTask]:
            is_own = task["owner"] == reporters[task["bug"]]
            if task["bug"] in first:
                others.append(is_own)
            first.setdefault(task["bug"], is_own)
        self.assertGreater(sum(first.values()) / SIZE, 0.95)
        self.assertLess(sum(others) / len(others), 0.2)

    def test_a_task_is_in_one_place(self):
        """Of each kind there are some; milestones are of the same pillar."""
        series = {
            (name, row["id"]): row[pillar]
            for name, pillar, interface in (
                ("product_series", "product", IProductSeries),
                ("distro_series", "distribution", IDistroSeries),
            )
            for row in self.tables[interface]
        }
        milestones = {row["id"]: row for row in self.tables[IMilestone]}
        found: Counter[tuple[str, bool]] = Counter()
        for task in self.tables[IBugTask]:
            (target,) = [name for name in TARGETS if task[name] is not None]
            milestone = milestones.get(task["milestone"])
            found[target, milestone is not None] += 1
            if milestone is not None:
                pillar = {"product_series": "product", "distro_series": "distribution"}
                key = series.get((target, task[target]), task[target])
                self.assertEqual(key, milestone[pillar.get(target, target)])
        self.assertEqual(2 * len(TARGETS), len(found), found)
