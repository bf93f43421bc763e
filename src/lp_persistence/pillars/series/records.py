"""How series and milestones are kept."""

from lp_persistence.pillars.series.interfaces import (
    IDistroSeries,
    IMilestone,
    IProductSeries,
)
from lp_persistence.pillars.tables import DistroSeries, Milestone, ProductSeries
from lp_persistence.storm.records import Records

product_series = Records(
    IProductSeries,
    {
        "id": ProductSeries.id,
        "name": ProductSeries.name,
        "summary": ProductSeries.summary,
        "status": ProductSeries.status,
        "date_created": ProductSeries.datecreated,
        "driver": ProductSeries.driver_id,
        "product": ProductSeries.product_id,
        "owner": ProductSeries.owner_id,
    },
)

distro_series = Records(
    IDistroSeries,
    {
        "id": DistroSeries.id,
        "name": DistroSeries.name,
        "summary": DistroSeries.summary,
        "status": DistroSeries.releasestatus,
        "date_created": DistroSeries.date_created,
        "driver": DistroSeries.driver_id,
        "displayname": DistroSeries.displayname,
        "title": DistroSeries.title,
        "description": DistroSeries.description,
        "version": DistroSeries.version,
        "date_released": DistroSeries.datereleased,
        "distribution": DistroSeries.distribution_id,
        "registrant": DistroSeries.registrant_id,
    },
)

milestones = Records(
    IMilestone,
    {
        "id": Milestone.id,
        "name": Milestone.name,
        "codename": Milestone.codename,
        "summary": Milestone.summary,
        "date_expected": Milestone.dateexpected,
        "active": Milestone.active,
        "product": Milestone.product_id,
        "product_series": Milestone.productseries_id,
        "distribution": Milestone.distribution_id,
        "distro_series": Milestone.distroseries_id,
    },
)
