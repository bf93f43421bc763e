"""Files, and branding as a value made from its owner's attributes."""

from __future__ import annotations

from typing import Any, NamedTuple

from zope.interface import implementer

from lp_persistence.branding.interfaces import IBranding, IFile
from lp_persistence.entity import Entity


class File(Entity, implements=IFile):
    """See ``IFile``."""


class Image(NamedTuple):
    """An image: the content of an uploaded file, or a stock one."""

    #: The content's hash, or the stock image's name.
    name: str
    is_stock: bool

    def __str__(self) -> str:
        return self.name


@implementer(IBranding)
class Branding:
    """See ``IBranding``. Of what has icon, logo and mugshot, each a file or None::

        branding = property(DistributionBranding)

    so that reading it is the one call that makes it. A class for each kind of
    owner names its stock images.
    """

    __slots__ = ("_owner",)

    kind: str

    def __init__(self, owner: Any):
        self._owner = owner

    def _image(self, size: str) -> Image:
        file = getattr(self._owner, size)
        if file is None or file.sha256 is None:
            return Image(f"{self.kind}-{size}", True)
        return Image(file.sha256, False)

    @property
    def icon(self) -> Image:
        return self._image("icon")

    @property
    def logo(self) -> Image:
        return self._image("logo")

    @property
    def mugshot(self) -> Image:
        return self._image("mugshot")


class DistributionBranding(Branding):
    """Of a distribution."""

    __slots__ = ()

    kind = "distribution"


class ProductBranding(Branding):
    """Of a product; and of a project group, for which there is no stock image:
    it is shown as what it holds."""

    __slots__ = ()

    kind = "product"


class PersonBranding(Branding):
    """Of a person or team."""

    __slots__ = ()

    @property
    def kind(self) -> str:  # type: ignore[override]
        if self._owner.is_team:
            return "team"
        return "person" if self._owner.is_valid else "inactive"


@implementer(IBranding)
class HiddenBranding:
    """The branding of what the viewer may not see."""

    icon = Image("hidden-icon", True)
    logo = Image("hidden-logo", True)
    mugshot = Image("hidden-mugshot", True)
