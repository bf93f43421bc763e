"""Products and their series."""

from storm.properties import Bool, Int, Unicode
from storm.references import Reference
from zope.interface import implementer

from ...services.enumcol import DBEnum
from ...services.interfaces import IStore
from ...services.stormbase import StormBase
from ..enums import SeriesStatus
from ..interfaces.pillar import IProduct, IProductSeries
from .target import HasDisplayname


@implementer(IProduct)
class Product(HasDisplayname, StormBase):
    """See ``IProduct``."""

    __storm_table__ = "product"

    id = Int(primary=True)
    name = Unicode(allow_none=False)
    displayname = Unicode(allow_none=False)
    title = Unicode(allow_none=False)
    summary = Unicode(allow_none=False)
    owner_id = Int(name="owner", allow_none=False)
    owner = Reference(owner_id, "Person.id")
    bug_supervisor_id = Int(name="bug_supervisor")
    bug_supervisor = Reference(bug_supervisor_id, "Person.id")
    icon_id = Int(name="icon")
    icon = Reference(icon_id, "LibraryFileAlias.id")
    active = Bool(allow_none=False)

    def getSeries(self, name):
        """See ``IProduct``."""
        return IStore(ProductSeries).find(ProductSeries, product=self, name=name).one()


@implementer(IProductSeries)
class ProductSeries(StormBase):
    """See ``IProductSeries``."""

    __storm_table__ = "productseries"

    id = Int(primary=True)
    name = Unicode(allow_none=False)
    product_id = Int(name="product", allow_none=False)
    product = Reference(product_id, "Product.id")
    status = DBEnum(enum=SeriesStatus, allow_none=False)

    @property
    def parent(self):
        """See ``ISeries``."""
        return self.product

    @property
    def bugtargetname(self):
        """See ``IBugTarget``."""
        return f"{self.product.name}/{self.name}"

    @property
    def bugtargetdisplayname(self):
        """See ``IBugTarget``."""
        return f"{self.product.displayname} {self.name}"
