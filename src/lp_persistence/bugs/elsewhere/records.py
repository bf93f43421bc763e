"""How vulnerabilities, trackers and watches are kept."""

from lp_persistence.bugs.elsewhere.interfaces import IBugTracker, IBugWatch, ICve
from lp_persistence.bugs.elsewhere.tables import BugTracker, BugWatch, Cve
from lp_persistence.bugs.records import shown_with_bug
from lp_persistence.storm.records import Records

cves = Records(
    ICve,
    {
        "id": Cve.id,
        "sequence": Cve.sequence,
        "status": Cve.status,
        "date_created": Cve.datecreated,
        "date_modified": Cve.datemodified,
        "description": Cve.description,
    },
)

trackers = Records(
    IBugTracker,
    {
        "id": BugTracker.id,
        "name": BugTracker.name,
        "title": BugTracker.title,
        "type": BugTracker.bugtrackertype,
        "base_url": BugTracker.baseurl,
        "active": BugTracker.active,
        "date_created": BugTracker.date_created,
        "summary": BugTracker.summary,
        "owner": BugTracker.owner_id,
    },
)

watches = Records(
    IBugWatch,
    {
        "id": BugWatch.id,
        "remote_bug": BugWatch.remotebug,
        "remote_status": BugWatch.remotestatus,
        "remote_importance": BugWatch.remote_importance,
        "date_created": BugWatch.datecreated,
        "last_changed": BugWatch.lastchanged,
        "last_checked": BugWatch.lastchecked,
        "bug": BugWatch.bug_id,
        "tracker": BugWatch.bugtracker_id,
        "owner": BugWatch.owner_id,
    },
    visible_to=shown_with_bug(BugWatch.bug_id),
)
