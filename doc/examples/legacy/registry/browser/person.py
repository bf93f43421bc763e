"""The page of a person or team, its address, and links to it."""

from html import escape

from zope.browserpage.viewpagetemplatefile import ViewPageTemplateFile
from zope.component import adapter, getUtility
from zope.interface import implementer

from ...webapp.authorization import check_permission
from ...webapp.interfaces import ICanonicalUrlData
from ...webapp.tales import ObjectFormatterAPI
from ...webapp.view import LegacyView
from ..interfaces.person import IPerson
from ..interfaces.pillar import IPillarNameSet


@implementer(ICanonicalUrlData)
@adapter(IPerson)
class PersonUrlData:
    """``/~NAME``"""

    inside = None

    def __init__(self, context):
        self.context = context

    @property
    def path(self):
        """See ``ICanonicalUrlData``."""
        return f"~{self.context.name}"


class PersonFormatterAPI(ObjectFormatterAPI):
    """``person/fmt:link``: the icon and the name, if they may be seen."""

    traversable_names = ("link", "url", "icon")
    hidden = "&lt;hidden&gt;"

    def icon(self):
        """Its own image, or a stock one that tells what it is."""
        person = self._context
        url = None if person.icon is None else person.icon.getURL()
        if url is not None:
            return f'<img src="{escape(url)}" alt="" />'
        if person.is_team:
            kind = "team"
        elif person.is_valid_person:
            kind = "person"
        else:
            kind = "person-inactive"
        return f'<span class="sprite {kind}"></span>'

    def link(self):
        """See ``ObjectFormatterAPI``."""
        if not check_permission("launchpad.LimitedView", self._context):
            return self.hidden
        return f"{self.icon()} {super().link()}"


class PersonView(LegacyView):
    """``/~NAME``"""

    template = ViewPageTemplateFile("templates/person.pt")

    @property
    def page_title(self):
        """See ``LegacyView``."""
        return self.context.displayname

    def initialize(self):
        """See ``LegacyView``."""
        self.teams = [
            team
            for team in self.context.teams_participated_in
            if check_permission("launchpad.View", team)
        ]
        self.members = [
            member
            for member in self.context.activemembers
            if check_permission("launchpad.View", member)
        ]


class RootView(LegacyView):
    """``/``"""

    page_title = "All bugs in one place"
    template = ViewPageTemplateFile("templates/root.pt")

    def initialize(self):
        """See ``LegacyView``."""
        self.distributions = getUtility(IPillarNameSet).getDistributions()
