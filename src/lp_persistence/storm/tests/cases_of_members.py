"""Steps that give members: ``Select``, with a verdict too."""

from lp_persistence.steps import (
    NOBODY,
    SOMEBODY,
    By,
    Column,
    Everything,
    Given,
    Keys,
    Scope,
    Select,
    Test,
    United,
)
from lp_persistence.storm.tests.cases import (
    AS_ADMIN,
    AS_BOB,
    AS_EVE,
    BY_ID,
    Case,
    columns,
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
    NEXT_DAY,
    SECRET,
    SHA,
    TEAM,
    UBUNTU,
)

#: What stands in twelve tables beside that of tasks.
MANY = Select(
    Scope("IBugTask", Given(0), order=BY_ID),
    columns(
        "distribution.name",
        "distribution.icon.sha256",
        "distribution.owner.name",
        "product.owner.name",
        "assignee.name",
        "assignee.team_owner.name",
        "bug.reporter.name",
        "bug.duplicate_of.title",
        "milestone.name",
        "bug.title",
    ),
)

SELECTS = (
    Case(
        "a root by name, with what references lead to",
        Select(
            Scope("IDistribution", Everything(), (Test("name", "is", 0),)),
            columns("displayname", "icon", "icon.sha256", "owner.icon.filename"),
        ),
        [(UBUNTU, "Ubuntu", 1, SHA, "ann.png")],
        ("ubuntu",),
    ),
    Case(
        "a reference to nothing leaves None, and its owner there",
        Select(
            Scope("IDistribution", Given(0)),
            columns("icon", "icon.sha256", "owner.team_owner.name"),
        ),
        [(DEBIAN, None, None, "eve")],
        ((DEBIAN, 77),),
    ),
    Case(
        "ids that no integer of a column's can be are nobody's",
        Select(Scope("IPerson", Keys(0), order=BY_ID)),
        [(ANN,), (BOB,)],
        keys=[[BOB, 2**40, ANN, -(2**31) - 1, 2**63 - 1]],
    ),
    Case(
        "a fact of what a reference leads to is None where it leads nowhere",
        Select(
            Scope("IBugTask", Given(0), order=BY_ID),
            columns("assignee.is_team", "assignee.is_valid"),
        ),
        [(3, True, True), (4, None, None), (5, False, False)],
        ((3, 4, 5),),
    ),
    Case(
        "so many references that they are looked up one by one",
        MANY,
        [
            (2, "ubuntu", SHA, "ann", None, None, None, "bob", "Three", None, "Two"),
            (9, None, None, None, "ann", "bob", None, "bob", None, None, "Three"),
        ],
        ((2, 9),),
    ),
    Case(
        "ids of any size are nobody's",
        Select(Scope("IPerson", Given(0), order=BY_ID)),
        [(ANN,), (BOB,)],
        ((2**63 - 1, ANN, 2**63, -(2**70), BOB),),
    ),
    Case(
        "nothing given gives nothing",
        Select(Scope("IPerson", Given(0)), columns("name")),
        [],
        ((),),
    ),
    Case(
        "facts that other tables tell",
        Select(
            persons(), columns("account_status", "is_valid_person", "is_valid_team")
        ),
        [
            (ANN, 20, True, False),
            (BOB, None, False, False),
            (TEAM, None, False, True),
            (SECRET, None, False, True),
            (EVE, 20, False, False),
            (ADMINS, None, False, False),
        ],
    ),
    Case(
        "dates are aware, in UTC",
        Select(
            Scope("IBugTask", Given(0), order=BY_ID), columns("date_created", "bug")
        ),
        [(1, DAY, 1), (2, None, 2)],
        ((1, 2),),
    ),
    Case(
        "texts by code point, None the largest",
        Select(
            persons(order=(By(("displayname",)), By(("id",)))), columns("displayname")
        ),
        [
            (ANN, "Ann"),
            (SECRET, "Secret"),
            (TEAM, "Team %"),
            (ADMINS, "Team_"),
            (BOB, "bob"),
            (EVE, "Ève"),
        ],
    ),
    Case(
        "None first when it descends",
        Select(persons(order=(By(("icon",), True), By(("id",))), limit=0)),
        [(TEAM,), (EVE,), (BOB,)],
        (3,),
    ),
    Case(
        "None last when it ascends",
        Select(persons(order=(By(("account_status",)), By(("id",), True)), limit=0)),
        [(EVE,), (ANN,), (ADMINS,)],
        (3,),
    ),
    Case(
        "a page after a key",
        Select(
            persons(order=(By(("account_status",)), By(("id",))), after=(0, 1), limit=2)
        ),
        [(EVE,), (BOB,)],
        (20, ANN, 2),
    ),
    Case(
        "a page after None",
        Select(
            persons(
                order=(By(("account_status",), True), By(("id",))),
                after=(None, 0),
                limit=1,
            )
        ),
        [(SECRET,), (ADMINS,), (ANN,)],
        (TEAM, 3),
    ),
    Case(
        "after without a limit",
        Select(
            persons(order=(By(("displayname",), True), By(("id",))), after=(0, 1)),
        ),
        [(TEAM,), (SECRET,), (ANN,)],
        ("Team_", ADMINS),
    ),
    Case(
        "what comes after None ascending is nothing of another value",
        Select(persons(order=(By(("account_status",)), By(("id",))), after=(None, 0))),
        [(SECRET,), (ADMINS,)],
        (TEAM,),
    ),
    Case(
        "long texts for those that asked",
        Select(
            Scope("IBug", Keys(0), order=BY_ID),
            (Column(("title",)), Column(("description",), among=1)),
        ),
        [(1, "One", None), (2, "Two", "Second.")],
        keys=[[1, 2], [2]],
    ),
    Case(
        "a union has each once",
        Select(
            Scope(
                "IPerson",
                United(
                    (
                        Scope("IPerson", Given(0)),
                        Scope("IPerson", Everything(), (Test("is_team", "is", 1),)),
                        nested("IPerson", "IBug", "reporter", Scope("IBug", Given(2))),
                    )
                ),
                order=BY_ID,
            )
        ),
        [(ANN,), (BOB,), (TEAM,), (SECRET,), (ADMINS,)],
        ((ANN, TEAM), True, (1, 2)),
    ),
    Case(
        "a part of a union may be limited",
        Select(
            Scope(
                "IPerson",
                United((persons(limit=0), Scope("IPerson", Given(1)))),
                order=BY_ID,
            )
        ),
        [(ANN,), (BOB,), (EVE,)],
        (2, (EVE, ANN)),
    ),
)

