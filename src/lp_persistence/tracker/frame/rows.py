"""What the shared macros show of each entity, beside its brief.

``group.need(IPersonLink)`` where a template says ``view/macros/person``.
"""

from __future__ import annotations

from zope.interface import Attribute, Interface


class IPersonLink(Interface):
    """``person``, ``people``: a person or team, with its icon."""

    badge = Attribute("The image beside links to it.")


class IPillarLink(Interface):
    """``pillar``: a distribution, product or project group, with its icon."""

    badge = Attribute("The image beside links to it.")


class IBugRow(Interface):
    """``bug``: number, title, whether few may see it, and its heat."""

    heat = Attribute("How much it concerns people.")
    is_private = Attribute("Whether few may see it.")
