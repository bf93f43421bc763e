"""The tables of what is said about bugs."""

from storm.properties import Bool, DateTime, Int, Unicode


class BugMessage:
    """A message as a comment on a bug; one message may be on several."""

    __storm_table__ = "bugmessage"

    id = Int(primary=True, allow_none=False)
    bug_id = Int("bug", allow_none=False)
    message_id = Int("message", allow_none=False)
    index = Int(allow_none=False)
    owner_id = Int("owner", allow_none=False)


class Message:
    __storm_table__ = "message"

    id = Int(primary=True, allow_none=False)
    datecreated = DateTime(allow_none=False)
    subject = Unicode()
    owner_id = Int("owner")
    rfc822msgid = Unicode(allow_none=False)
    visible = Bool(allow_none=False)


class MessageChunk:
    """A piece of a message's text; one without content is a file."""

    __storm_table__ = "messagechunk"

    id = Int(primary=True, allow_none=False)
    message_id = Int("message", allow_none=False)
    sequence = Int(allow_none=False)
    content = Unicode()


class BugAttachment:
    __storm_table__ = "bugattachment"

    id = Int(primary=True, allow_none=False)
    message_id = Int("message", allow_none=False)
    title = Unicode()
    libraryfile_id = Int("libraryfile")
    bug_id = Int("bug", allow_none=False)
    type = Int(allow_none=False)
    url = Unicode()


class BugActivity:
    __storm_table__ = "bugactivity"

    id = Int(primary=True, allow_none=False)
    bug_id = Int("bug", allow_none=False)
    datechanged = DateTime(allow_none=False)
    person_id = Int("person", allow_none=False)
    whatchanged = Unicode(allow_none=False)
    oldvalue = Unicode()
    newvalue = Unicode()
    message = Unicode()
