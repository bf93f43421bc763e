"""Searches for tasks."""

from storm.expr import Desc, LeftJoin
from storm.info import ClassAlias
from zope.interface import implementer
from zope.security.proxy import removeSecurityProxy

from ...registry.interfaces.pillar import (
    IDistribution,
    IDistributionSourcePackage,
    IDistroSeries,
    IProduct,
    IProductSeries,
    ISourcePackage,
)
from ...registry.model.person import Person
from ...services.interfaces import IStore
from ..enums import DB_UNRESOLVED_STATUSES
from ..interfaces.bugtask import IBugTaskSet
from .accesspolicy import get_bug_privacy_filter
from .bugtag import BugTag
from .bugtask import BugTask
from .bugtaskflat import BugTaskFlat


class BugTaskSearchParams:
    """What is searched for: open tasks that ``user`` may see."""

    def __init__(self, user, target=None, tag=None, assignee=None, orderby="-heat"):
        self.user = user
        self.target = target
        self.tag = tag
        self.assignee = assignee
        self.orderby = orderby


#: By kind of target the clauses of a search in it.
_IN_TARGET = (
    (IProduct, lambda product: [BugTaskFlat.product_id == product.id]),
    (IProductSeries, lambda series: [BugTaskFlat.productseries_id == series.id]),
    (IDistribution, lambda place: [BugTaskFlat.distribution_id == place.id]),
    (IDistroSeries, lambda series: [BugTaskFlat.distroseries_id == series.id]),
    (
        IDistributionSourcePackage,
        lambda package: [
            BugTaskFlat.distribution_id == package.distribution.id,
            BugTaskFlat.sourcepackagename_id == package.sourcepackagename.id,
        ],
    ),
    (
        ISourcePackage,
        lambda package: [
            BugTaskFlat.distroseries_id == package.distroseries.id,
            BugTaskFlat.sourcepackagename_id == package.sourcepackagename.id,
        ],
    ),
)

Assignee = ClassAlias(Person, "Assignee")

#: By the name of an order what it orders by; the oldest task is first of equals.
ORDERS = {
    "-heat": (Desc(BugTaskFlat.heat),),
    "-importance": (Desc(BugTaskFlat.importance),),
    "-datecreated": (Desc(BugTaskFlat.datecreated),),
    # Engines differ in where they put those without one.
    "assignee": (Assignee.displayname == None, Assignee.displayname),  # noqa: E711
}


@implementer(IBugTaskSet)
class BugTaskSet:
    """See ``IBugTaskSet``."""

    def search(self, params):
        """See ``IBugTaskSet``."""
        tables = [BugTaskFlat]
        clauses = [
            BugTask.id == BugTaskFlat.bugtask_id,
            BugTaskFlat.status.is_in(DB_UNRESOLVED_STATUSES),
            BugTaskFlat.duplicateof_id == None,  # noqa: E711
            BugTaskFlat.active == True,  # noqa: E712
            get_bug_privacy_filter(
                params.user, BugTaskFlat.bug_id, BugTaskFlat.information_type
            ),
        ]
        target = removeSecurityProxy(params.target)
        for interface, in_target in _IN_TARGET:
            if interface.providedBy(target):
                clauses.extend(in_target(target))
        if params.tag is not None:
            clauses += [BugTag.bug_id == BugTaskFlat.bug_id, BugTag.tag == params.tag]
            tables.append(BugTag)
        if params.assignee is not None:
            clauses.append(BugTaskFlat.assignee_id == params.assignee.id)
        if params.orderby == "assignee":
            tables.append(LeftJoin(Assignee, Assignee.id == BugTaskFlat.assignee_id))
        return (
            IStore(BugTask)
            .using(BugTask, *tables)
            .find(BugTask, *clauses)
            .order_by(*ORDERS[params.orderby], BugTaskFlat.bugtask_id)
        )
