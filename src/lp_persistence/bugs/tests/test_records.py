"""How bugs and what belongs to them are kept, in the tables as they are."""

import unittest
from typing import Any

from lp_persistence import Context
from lp_persistence.bugs.conversation.interfaces import IAttachment, IComment, IComments
from lp_persistence.bugs.elsewhere.interfaces import ICve, ICves
from lp_persistence.bugs.interfaces import IAccessPolicy, IBug, IBugs
from lp_persistence.errors import InvalidRow
from lp_persistence.testing.storm_layers import POSTGRESQL, SQLITE
from lp_persistence.testing.tracker_factory import TrackerFactory


class RecordsMixin:
    """Two bugs, each with a comment, and a vulnerability."""

    layer: Any

    def setUp(self: Any) -> None:
        self.factory = factory = TrackerFactory(self.layer["backend"])
        self.ada = factory.person()
        self.bug = factory.bug(reporter=self.ada)
        self.other = factory.bug(reporter=self.ada)
        self.comment, self.reply = (
            factory.make(IComment, bug=bug, author=self.ada, index=0, text="It fails.")
            for bug in (self.bug, self.other)
        )
        self.cve = factory.make(ICve, sequence="1999-8979")

    def execute(self: Any, statement: str) -> list[tuple[Any, ...]]:
        self.factory.done()
        store = self.layer["source"].store_for(None, None)
        result = store.execute(statement)
        return sorted(result) if statement.startswith("SELECT") else []

    def texts(self: Any) -> list[str]:
        context = Context()
        comments = IComments(context).all().need("text")
        context.realise()
        return [comment.text for comment in comments]

    def test_a_comment_is_a_message_of_one_piece(self: Any):
        """Its author is the message's."""
        self.assertEqual(
            [(self.comment, self.comment, self.ada, 1, "It fails.")],
            self.execute(
                "SELECT bugmessage.id, bugmessage.message, message.owner, sequence, "
                "content FROM bugmessage "
                "JOIN message ON bugmessage.message = message.id "
                "JOIN messagechunk ON messagechunk.message = message.id "
                f"WHERE bug = {self.bug}"
            ),
        )

    def test_a_text_is_all_pieces_in_order(self: Any):
        """Files among them have no text; a message without any has an empty
        one."""
        message = self.comment
        self.execute(
            "INSERT INTO messagechunk (message, sequence, content) VALUES "
            f"({message}, 3, 'Again.'), ({message}, 2, 'And again.'), "
            f"({message}, 4, NULL)"
        )
        self.execute(f"DELETE FROM messagechunk WHERE message = {self.reply}")
        self.assertEqual(["It fails.\n\nAnd again.\n\nAgain.", ""], self.texts())

    def test_a_comment_needs_a_text(self: Any):
        """As the error says."""
        with self.assertRaisesRegex(InvalidRow, "IComment 9 needs a value as text"):
            self.factory.make(IComment, id=9, bug=self.bug, author=self.ada, text=None)

    def test_a_message_is_a_comment_on_several_bugs(self: Any):
        """What is attached to it belongs to that of its bug."""
        self.execute(
            'INSERT INTO bugmessage (id, bug, message, "index", owner) VALUES '
            f"(50, {self.other}, {self.comment}, 1, {self.ada})"
        )
        attachment = self.factory.make(
            IAttachment, bug=self.other, comment=50, url=None, title="A log"
        )
        self.assertEqual(
            [(attachment, self.comment)],
            self.execute("SELECT id, message FROM bugattachment"),
        )
        context = Context()
        bugs = IBugs(context).of([self.bug, self.other])
        comments = bugs.get_comments()
        comments.get_attachments()
        bugs.get_attachments().get_comment()
        context.realise()
        found = [[c.id for c in bug.comments] for bug in bugs]
        self.assertEqual([[self.comment], [self.reply, 50]], found)
        self.assertEqual((), comments[self.comment].attachments)
        self.assertEqual([attachment], [a.id for a in comments[50].attachments])
        self.assertEqual([50], [a.comment.id for a in bugs[self.other].attachments])

    def test_an_attachment_needs_a_comment(self: Any):
        """One that is there."""
        for comment, message in ((None, "needs a value as comment"), (77, "not fit")):
            with self.assertRaisesRegex(InvalidRow, message):
                self.factory.make(IAttachment, bug=self.bug, comment=comment)

    def test_links_to_vulnerabilities_are_kept_from_both_ends(self: Any):
        """Numbers as texts, and as integers where they are."""
        self.factory.link(IBug["cves"], self.bug, self.cve)
        self.factory.link(IBug["cves"], self.bug, self.cve)
        bug = self.bug
        self.assertEqual(
            [
                ("bug", str(bug), bug, "cve", "1999-8979", None),
                ("cve", "1999-8979", None, "bug", str(bug), bug),
            ],
            self.execute(
                "SELECT from_type, from_id, from_id_int, to_type, to_id, to_id_int "
                "FROM xref"
            ),
        )
        self.assertEqual([(bug, self.cve)], self.cves())
        self.assertEqual([(bug, self.cve)], [*self.factory.backend.dump(IBug["cves"])])

    def test_links_to_vulnerabilities_count_from_either_end(self: Any):
        """And there are other links."""
        for row in (
            f"('bug', '{self.bug}', {self.bug}, 'cve', '1999-8979', NULL)",
            f"('cve', '1999-8979', NULL, 'bug', '{self.other}', {self.other})",
            f"('bug', '{self.bug}', {self.bug}, 'specification', '3', 3)",
            f"('specification', '1999-8979', NULL, 'bug', '{self.bug}', {self.bug})",
        ):
            self.execute(
                "INSERT INTO xref (from_type, from_id, from_id_int, to_type, to_id, "
                f"to_id_int) VALUES {row}"
            )
        self.assertEqual([(self.bug, self.cve), (self.other, self.cve)], self.cves())

    def cves(self: Any) -> list[tuple[int, int]]:
        """The links as bugs tell them; vulnerabilities tell the same."""
        context = Context()
        bugs, cves = IBugs(context).all(), ICves(context).all()
        bugs.get_cves()
        cves.get_bugs()
        context.realise()
        found = [(bug.id, cve.id) for bug in bugs for cve in bug.cves]
        self.assertEqual(
            found, sorted((bug.id, cve.id) for cve in cves for bug in cve.bugs)
        )
        return found

    def test_heat_follows_from_the_tables(self: Any):
        """What is stored may be something else."""
        ben, eve = self.factory.person(), self.factory.person()
        bug = self.factory.bug(
            reporter=self.ada, heat=1, information_type=2, affected=[ben]
        )
        repeating = self.factory.bug(reporter=self.ada, duplicate_of=bug)
        for each, person in (
            (bug, ben),
            (bug, ben),
            (repeating, ben),
            (repeating, eve),
        ):
            self.factory.link(IBug["subscribers"], each, person)
        self.factory.done()
        context = Context()
        found = IBugs(context).all().filter(computed_heat=250 + 6 + 4 + 2 * 2)
        found.need("heat", "computed_heat")
        context.realise()
        only = found.one()
        self.assertEqual((bug, 1, 264), (only.id, only.heat, only.computed_heat))

    def test_grants_are_kept_flat_as_well(self: Any):
        """Those of policies, and of what falls under them."""
        policy = self.factory.make(IAccessPolicy, type=4)
        ben = self.factory.person()
        self.factory.link(IAccessPolicy["grantees"], policy, self.ada)
        self.factory.link(IBug["policies"], self.bug, policy)
        self.factory.link(IBug["grantees"], self.bug, ben)
        self.factory.link(IBug["grantees"], self.other, ben)
        [(artifact,)] = self.execute(
            f"SELECT id FROM accessartifact WHERE bug = {self.bug}"
        )
        self.assertEqual(
            {(policy, None, self.ada), (policy, artifact, ben)},
            {
                (row[0], None if not row[1] else row[1], row[2])
                for row in self.execute(
                    "SELECT policy, coalesce(artifact, 0), grantee "
                    "FROM accesspolicygrantflat"
                )
            },
        )


class TestSQLite(RecordsMixin, unittest.TestCase):
    layer = SQLITE

    def test_links_to_vulnerabilities_are_looked_up_at_both_ends(self: Any):
        """By the bug's number, whatever else is linked."""
        context = Context()
        IBugs(context).of([self.bug]).get_cves()
        [step] = [each.step for each in context.plan().steps if "cves" in str(each)]
        text = self.layer["backend"].text_of(step)
        how = "\n".join(
            detail
            for *_, detail in self.layer["source"]
            .store_for(None, None)
            .execute(f"EXPLAIN QUERY PLAN {text}", [None] * text.count("?"))
        )
        self.assertIn("from_id_int=?", how)
        self.assertIn("to_id_int=?", how)
        self.assertNotIn("MATERIALIZE", how)


class TestPostgreSQL(RecordsMixin, unittest.TestCase):
    layer = POSTGRESQL