VERDICTS = (
    Case(
        "nobody sees no private team, and nothing of it",
        Select(
            Scope("IPerson", Keys(0), order=BY_ID),
            columns("displayname", "is_valid", "icon.sha256"),
            verdict=NOBODY,
        ),
        [
            (ANN, True, "Ann", True, SHA),
            (TEAM, True, "Team %", True, None),
            (SECRET, False, None, None, None),
        ],
        keys=[[ANN, TEAM, SECRET, 99]],
    ),
    Case(
        "its participants see it",
        Select(
            Scope("IPerson", Keys(0)), columns("displayname", "logo"), verdict=SOMEBODY
        ),
        [(SECRET, True, "Secret", 1)],
        keys=[[SECRET]],
        viewer=AS_EVE,
    ),
    Case(
        "others do not",
        Select(Scope("IPerson", Keys(0)), columns("displayname"), verdict=SOMEBODY),
        [(SECRET, False, None)],
        keys=[[SECRET]],
        viewer=AS_BOB,
    ),
    Case(
        "private bugs are seen through grants and policies",
        Select(
            Scope("IBug", Keys(0), order=BY_ID),
            columns("title", "date_created", "reporter.displayname"),
            verdict=SOMEBODY,
        ),
        [
            (1, True, "One", DAY, "Ann"),
            (3, True, "Three", DAY, "bob"),
            (5, True, "Five", DAY, "Secret"),
            (6, True, "No task", NEXT_DAY, "Ann"),
        ],
        keys=[[1, 3, 5, 6]],
        viewer=AS_EVE,
    ),
    Case(
        "admins see all",
        Select(Scope("IBug", Keys(0), order=BY_ID), columns("title"), verdict=SOMEBODY),
        [(3, True, "Three"), (5, True, "Five")],
        keys=[[3, 5]],
        viewer=AS_ADMIN,
    ),
    Case(
        "a task is seen with its bug",
        Select(
            Scope("IBugTask", Keys(0), order=BY_ID),
            columns("status", "is_unresolved", "distribution.name"),
            verdict=NOBODY,
        ),
        [(1, True, 10, True, "ubuntu"), (3, False, None, None, None)],
        keys=[[1, 3]],
    ),
    Case(
        "where there is no rule, all is shown",
        Select(
            Scope("IDistribution", Keys(0), order=BY_ID),
            columns("name"),
            verdict=NOBODY,
        ),
        [(UBUNTU, True, "ubuntu"), (DEBIAN, True, "debian")],
        keys=[[UBUNTU, DEBIAN]],
    ),
)
