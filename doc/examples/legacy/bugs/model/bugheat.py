"""The rule by which bugs concern people."""

from ..enums import InformationType

#: What the kind of information adds; every other private kind OF_PRIVATE.
OF_TYPE = {
    InformationType.PUBLIC: 0,
    InformationType.PUBLICSECURITY: 250,
    InformationType.PRIVATESECURITY: 400,
}
OF_PRIVATE = 150
OF_DUPLICATE = 6
OF_AFFECTED = 4
OF_SUBSCRIBER = 2


def calculate_bug_heat(bug):
    """The heat of a bug, by what is known of it now."""
    subscribers = {subscription.person_id for subscription in bug.subscriptions}
    duplicates = list(bug.duplicates)
    for duplicate in duplicates:
        subscribers.update(each.person_id for each in duplicate.subscriptions)
    return (
        OF_TYPE.get(bug.information_type, OF_PRIVATE)
        + OF_DUPLICATE * len(duplicates)
        + OF_AFFECTED * bug.users_affected.count()
        + OF_SUBSCRIBER * len(subscribers)
    )
