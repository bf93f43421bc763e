"""Where a search begins that does not know what it will find."""

from zope.interface import Interface


class ILaunchpad(Interface):
    """Where a search begins that does not know what it will find; a utility."""

    def search(context, distro_name=None, person_name=None, product_name=None):
        """What bears one of these names.

        One kind of name gives that kind's group (``IDistributions``,
        ``IPersons``, ``IProducts``), several a mixed one, which the interface
        of a group narrows to one type: ``IPersons(found)``. Each name is a
        text or a set of texts.
        """
