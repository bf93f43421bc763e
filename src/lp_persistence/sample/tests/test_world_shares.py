"""How much of what there is in a generated world, measured."""

from __future__ import annotations

from collections import Counter

from lp_persistence.branding.interfaces import IFile
from lp_persistence.bugs.conversation.interfaces import IComment
from lp_persistence.bugs.enums import UNRESOLVED
from lp_persistence.bugs.interfaces import IBug, IBugTask
from lp_persistence.people.interfaces import IPerson
from lp_persistence.sample.tests.worlds import (
    SIZE,
    ModelTestCase,
    WorldTestCase,
    tables_of,
)


class ShareTests(WorldTestCase):
    def test_teams_are_in_teams_and_never_in_themselves(self):
        """The closure over members reaches deeper than one team and ends."""
        members = self.tables.members()
        teams = {r["id"] for r in self.tables[IPerson] if r["team_owner"] is not None}
        depth = {}

        def depth_of(team, path=()):
            self.assertNotIn(team, path)
            if team not in depth:
                depth[team] = 1 + max(
                    (depth_of(t, (*path, team)) for t in members[team] & teams),
                    default=0,
                )
            return depth[team]

        self.assertGreaterEqual(max(map(depth_of, teams)), 3)
        self.assertLessEqual(set(members), teams)

    def test_a_link_is_kept_once_but_for_some_subscriptions(self):
        """The tables of all the others allow no doubled row."""
        for field, pairs in self.tables.links.items():
            doubled = len(pairs) - len(set(pairs))
            if field is IBug["subscribers"]:
                self.assertGreater(doubled, 0)
                self.assertLess(doubled, SIZE / 20)
            else:
                self.assertEqual(doubled, 0, field)

    def test_private_things_are_private_to_somebody(self):
        """Private bugs are a tenth and have grantees or policies, public none."""
        granted = self.tables.linked(IBug["grantees"])
        policies = self.tables.linked(IBug["policies"])
        private = {r["id"] for r in self.tables[IBug] if r["information_type"] > 2}
        self.assertAlmostEqual(len(private) / SIZE, 0.1, delta=0.03)
        self.assertLessEqual(set(granted) | set(policies), private)
        self.assertTrue(private - set(granted) - set(policies))
        hidden = {r["id"] for r in self.tables[IPerson] if r["visibility"] == 30}
        subscribers = self.tables.linked(IBug["subscribers"])
        self.assertTrue(hidden & set().union(*subscribers.values()))
        self.assertTrue(hidden & {r["assignee"] for r in self.tables[IBugTask]})

    def test_some_heats_tie_and_images_expire(self):
        """Orders are decided by ids too, and stock images are shown."""
        heats = Counter(row["heat"] for row in self.tables[IBug])
        self.assertGreater(heats.most_common(1)[0][1], 10)
        expired = [row for row in self.tables[IFile] if row["sha256"] is None]
        self.assertTrue(expired)
        branded = [row for row in self.tables[IPerson] if row["logo"] is not None]
        self.assertAlmostEqual(
            len(branded) / len(self.tables[IPerson]), 0.2, delta=0.06
        )

    def test_subscriptions_follow_a_power_law(self):
        """The bug of rank r has about as many as the first has by r: twice the rank,
        half of them, but for the ordinary few that every bug has."""
        subscribers = self.tables.linked(IBug["subscribers"])
        sizes = sorted(map(len, subscribers.values()), reverse=True)
        for rank in (16, 32, 64):
            famed, half = sizes[rank - 1] - 5, sizes[2 * rank - 1] - 5
            self.assertTrue(1.5 < famed / half < 2.5, (rank, famed, half))
        people = Counter(person for each in subscribers.values() for person in each)
        most = sum(count for _, count in people.most_common(len(people) // 10))
        self.assertGreater(most / people.total(), 0.25)

    def test_heat_has_a_heavy_tail(self):
        """Of public bugs that repeat none a twentieth has more than a third of all
        heat, and the hottest twenty times that of the one in the middle."""
        heats = sorted(
            row["heat"]
            for row in self.tables[IBug]
            if row["information_type"] == 1 and row["duplicate_of"] is None
        )
        hottest = heats[-(len(heats) // 20) :]
        self.assertGreater(sum(hottest) / sum(heats), 1 / 3)
        self.assertGreater(heats[-1] / heats[len(heats) // 2], 20)

    def test_texts_are_in_many_scripts(self):
        """Names, titles, descriptions and comments hold more than ASCII, and
        characters from beyond the first 65,536."""
        for interface, name in (
            (IPerson, "displayname"),
            (IBug, "title"),
            (IBug, "description"),
            (IComment, "text"),
        ):
            with self.subTest(interface.__name__, name=name):
                texts = [row[name] for row in self.tables[interface]]
                foreign = [text for text in texts if not text.isascii()]
                self.assertGreater(len(foreign), len(texts) / 100)
                self.assertLess(len(foreign), len(texts))
        every = (
            text
            for rows in self.tables.entities.values()
            for row in rows
            for text in row.values()
            if isinstance(text, str)
        )
        scripts = {ord(letter) >> 8 for text in every for letter in text}
        self.assertGreater(len(scripts), 8)
        self.assertGreater(max(scripts), 0xFF)


class SizeTests(ModelTestCase):
    def test_hot_bugs_of_a_big_world_are_as_measured(self):
        """The hottest 20 of ubuntu gather about 3,000 subscriptions."""
        tables = tables_of(20000)
        unresolved = {item.value for item in UNRESOLVED}
        heat = {
            row["id"]: row["heat"]
            for row in tables[IBug]
            if row["duplicate_of"] is None and row["information_type"] in (1, 2)
        }
        hot = {
            row["bug"]
            for row in tables[IBugTask]
            if row["distribution"] == 1
            and row["status"] in unresolved
            and row["bug"] in heat
        }
        subscribers = tables.linked(IBug["subscribers"])
        sizes = [
            len(subscribers[bug]) for bug in sorted(hot, key=lambda bug: -heat[bug])
        ][:20]
        self.assertAlmostEqual(sum(sizes), 3000, delta=300)
        self.assertGreater(max(sizes), 300)
