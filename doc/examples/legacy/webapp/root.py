"""The root of all paths."""

from zope.interface import implementer

from .interfaces import ICanonicalUrlData, ILegacyRoot


@implementer(ILegacyRoot)
class LegacyRoot:
    """See ``ILegacyRoot``."""


@implementer(ICanonicalUrlData)
class RootUrlData:
    """Its own address is /."""

    inside = None
    path = ""

    def __init__(self, context):
        self.context = context
