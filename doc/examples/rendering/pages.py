"""Views in two phases, and the one class of theirs that has changed."""

from zope.publisher.browser import BrowserView

from lp_persistence.interfaces import IContext
from lp_persistence.people.interfaces import IPersons
from lp_persistence.publication import rendering


class SiteView(BrowserView):
    """What all views of the site derive from."""

    def initialize(self):
        """Handle forms, and ask for what is shown."""

    def render(self):
        """The page."""
        raise NotImplementedError

    def __call__(self):
        self.initialize()
        # This was ``return self.render()``.
        with rendering(self.request, self) as page:
            return page(self.render())


class PersonPage(SiteView):
    """``/+person?name=…``: somebody, and the teams they are in."""

    def initialize(self):
        name = self.request.form.get("name", "")
        self.persons = IPersons(IContext(self.request)).filter(name=name)
        self.persons.get_teams()

    def render(self):
        person = self.persons.one()
        teams = ", ".join(team.displayname for team in person.teams)
        return f"{person.displayname} is in {teams}"
