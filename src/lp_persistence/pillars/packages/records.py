"""How source packages are kept."""

from lp_persistence.pillars.packages.interfaces import (
    IDistributionSourcePackage,
    ISourcePackage,
    ISourcePackageName,
)
from lp_persistence.pillars.tables import SourcePackageName
from lp_persistence.storm.records import Records

source_package_names = Records(
    ISourcePackageName, {"id": SourcePackageName.id, "name": SourcePackageName.name}
)

#: They are made of others, and have nothing of their own to be kept.
distribution_source_packages = Records(IDistributionSourcePackage, {})
source_packages = Records(ISourcePackage, {})
