"""Steps that follow edges, and those that count what they lead to."""

from lp_persistence.steps import (
    NOBODY,
    RANK,
    SOMEBODY,
    Beside,
    By,
    Count,
    Everything,
    Follow,
    Followed,
    Given,
    Keys,
    Not,
    Scope,
    Select,
    Test,
    ViewerFacts,
)
from lp_persistence.storm.tests.cases import (
    AS_EVE,
    BY_HEAT,
    BY_ID,
    HOTTEST,
    Case,
    columns,
    followed,
    hot,
    hot_in_products,
    nested,
    persons,
)
from lp_persistence.storm.tests.world import (
    ADMINS,
    ANN,
    BOB,
    DAY,
    DEBIAN,
    EVE,
    LAMP,
    QUILL,
    SECRET,
    SLATE,
    TEAM,
    UBUNTU,
)

FOLLOWS = (
    Case(
        "the other end of a reference brings its columns",
        followed("IBug", "tasks", "IBugTask", "status", "assignee.name", order=BY_ID),
        [
            (1, 1, 10, "bob"),
            (4, 4, 20, None),
            (4, 5, 20, "bob"),
            (4, 6, 20, "bob"),
            (1, 8, 17, "ann"),
        ],
        keys=[[1, 4]],
    ),
    Case(
        "a rule where no fetch stood before",
        followed("IBug", "tasks", "IBugTask", rule=NOBODY),
        [(1, 1), (1, 8)],
        keys=[[1, 3]],
        some_order=True,
    ),
    Case(
        "the closure of teams, and back",
        followed("IPerson", "participants", "IPerson", "name", order=BY_ID),
        [
            (TEAM, BOB, "bob"),
            (TEAM, TEAM, "team"),
            (TEAM, SECRET, "secret"),
            (TEAM, EVE, "eve"),
        ],
        keys=[[TEAM]],
    ),
    Case(
        "the other end of a link",
        followed("IPerson", "teams", "IPerson"),
        [(BOB, TEAM), (EVE, SECRET)],
        keys=[[BOB, EVE, ADMINS]],
        some_order=True,
    ),
    Case(
        "the other end of the closure",
        followed("IPerson", "participations", "IPerson", order=BY_ID),
        [(EVE, TEAM), (EVE, SECRET), (EVE, EVE)],
        keys=[[EVE]],
    ),
    Case(
        "a link over two tables",
        followed("IBug", "grantees", "IPerson"),
        [(3, SECRET)],
        keys=[[1, 3, 5]],
    ),
    Case(
        "duplicates do not count against a limit",
        followed(
            "IBug",
            "subscribers",
            "IPerson",
            "name",
            order=(By(("name",)), By(("id",))),
            limit=0,
        ),
        [(1, ANN, "ann"), (4, BOB, "bob"), (1, SECRET, "secret")],
        (2,),
        [[1, 4]],
    ),
    Case(
        "a derived edge is limited once for each target",
        followed(
            "IBug",
            "assignees",
            "IPerson",
            order=(By(("displayname",), True), By(("id",))),
            limit=0,
        ),
        [(4, BOB), (1, BOB)],
        (1,),
        [[1, 4]],
        some_order=True,
    ),
    Case(
        "a reference may be limited and told by a rule",
        followed("IBugTask", "assignee", "IPerson", order=BY_ID, limit=0, rule=NOBODY),
        [(1, BOB)],
        (1,),
        [[1, 3, 4]],
    ),
    Case(
        "conditions on what an edge leads to",
        Follow(
            Scope(
                "IPerson",
                Followed("IBug", "subscribers", Keys(0)),
                (Test("is_valid_team", "is", 0), Not(Test("name", "is", 1))),
                rule=SOMEBODY,
            ),
            columns("displayname"),
        ),
        [(1, SECRET, "Secret")],
        (True, "team"),
        [[1, 4]],
        AS_EVE,
    ),
)

