"""Conditions of every form, on persons; and on the texts of bugs."""

from lp_persistence.steps import (
    NOBODY,
    AnyOf,
    Everything,
    Given,
    Keys,
    Leads,
    Not,
    Scope,
    Select,
    Test,
)
from lp_persistence.storm.tests.cases import BY_ID, Case, columns, found, persons
from lp_persistence.storm.tests.world import (
    ADMINS,
    ANN,
    BOB,
    EVE,
    NEXT_DAY,
    SECRET,
    TEAM,
)

A_TAG = Test("tags", "holding", 0)
ANY_TAG = Test("tags", "holding", None)
NO_OFFICIAL_TAG = Not(Test("official_tags", "holding", 0))
TO_TAGGED = Leads("bug", Scope("IBug", Everything(), (A_TAG,)))

TAGGED = (
    Case(
        "one of several texts",
        Select(Scope("IBug", Everything(), (A_TAG,), order=BY_ID)),
        [(1,), (2,), (3,)],
        (("a", "nowhere"),),
    ),
    Case(
        "none of several texts",
        Select(Scope("IBug", Everything(), (Not(A_TAG),), order=BY_ID)),
        [(2,), (4,), (5,), (6,)],
        (("b", "Z"),),
    ),
    Case(
        "none of several texts, beside one that another type owns",
        Select(Scope("IDistribution", Everything(), (NO_OFFICIAL_TAG,), order=BY_ID)),
        [(2,)],
        (("b", "quills"),),
    ),
    Case(
        "any text, and no text",
        Select(Scope("IBug", Keys(0), (ANY_TAG,), order=BY_ID), columns("tags")),
        [(1, ("Z", "a", "é")), (2, ("a",))],
        keys=[[1, 2, 4]],
    ),
    Case(
        "no text",
        Select(Scope("IBug", Keys(0), (Not(ANY_TAG),), order=BY_ID), columns("tags")),
        [(4, ())],
        keys=[[1, 2, 4]],
    ),
    Case(
        "what leads to one of several texts",
        Select(
            Scope("IBugTask", Everything(), (TO_TAGGED,), order=BY_ID),
            columns("distribution.official_tags"),
        ),
        [(3, ("b", "é")), (9, None), (10, None)],
        (("b",),),
    ),
)

CONDITIONS = (
    found("None is None", Test("account_status", "is", None), ids=[2, 3, 4, 6]),
    found("None is no value", Test("icon", "in", 0), ids=[ANN, SECRET], slots=((1,),)),
    found(
        "the complement of a comparison with None",
        Not(Test("account_status", "is", 0)),
        ids=[2, 3, 4, 6],
        slots=(20,),
    ),
    found(
        "the complement of some of nothing",
        Not(Test("account_status", "in", 0)),
        ids=[1, 2, 3, 4, 5, 6],
        slots=((),),
    ),
    found(
        "texts in a set",
        Test("name", "in", 0),
        ids=[ANN, EVE],
        slots=(("ann", "eve", "it's", '"', "\\"),),
    ),
    found("A to Z are folded", Test("name", "containing", 0), ids=[3], slots=("TEA",)),
    found(
        "nothing else is folded",
        Test("displayname", "containing", 0),
        ids=[],
        slots=("è",),
    ),
    found(
        "no character stands for others",
        Test("displayname", "containing", 0),
        ids=[TEAM],
        slots=("m %",),
    ),
    found(
        "an underscore is one",
        Test("displayname", "containing", 0),
        ids=[ADMINS],
        slots=("_",),
    ),
    found(
        "everything contains the empty text",
        Test("name", "containing", 0),
        ids=[1, 2, 3, 4, 5, 6],
        slots=("",),
    ),
    found(
        "before a date",
        Test("date_created", "before", 0),
        ids=[1, 2, 3, 4, 6],
        slots=(NEXT_DAY,),
    ),
    found("a graph fact", Test("is_valid", "is", 0), ids=[1, 3, 4], slots=(True,)),
    found(
        "a graph fact that is not",
        Test("is_valid_person", "is", 0),
        ids=[2, 3, 4, 5, 6],
        slots=(False,),
    ),
    found(
        "any of several",
        AnyOf((Test("name", "is", 0), Not(Test("is_team", "is", 1)))),
        ids=[1, 2, 3, 5],
        slots=("team", True),
    ),
    found("any of none", AnyOf(()), ids=[]),
    found(
        "an edge to given ones",
        Leads("members", Scope("IPerson", Given(0))),
        ids=[TEAM],
        slots=((BOB,),),
    ),
    found(
        "an edge to anything",
        Leads("emails", Scope("IEmailAddress", Everything())),
        ids=[ANN, EVE],
    ),
    found(
        "an edge to nothing",
        Not(Leads("emails", Scope("IEmailAddress", Everything()))),
        ids=[2, 3, 4, 6],
    ),
    found(
        "a reference to what is shown",
        Leads("team_owner", Scope("IPerson", Everything(), rule=NOBODY)),
        ids=[3, 4, 6],
    ),
    found(
        "a reference to what meets conditions, through another edge",
        Leads(
            "team_owner",
            persons(
                Leads("teams", Scope("IPerson", Everything(), (Test("name", "is", 0),)))
            ),
        ),
        ids=[TEAM, ADMINS],
        slots=("admins",),
    ),
    found(
        "an edge to the first of something",
        Leads("participations", persons(Test("is_team", "is", 0), limit=1)),
        ids=[2, 3, 4, 5],
        slots=(True, 1),
    ),
)
