"""The tables of pillars."""

from storm.properties import DateTime, Int, Unicode


class Distribution:
    __storm_table__ = "distribution"

    id = Int(primary=True, allow_none=False)
    name = Unicode(allow_none=False)
    displayname = Unicode(allow_none=False)
    title = Unicode(allow_none=False)
    summary = Unicode(allow_none=False)
    description = Unicode(allow_none=False)
    domainname = Unicode(allow_none=False)
    owner_id = Int("owner", allow_none=False)
    members_id = Int("members", allow_none=False)
    mirror_admin_id = Int("mirror_admin", allow_none=False)
    registrant_id = Int("registrant", allow_none=False)
    date_created = DateTime(allow_none=False)
    icon_id = Int("icon")
    logo_id = Int("logo")
    mugshot_id = Int("mugshot")
