"""Publications that get the mixin without a change of their own class."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from zope.app.publication.interfaces import IRequestPublicationFactory
from zope.app.publication.requestpublicationregistry import factoryRegistry
from zope.interface import implementer

from lp_persistence.errors import NotRegistered
from lp_persistence.publication.mixin import PersistencePublicationMixin

#: What makes a publication: its class, or any callable.
PublicationFactory = Callable[..., Any]


@cache
def with_persistence(factory: PublicationFactory) -> PublicationFactory:
    """``factory`` with publications that have the mixin.

    Of a class this is a subclass. What another callable makes is of such a
    subclass afterwards; the callable itself stays as it is. The same factory
    gives the same one, so that caches by factory go on working.
    """
    if isinstance(factory, type):
        if issubclass(factory, PersistencePublicationMixin):
            return factory
        return type(
            factory.__name__,
            (PersistencePublicationMixin, factory),
            {"__module__": factory.__module__, "__doc__": factory.__doc__},
        )

    def make(*args: Any, **options: Any) -> Any:
        publication = factory(*args, **options)
        # It may have been made by what is not ours to change.
        made_of: PublicationFactory = type(publication)
        publication.__class__ = with_persistence(made_of)
        return publication

    return make


@implementer(IRequestPublicationFactory)
class WrappedFactory:
    """A request-publication factory of zope.app.publication whose
    publications have the mixin; its requests are what they were."""

    def __init__(self, factory: Any):
        self.factory = factory

    def canHandle(self, environment: Any) -> bool:
        """See ``IRequestPublicationFactory``."""
        can_handle: bool = self.factory.canHandle(environment)
        return can_handle

    def __call__(self) -> tuple[Any, PublicationFactory]:
        """See ``IRequestPublicationFactory``."""
        request, publication = self.factory()
        return request, with_persistence(publication)


def wrap_publisher(
    name: str, methods: Sequence[str], mimetypes: Sequence[str], place: str
) -> None:
    """Wrap the factory that ``<publisher name=…/>`` registered.

    Raises NotRegistered where there is none by that name for these methods
    and types.
    """
    found = False
    for method in methods:
        for mimetype in mimetypes:
            for data in list(factoryRegistry.getFactoriesFor(method, mimetype) or ()):
                if data["name"] == name:
                    found = True
                    factoryRegistry.register(
                        method,
                        mimetype,
                        name,
                        data["priority"],
                        WrappedFactory(data["factory"]),
                    )
    if not found:
        raise NotRegistered(
            f"There is no publisher {name!r} for {' '.join(methods)} and "
            f"{' '.join(mimetypes)} to be wrapped (at {place}). Give the name, "
            f"methods and mimetypes that its <publisher …/> has, or factory=… for "
            f"one that zope.app.publication does not know."
        )
