"""What follows when a task was changed."""

from zope.component import getUtility

from ..registry.interfaces.person import IPerson
from .notifications import INotifications


def _title(item):
    return item.title


def _displayname(person):
    return None if person is None else person.displayname


#: What is noted of a change, by field: how it is called, and the text of a value.
NOTED = {
    "status": ("status", _title),
    "assignee": ("assignee", _displayname),
}


def _changes(event):
    """(what, old text, new text) of all that has changed."""
    before, after = event.object_before_modification, event.object
    for field in event.edited_fields:
        what, text = NOTED[field]
        old, new = text(getattr(before, field)), text(getattr(after, field))
        if old != new:
            yield what, old, new


def record_activity(bugtask, event):
    """Note who changed what."""
    person = IPerson(event.user)
    for what, old, new in _changes(event):
        whatchanged = f"{bugtask.bugtargetname}: {what}"
        bugtask.bug.addActivity(person, whatchanged, old, new)


def update_heat(bugtask, event):
    """Have the heat follow the rule again: stored values lag."""
    bugtask.bug.updateHeat()


def notify_subscribers(bugtask, event):
    """Tell those who subscribed to the bug and did not mute it."""
    bug = bugtask.bug
    text = "\n".join(f"{what}: {old} → {new}" for what, old, new in _changes(event))
    recipients = [
        person.preferredemail.email
        for person in bug.getDirectSubscribers()
        if person.preferredemail is not None and not bug.isMuted(person)
    ]
    if text and recipients:
        subject = f"[Bug {bug.id}] {bug.title}"
        getUtility(INotifications).add(recipients, subject, text)
