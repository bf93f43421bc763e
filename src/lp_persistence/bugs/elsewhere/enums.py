"""The enumerations of what is known of bugs elsewhere."""

from lazr.enum import DBItem

from lp_persistence.enumeration import Enumeration


class CveStatus(Enumeration):
    """How far a vulnerability is acknowledged."""

    CANDIDATE = DBItem(1, "Candidate")
    ENTRY = DBItem(2, "Entry")
    DEPRECATED = DBItem(3, "Deprecated")


class BugTrackerType(Enumeration):
    """What a bug tracker runs on."""

    BUGZILLA = DBItem(1, "Bugzilla")
    DEBBUGS = DBItem(2, "Debbugs")
    ROUNDUP = DBItem(3, "Roundup")
    TRAC = DBItem(4, "Trac")
    SOURCEFORGE = DBItem(5, "SourceForge or SourceForge derivative")
    MANTIS = DBItem(6, "Mantis")
    RT = DBItem(7, "Request Tracker (RT)")
    EMAILADDRESS = DBItem(8, "Email Address")
    SAVANE = DBItem(9, "Savane")
    PHPPROJECT = DBItem(10, "PHP Project Bugtracker")
    GOOGLE_CODE = DBItem(11, "Google Code")
    GITHUB = DBItem(12, "GitHub Issues")
    GITLAB = DBItem(13, "GitLab Issues")