HOT = (
    Case(
        "hot bugs for nobody: each once, by heat, then by the oldest task",
        hot(NOBODY),
        [(1, 1, 1), (1, 4, 4)],
        (20,),
        [[UBUNTU]],
    ),
    Case(
        "hot bugs with those that the viewer may see",
        hot(SOMEBODY),
        [(1, 5, 7), (1, 3, 3)],
        (2,),
        [[UBUNTU]],
        AS_EVE,
    ),
    Case(
        "the first of every parent",
        hot(NOBODY, each=True),
        [(UBUNTU, 1, 1), (DEBIAN, 4, 6)],
        (1,),
        [[UBUNTU, DEBIAN]],
    ),
    Case(
        "hot bugs without a limit",
        hot(limit=None),
        [(1, 5, 7), (1, 3, 3), (1, 1, 1), (1, 4, 4)],
        keys=[[UBUNTU]],
    ),
    Case(
        "hot bugs after a key",
        hot(SOMEBODY, after=(1, 2, 3)),
        [(1, 1, 1), (1, 4, 4)],
        (2, 30, 3, 3),
        [[UBUNTU]],
        AS_EVE,
    ),
    Case(
        "hot bugs after a key among equals",
        hot(SOMEBODY, after=(1, 2, 3)),
        [(1, 4, 4)],
        (2, 10, 1, 1),
        [[UBUNTU]],
        AS_EVE,
    ),
    Case(
        "hot bugs of products, of active ones alone",
        hot_in_products(SOMEBODY),
        [(QUILL, 3)],
        (20,),
        [[QUILL, SLATE]],
        AS_EVE,
    ),
    Case(
        "hot bugs of products for nobody",
        hot_in_products(NOBODY),
        [],
        (20,),
        [[QUILL, SLATE]],
    ),
)

OTHERS = (
    Case(
        "several edges in one trip, each with its rule",
        Beside(
            (
                followed("IBug", "subscribers", "IPerson", rule=NOBODY),
                followed("IBug", "assignees", "IPerson"),
                followed("IBug", "reporter", "IPerson"),
            )
        ),
        [(1, ANN, 0), (1, ANN, 0), (1, ANN, 1), (1, BOB, 1), (1, ANN, 2)],
        keys=[[1]],
        some_order=True,
    ),
    Case(
        "several edges in one trip, with what they lead to in columns of their own",
        Beside(
            (
                followed("IBug", "affected", "IPerson"),
                followed("IBug", "duplicates", "IBug", "tags", "date_created"),
                followed("IBug", "grantees", "IPerson", "id", "displayname"),
                followed("IBug", "assignees", "IPerson", "is_valid", "icon"),
                followed("IBug", "tasks", "IBugTask", "source_package"),
            )
        ),
        [
            (3, EVE, 0, *[None] * 7),
            (3, 2, 1, ("a",), DAY, *[None] * 5),
            (3, SECRET, 2, None, None, SECRET, "Secret", None, None, None),
            (3, SECRET, 3, *[None] * 4, True, 1, None),
            (3, BOB, 3, *[None] * 4, False, 2, None),
            (3, 3, 4, *[None] * 7),
            (3, 9, 4, *[None] * 7),
            (3, 10, 4, *[None] * 7),
            (4, BOB, 3, *[None] * 4, False, 2, None),
            (4, BOB, 3, *[None] * 4, False, 2, None),
            (4, 4, 4, *[None] * 7),
            (4, 5, 4, *[None] * 6, (UBUNTU, LAMP)),
            (4, 6, 4, *[None] * 7),
        ],
        keys=[[3, 4]],
        some_order=True,
    ),
    Case(
        "facts of the viewer",
        ViewerFacts(("admins", "policies", "teams"), "IPerson"),
        [(1, 1), (2, TEAM), (2, SECRET), (2, EVE)],
        (EVE,),
        some_order=True,
    ),
    Case(
        "the viewer among the admins",
        ViewerFacts(("admins",), "IPerson"),
        [(0, ADMINS)],
        (ANN,),
    ),
    Case("counting", Count(persons(Test("is_team", "is", 0))), [(3,)], (True,)),
    Case(
        "counting what an edge leads to, each once, hidden ones left out",
        Count(Scope("IPerson", Followed("IBug", "subscribers", Keys(0)), rule=NOBODY)),
        [(2,)],
        keys=[[1, 4]],
    ),
    Case(
        "counting by a fact",
        Count(persons(), by="is_team"),
        [(True, 3), (False, 3)],
        some_order=True,
    ),
    Case("counting the first of something", Count(persons(limit=0)), [(4,)], (4,)),
    Case(
        "counting the first of each",
        Count(
            nested(
                "IBug",
                "IDistribution",
                "hot_bugs",
                Scope("IDistribution", Everything()),
                order=BY_HEAT,
                limit=0,
                each=True,
            )
        ),
        [(2,)],
        (1,),
    ),
    Case(
        "following from the first of something",
        Select(
            nested("IPerson", "IBug", "reporter", HOTTEST, order=BY_ID),
            columns("name"),
        ),
        [(SECRET, "secret")],
        ((UBUNTU,), 1),
    ),
    Case(
        "a ranked edge from several parents has each where it is first",
        Select(
            nested(
                "IBug",
                "IDistribution",
                "hot_bugs",
                Scope("IDistribution", Given(0)),
                order=(By(RANK, True), By(("id",))),
            )
        ),
        [(5,), (4,), (3,), (1,)],
        ((UBUNTU, DEBIAN),),
    ),
)
