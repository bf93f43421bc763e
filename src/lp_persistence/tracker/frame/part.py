"""Parts of the frame: what stands around every page and is fetched with it."""

from __future__ import annotations

from typing import Any, ClassVar

from zope.browserpage.viewpagetemplatefile import ViewPageTemplateFile
from zope.interface import implementer

from lp_persistence.publication import IPreparer
from lp_persistence.tracker.frame.shown import Shown


@implementer(IPreparer)
class Part(Shown):
    """A part of the frame; a subscription adapter of (page, request)::

        <subscriber
            for=".interfaces.IFramed
                 zope.publisher.interfaces.browser.IBrowserRequest"
            provides="lp_persistence.publication.interfaces.IPreparer"
            factory=".viewer.ViewerPart" />

    It asks for what it shows by ``declare``, and shows it by ``template``,
    which reads the part as ``view``. The frame places it by its name:
    ``view/parts/viewer``. A page that it was not asked for goes without.
    """

    name: ClassVar[str]
    template: ClassVar[ViewPageTemplateFile]

    @property
    def page(self) -> Any:
        """The page that it is a part of."""
        return self.context

    def prepare(self, context: Any) -> None:
        """See ``IPreparer``."""
        self.declare(context)
        self.page.parts[self.name] = self

    def declare(self, context: Any) -> None:
        """Ask for what is shown; ``context`` is what ``IContext(request)`` gives."""

    def __call__(self) -> Any:
        return self.template()
