"""The naive interpreter: what a program over groups has to give.

It is the rules a second time, slow and obvious: recursion over the entities of
a world, with no planner, no shapes and no backend, and none of the domain's
own rules. What the layer gets wrong on every backend alike shows here.

    naive = Reference(Graph(world, model, rules), verbs)
    namespace = naive.namespace()
    exec(program, namespace)          # the text that real groups run too
    reading = namespace["context"].reading
    reading.members(namespace["bugs"])

Verbs that a domain composes of others have a meaning each; see ``meanings``.
"""

from lp_persistence.testing.reference.graph import Graph, NoRule
from lp_persistence.testing.reference.groups import NaiveContext, NaiveGroup
from lp_persistence.testing.reference.meanings import Look, NoMeaning, NoRootMeaning
from lp_persistence.testing.reference.mixed import NaiveMixed
from lp_persistence.testing.reference.reading import (
    NOT_REQUESTED,
    Hidden,
    Member,
    Reading,
    Values,
)
from lp_persistence.testing.reference.ruleset import Address, Meaning, Rules
from lp_persistence.testing.reference.site import Reference
from lp_persistence.testing.reference.tracker import TRACKER

__all__ = [
    "NOT_REQUESTED",
    "TRACKER",
    "Address",
    "Graph",
    "Hidden",
    "Look",
    "Meaning",
    "Member",
    "NaiveContext",
    "NaiveGroup",
    "NaiveMixed",
    "NoMeaning",
    "NoRootMeaning",
    "NoRule",
    "Reading",
    "Reference",
    "Rules",
    "Values",
]
