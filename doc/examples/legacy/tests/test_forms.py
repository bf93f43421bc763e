"""Forms, and what follows when something was changed."""

import unittest

from storm.expr import Desc
from zope.component import getUtility

from ..bugs.enums import BugTaskStatus
from ..bugs.interfaces.bug import IBugSet
from ..bugs.model.bug import Bug
from ..bugs.model.bugactivity import BugActivity
from ..bugs.model.bugtask import BugTask
from ..bugs.notifications import INotifications
from ..services.interfaces import IStore
from .layer import LEGACY
from .site import Site

EDIT = "/ubuntu/+bug/62/+editstatus"


def form(status, assignee=""):
    """What a browser sends."""
    return {
        "field.status": status,
        "field.assignee": assignee,
        "field.actions.save": "Save",
    }


class TestEditStatus(unittest.TestCase):
    """Another status and assignee of a task."""

    layer = LEGACY

    def setUp(self):
        self.site = Site()

    def assert_refused(self, sentence, page):
        """The form comes again, and nothing has changed."""
        self.assertEqual(200, page.status)
        self.assertIn(sentence, page.text)
        self.assertIn("| Confirmed | Low |", self.site.get("/bugs/62").text)

    def test_it_leads_back_to_the_bug(self):
        """Where the task is seen as it has become."""
        page = self.site.post(EDIT, form("INPROGRESS", "stranger"), "member")
        self.assertEqual(303, page.status)
        self.assertTrue(page.response.headers["Location"].endswith("/bugs/62"))
        text = self.site.get("/bugs/62").text
        self.assertIn("| In Progress | Low | [person] Una Undermoor", text)

    def test_listings_follow(self):
        """A task whose work is over is in no listing of open ones."""
        self.assertTrue("#62 " in self.site.get("/ubuntu/+bugs").text)
        self.site.post(EDIT, form("FIXRELEASED"), "member")
        self.assertFalse("#62 " in self.site.get("/ubuntu/+bugs").text)

    def test_what_changed_is_noted(self):
        """By whom, from what, to what, each change once."""
        self.site.post(EDIT, form("INPROGRESS", "stranger"), "member")
        found = IStore(BugActivity).find(BugActivity, bug_id=62)
        noted = [
            (each.person.name, each.whatchanged, each.oldvalue, each.newvalue)
            for each in found.order_by(Desc(BugActivity.id))[:2]
        ]
        self.assertEqual(
            [
                ("member", "ubuntu: assignee", "Bo Nakashiro", "Una Undermoor"),
                ("member", "ubuntu: status", "Confirmed", "In Progress"),
            ],
            noted,
        )

    def test_what_did_not_change_is_not_noted(self):
        """Saving the form as it came tells nothing and nobody."""
        before = IStore(BugActivity).find(BugActivity, bug_id=62).count()
        self.site.post(EDIT, form("CONFIRMED", "bo-nakashiro"), "member")
        after = IStore(BugActivity).find(BugActivity, bug_id=62).count()
        self.assertEqual(before, after)
        self.assertEqual([], getUtility(INotifications).pop())

    def test_subscribers_are_told(self):
        """At their preferred addresses."""
        self.site.post(EDIT, form("INPROGRESS", "bo-nakashiro"), "member")
        ((recipients, subject, text),) = getUtility(INotifications).pop()
        self.assertIn("member@example.com", recipients)
        self.assertEqual(
            "[Bug 62] Backup tool can't be removed when two monitors are attached",
            subject,
        )
        self.assertEqual("status: Confirmed → In Progress", text)

    def test_dates_follow(self):
        """When the work ended, in UTC; never while it goes on."""
        self.site.post(EDIT, form("FIXRELEASED"), "member")
        task = getUtility(IBugSet).get(62).default_bugtask
        self.assertEqual(0, task.date_closed.utcoffset().total_seconds())
        self.site.post(EDIT, form("NEW"), "member")
        self.assertIsNone(
            IStore(BugTask).find(BugTask, bug_id=62).one().date_closed,
        )

    def test_the_heat_is_counted_again(self):
        """Stored values lag; a change brings them up to date."""
        bug = IStore(Bug).get(Bug, 62)
        due = bug.heat
        bug.heat = 1
        IStore(Bug).commit()
        self.site.post(EDIT, form("INPROGRESS", "bo-nakashiro"), "member")
        self.assertEqual(due, IStore(Bug).get(Bug, 62).heat)

    def test_nobody_has_to_be_assigned(self):
        """An empty field takes the task from whoever had it."""
        self.site.post(EDIT, form("NEW"), "member")
        self.assertIsNone(IStore(BugTask).find(BugTask, bug_id=62).one().assignee)

    def test_a_status_that_there_is_not(self):
        """Is told; nothing changes."""
        page = self.site.post(EDIT, form("SOLVED"), "member")
        self.assert_refused("There is no such status.", page)

    def test_an_assignee_that_there_is_not(self):
        """Is told; so is one whom the user may not see, in the same words."""
        page = self.site.post(EDIT, form("NEW", "nemo"), "member")
        self.assert_refused("There is nobody called nemo.", page)
        page = self.site.post(EDIT, form("NEW", "vault"), "stranger")
        self.assert_refused("There is nobody called vault.", page)

    def test_a_status_of_supervisors(self):
        """Is given by those who keep the bugs of the target."""
        page = self.site.post(EDIT, form("TRIAGED"), "stranger")
        self.assert_refused("Only the bug supervisor can say Triaged.", page)
        task = getUtility(IBugSet).get(62).default_bugtask
        owner = task.target.owner.name
        page = self.site.post(EDIT, form("TRIAGED"), owner)
        self.assertEqual(303, page.status)
        self.assertEqual(
            BugTaskStatus.TRIAGED,
            IStore(BugTask).find(BugTask, bug_id=62).one().status,
        )

    def test_nobody_may_change_anything(self):
        """Who did not sign in gets no form."""
        self.assertEqual(403, self.site.get(EDIT).status)
        self.assertEqual(403, self.site.post(EDIT, form("NEW")).status)


class TestSubscribe(unittest.TestCase):
    """Being told of a bug."""

    layer = LEGACY

    def test_there_and_back(self):
        """The menu offers what is not so; heat and subscribers follow."""
        site, path = Site(), "/bugs/62/+subscribe"
        heat = IStore(Bug).get(Bug, 62).heat
        site.post(path, {"field.actions.subscribe": "Subscribe"}, "stranger")
        text = site.get("/bugs/62", "stranger").text
        self.assertIn("Unsubscribe <", text)
        self.assertIn("Una Undermoor </~stranger> Self-subscribed ×", text)
        self.assertIn(f"Heat {heat + 2}\n", text)
        site.post(path, {"field.actions.unsubscribe": "Unsubscribe"}, "stranger")
        text = site.get("/bugs/62", "stranger").text
        self.assertIn("Subscribe <", text)
        self.assertIn(f"Heat {heat}\n", text)
