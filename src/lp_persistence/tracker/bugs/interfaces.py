"""What the pages of bugs show, beside the briefs."""

from __future__ import annotations

from zope.interface import Attribute, Interface


class IBugHeading(Interface):
    """What the page of a bug says of it."""

    description = Attribute("What was reported.")
    information_type = Attribute("Who may know of it.")
    is_private = Attribute("Whether few may see it.")
    heat = Attribute("How much it concerns people.")
    date_created = Attribute("When it was reported.")
    date_last_updated = Attribute("When it was changed last.")
    tags = Attribute("What it was tagged with.")
    attachment_count = Attribute("How much was attached.")
    duplicate_count = Attribute("How many bugs repeat it.")
    subscriber_count = Attribute("How many are subscribed.")
    duplicate_subscriber_count = Attribute("How many are to those that repeat it.")
    affected_count = Attribute("How many it affects.")


class IBugName(Interface):
    """What the pages behind that of a bug say of it."""

    is_private = Attribute("Whether few may see it.")


class IListedBug(Interface):
    """What a listing says of a bug."""

    heat = Attribute("How much it concerns people.")
    is_private = Attribute("Whether few may see it.")
    date_last_updated = Attribute("When it was changed last.")
    tags = Attribute("What it was tagged with.")


class ITaskRow(Interface):
    """What is said of a task."""

    importance = Attribute("How much it matters.")


class ICommentRow(Interface):
    """What is shown of a comment."""

    subject = Attribute("What it is about, if it says so.")
    text = Attribute("What was said.")
    date_created = Attribute("When.")


class IAttachmentRow(Interface):
    """What is shown of an attachment."""

    url = Attribute("Where it is, if it was not uploaded.")
    is_patch = Attribute("Whether it is a patch.")


class IAttachedFile(Interface):
    """What is shown of an attachment's file."""

    sha256 = Attribute("What its address is made of.")
    filename = Attribute("Its name.")
    mimetype = Attribute("Its type.")


class IWatchRow(Interface):
    """What is shown of a bug elsewhere."""

    remote_status = Attribute("Its status there, if known.")
    remote_importance = Attribute("Its importance there, if known.")
    last_checked = Attribute("When somebody looked, if they did.")


class IWatchedTracker(Interface):
    """What is shown of a tracker elsewhere."""

    base_url = Attribute("Where it is.")


class IChangeRow(Interface):
    """What the log says of a change."""

    date_changed = Attribute("When.")
    old_value = Attribute("What it was, if anything.")
    new_value = Attribute("What it became, if anything.")
    message = Attribute("What was said about it, if anything.")


class INominationRow(Interface):
    """What is shown of a nomination."""

    date_created = Attribute("When it was proposed.")
    date_decided = Attribute("When it was decided, if it was.")
