"""The pages that are new; nothing that was there has changed."""

from zope.interface import implementer
from zope.publisher.browser import BrowserView

from lp_persistence.people.interfaces import IPersons
from lp_persistence.publication import IGroupView


@implementer(IGroupView)
class PersonPage(BrowserView):
    """``/+person?name=…``: somebody, and the teams they are in."""

    def prepare(self, context):
        """See ``IPreparer``."""
        name = self.request.form.get("name", "")
        self.persons = IPersons(context).filter(name=name)
        self.persons.get_teams()

    def __call__(self):
        person = self.persons.one()
        teams = ", ".join(team.displayname for team in person.teams)
        return f"{person.displayname} is in {teams}"
