"""All that the naive interpreter has to be told of the tracker."""

from typing import Final

from lp_persistence.testing.reference import rules
from lp_persistence.testing.reference.addresses import ADDRESSES
from lp_persistence.testing.reference.bug_verbs import BUG_VERBS
from lp_persistence.testing.reference.people_verbs import PEOPLE_VERBS
from lp_persistence.testing.reference.pillars import all_pillars
from lp_persistence.testing.reference.ruleset import Rules

TRACKER: Final = Rules(
    facts=rules.FACTS,
    edges=rules.EDGES,
    visible=rules.VISIBLE,
    own_order=rules.OWN_ORDER,
    edge_order=rules.EDGE_ORDER,
    ranked=rules.RANKED,
    hidden=rules.HIDDEN,
    embedded=rules.EMBEDDED,
    permitted=rules.PERMITTED,
    searched=rules.SEARCHED,
    told=rules.TOLD,
    addresses=ADDRESSES,
    verbs={**BUG_VERBS, **PEOPLE_VERBS},
    mixed={"IPillars": all_pillars},
)
