"""The names of pillars, and pillars of all kinds by their names."""

from zope.interface import taggedValue

from lp_persistence.arguments import Tests, taking
from lp_persistence.fields import Bool, Int, Reference, Text
from lp_persistence.interfaces import IEntity, IGroup, IMixedGroup
from lp_persistence.model import ORDERED_BY, VISIBLE_TO, VisibleTo
from lp_persistence.pillars.names.visibility import sees_name


class IPillarName(IEntity):
    """A name of a pillar: products, project groups and distributions have
    names of one space.

    It is of one of the three, or another name for one that is. Names of what
    is not active are shown to admins alone.
    """

    taggedValue(ORDERED_BY, ("name",))
    taggedValue(VISIBLE_TO, VisibleTo(sees_name, ("admins",)))

    id = Int(title="Id", brief=True, hidden=None)
    name = Text(title="Name", brief=True, indexed=True, hidden="<hidden>")
    active = Bool(title="Is of what is shown")

    distribution = Reference("IDistribution", title="Distribution, if it is one's")
    product = Reference("IProduct", title="Product, if it is one's")
    project_group = Reference("IProject", title="Project group, if it is one's")
    alias_for = Reference("IPillarName", title="Name that it stands for, if any")


class IPillarNames(IGroup):
    """Names of pillars."""

    def get_distribution():
        """The distributions whose they are."""

    def get_product():
        """The products whose they are."""

    def get_project_group():
        """The project groups whose they are."""

    def get_alias_for():
        """The names that they stand for."""


class IPillars(IMixedGroup):
    """Distributions, products and project groups, found by their names.

    ``IPillars(context)`` holds all, as other roots do, ``IProducts(pillars)``
    the products among them. Their names are read by one statement, which
    brings the pillars along; that of an alias by one more.
    """

    @taking(tests=Tests("IPillarName"))
    def filter(**tests):
        """Those whose name passes every test; an alias stands for its pillar.

        The tests are those of ``IPillarNames``: ``filter(name='ubuntu')``.
        Raises as ``IGroup.filter`` does.
        """

    def ordered_by(*names):
        """The same in another order of their names; see ``IGroup``."""

    def limit(count):
        """The first ``count`` names; see ``IGroup``."""

    def after(key):
        """Those whose names come after the one with this ``key``."""

    def key(pillar):
        """The text that ``after`` takes to go on behind ``pillar``; see
        ``IGroup``."""

    def all():
        """Have all of them loaded. Returns the group."""

    def get_branding():
        """Their images, as a group of ``IBranding``."""

    def get_owner():
        """Their owners, as one group of persons."""

    def get_registrant():
        """Those who registered them, as one group of persons."""

    def get_driver():
        """Those who plan their releases, as one group of persons."""

    def one():
        """The only pillar; NotOne where there are none or several."""

    def first():
        """The first pillar, or None."""
