"""Where a search begins that does not know what it will find."""

from zope.interface import Interface

from lp_persistence.arguments import Count, Like, Words, taking


class ILaunchpad(Interface):
    """Where a search begins that does not know what it will find; a utility."""

    @taking(
        distro_name=Like("IDistribution", "name"),
        person_name=Like("IPerson", "name"),
        product_name=Like("IProduct", "name"),
        text=Words("IBug"),
        limit=Count(),
    )
    def search(
        context,
        distro_name=None,
        person_name=None,
        product_name=None,
        text=None,
        limit=50,
    ):
        """What bears one of these names, or holds these words.

        One kind of name gives that kind's group (``IDistributions``,
        ``IPersons``, ``IProducts``), several a mixed one, which the interface
        of a group narrows to one type: ``IPersons(found)``. Each name is a
        text or a set of texts.

        ``text`` alone, without a name: words, all of which a bug's title and
        description hold, or what a person, team or pillar is called. Gives a
        mixed group of the ``limit`` newest; who was merged and whose account is
        not active is left out. Whatever has no date comes at the end.
        """
