"""How much a bug concerns people: the rule of its heat.

Launchpad stores a bug's heat and lets it lag behind; see ``IBug['heat']``.
"""

from typing import Final

from lp_persistence.bugs.enums import InformationType

#: What the kind of information adds; every other private kind OF_PRIVATE.
OF_TYPE: Final = {
    InformationType.PUBLIC: 0,
    InformationType.PUBLICSECURITY: 250,
    InformationType.PRIVATESECURITY: 400,
}
OF_PRIVATE: Final = 150
#: What each adds: a duplicate, a person affected, and a person subscribed to
#: the bug or to one of its duplicates.
OF_DUPLICATE: Final = 6
OF_AFFECTED: Final = 4
OF_SUBSCRIBER: Final = 2
