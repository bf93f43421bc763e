"""The contract: what entities, groups, contexts and backends promise.

The full prose stands here once; the implementations refer to it.
"""

from __future__ import annotations

from typing import Final

from zope.interface import Attribute, Interface


class _AllSeeing:
    """The viewer of scripts that may see everything."""

    def __repr__(self) -> str:
        return "ALL_SEEING"

    def __reduce__(self) -> str:
        return "ALL_SEEING"


#: A viewer who is shown everything: ``Context(viewer=ALL_SEEING)``.
ALL_SEEING: Final = _AllSeeing()


class IEntity(Interface):
    """A plain object of the domain.

    An interface that extends it declares the attributes and edges of one kind
    of entity in the fields of ``lp_persistence.fields``. From these follow
    what may be asked for, what assignment accepts, how memory keeps it and
    what the documentation says.
    """


class IModel(Interface):
    """The registrations of entities; a utility."""


class IGroup(Interface):
    """A typed, lazy set of entities.

    A group holds an immutable expression of what its members are. Its verbs
    give new groups; what is *asked* of a group (edges, attributes) is fetched
    by the context's ``realise()``, and only that can be read then. Groups of
    one context with equal expressions are one group: they share what was
    asked and what was found.
    """

    context = Attribute("The IContext that the group belongs to.")

    def need(*names):
        """Ask for attributes, by name or all that an interface names.

        Returns the group. Raises UnknownName for what the entity does not
        have, NotAllowed for a way back, InvalidValue for what is no name; then
        nothing was asked.
        """

    def need_permission(*permissions):
        """Ask whether the viewer has permissions on the members, by the names
        that ``zope.security.checkPermission`` takes; it answers from what was
        realised then. Returns the group.

        What follows from seeing a member costs nothing; others cost no
        statement but the one for the viewer's facts. Raises UnknownName for a
        permission that the entity's interface does not declare; then nothing
        was asked.
        """

    def need_url():
        """Ask for the canonical URLs of the members: for what they are made
        of, over references too. ``absoluteURL`` answers from it then; it costs
        no statement where the members and those above them are read anyway.

        Returns the group. NotAllowed where none is registered for such
        entities; then nothing was asked.
        """

    def all():
        """Have a group loaded that nothing narrows. Returns the group."""

    def filter(**tests):
        """The members that pass every test.

        A test names a fact (without its leading ``is_``) or an edge. Its
        value is None, a value of the field (for an edge an entity, or what
        stands for one: ``IMember``), a set of
        these, ``Not(…)`` of these, for an edge a group, for a date
        ``Before(date)``, for a short text ``Containing('text')``, for any text,
        long ones too, ``Matching('words')``. What an interface searches
        together (a bug's title and description) has a name of its own, as
        ``text``.

        Raises UnknownName for what is neither, InvalidValue for a value that
        does not fit, NotAllowed for a way back, for a group of another context
        and for one that no filter can hold.
        """

    def ordered_by(*names):
        """The same members in another order; ``-`` before a fact for
        descending. Equals keep the entity's own order, then the id's.

        Raises UnknownName for what is no fact, NotAllowed for an edge.
        """

    def limit(count, each=False):
        """The first ``count`` members, in all or of every parent.

        Raises InvalidValue for what is no number of members, NotAllowed for
        ``each`` where there are no parents.
        """

    def after(key):
        """The members that come after the one with this ``key``.

        Raises InvalidKey for what is none, NotAllowed for a group that has a
        limit, or an ``after`` already.
        """

    def key(member):
        """The text that ``after`` takes to go on behind ``member``.

        Of a group with a limit; NotAllowed else. NotRealised before
        realise(), NoSuchMember for who is none.
        """

    def reach(edge):
        """Those that a reference of the members leads to, without loading the
        members: bugs by their tasks, ``tasks.reach('bug')``.

        They can be ordered by what they were reached over as well, as
        ``-via.importance`` before, between or behind facts of their own.
        Whoever is reached from several members stands where the first of them,
        in that order, puts it; of equals that with the lower id is the first.

        UnknownName for what is no reference, NotAllowed for a group that is
        in the order of what it was narrowed from and has a limit.
        """

    def update(other):
        """Become the union with another group of the same type and context.

        What was derived from the group earlier does not grow, and what was
        asked of it stays asked of what it was. NotAllowed for another type or
        context.
        """

    def of(members):
        """Of a root: the group of these ids or entities, an iterable; also of what
        else stands for an entity (``IMember``).

        Who isn't there or can't be seen is left out. InvalidValue for what is
        neither, NotAllowed for a group that is no root.
        """

    def for_change(*attributes):
        """The application's own objects that the members were read from, to be
        changed: a tuple in the group's order.

        They come from where they are written, by one statement, and pass no rule of
        visibility again. Of ``attributes`` that are delegated to groups, each is
        filled in all of them as well; see ``lp_persistence.adoption``.

        NotRealised before realise(), NotAllowed where what keeps the entities has
        no such objects, NoSuchMember where one is not there (any more),
        DatabaseLocked while a page is rendered.
        """

    def size():
        """Ask how many members there are; an ``ISize``. Counting is no reason
        to load them."""

    def counted_by(fact):
        """Ask how many members have each value of a fact (without its leading
        ``is_``); an ``ICounts``. Counting is no reason to load them, but where
        a limit cuts the order of another one: what was cut there is loaded,
        with the fact.

        It costs one statement for each fact, and none where the members are
        loaded and were asked for the fact. UnknownName for what is no fact,
        InvalidValue for what is no name, NotAllowed for what can't be shared:
        ids, dates, edges, long texts, several texts.
        """

    def one():
        """The only member; NotOne where there are none or several. This and
        all that follows: NotRealised before realise()."""

    def first():
        """The first member, or None."""

    def reached_from(owner):
        """Of a collection's group, the members that it led to from one owner, an
        entity or its id: a tuple, in order.

        Only a whole collection sets its owners' attribute. What a narrowed one
        gives each of them is told here: the first five subscribers of every bug
        are ``five = bugs.get_subscribers(limit=5, each=True)``, and those of one
        ``five.reached_from(bug)``.

        NotAllowed of a group that no collection led to, or whose limit holds in
        all; InvalidValue for what can be no owner, NoSuchMember for who is none.
        """

    def __iter__():
        """The members in the group's order."""

    def __len__():
        """How many members were found."""

    def __contains__(entity):
        """Whether an entity equal to it is a member."""

    def __getitem__(key):
        """The member with this id; NoSuchMember else."""


class IMixedGroup(Interface):
    """Entities of several types; the interface of a group narrows it to one:
    ``IPersons(mixed)``."""

    def __iter__():
        """The members of each type's group in turn; what was searched for by
        words newest first."""

    def __len__():
        """How many members there are, of every type."""

    def all():
        """Have every part loaded, whatever it serves for. Returns the group."""

    def need(*names):
        """Ask every part for attributes that entities of each type have.

        Returns the group. Raises UnknownName where one type does not have one:
        then nothing was asked, and ``IPersons(mixed).need(…)`` is the way.
        """

    def need_url():
        """Ask every part for the canonical URLs of its members; see ``IGroup``.

        NotAllowed where one type has none: then nothing was asked.
        """

    def update(other):
        """Become, type by type, the union with another mixed group of the same
        types. NotAllowed for others."""

    def size():
        """Ask how many members there are, of every type; see ``IGroup``."""

    def for_change(*attributes):
        """The application's own objects of all members, in the group's order, by one
        statement for each type; see ``IGroup``. ``attributes`` are filled in the
        objects of every type."""

    def __contains__(entity):
        """Whether an entity equal to it is a member."""

    def of_type(group_interface):
        """The part that provides the interface of a group; NotAllowed where
        it holds none of that type."""


class ISize(Interface):
    """A number of members that is read after realise().

    It compares, formats and is true or false like the number; every reading
    before realise() raises NotRealised.
    """

    def __int__():
        """The number; NotRealised before realise()."""


class ICounts(Interface):
    """By value of a fact how many members of a group have it; read after
    realise(), and never changed.

    The values are those that entities have, enumeration items and None
    included, in the order of the fact: None is the largest. Those that nobody
    has are left out. Every reading before realise() raises NotRealised.
    """

    def __getitem__(value):
        """How many have this value: 0 where nobody has. InvalidValue for what
        no member could have."""

    def get(value, default=0):
        """How many have this value; ``default`` where nobody has."""

    def __contains__(value):
        """Whether any member has this value."""

    def __iter__():
        """The values."""

    def __len__():
        """How many values there are."""

    def keys():
        """The values, a tuple."""

    def values():
        """The numbers in the order of the values, a tuple."""

    def items():
        """Pairs of value and number, a tuple."""


class IContext(Interface):
    """One unit of reading: groups, what is asked of them, who looks, when.

    It belongs to one transaction; see ``realise``.
    """

    viewer = Attribute("None for nobody, an entity with an id, or ALL_SEEING.")
    now = Attribute("The aware datetime at which this unit of reading began.")
    random = Attribute("A random.Random; every source of chance of a page.")
    deadline = Attribute("None, or the moment after which no step begins.")
    most_rows = Attribute(
        "How many rows may be read in all before realise() fails; None for any number."
    )

    def plan():
        """The IPlan of what ``realise()`` would do now. Runs nothing."""

    def windows(group, size=1000):
        """The members of a group of any size, ``size`` at a time: an iterator of
        groups, none of them empty, that follow each other in the group's order.

        Each is a group of a context of its own, realised with all that was asked of
        ``group`` and of what it begins with, in the same transaction and for the same
        viewer; it is forgotten when the next is read. What was derived from it and
        narrowed is no need of its, and stays out. The group itself and what was asked
        of it are not loaded by a ``realise()`` in between, unless another handle or
        ``all()`` wants them; ``most_rows`` holds for each window.

        NotAllowed for a union, a reference's group, one that is limited for every
        parent or narrows a limited one: each window would read all of it.
        """

    def realise():
        """Fetch all that was asked for and not yet fetched, by one plan.

        Raises StaleContext where the transaction has ended in between,
        PendingChanges where unflushed changes would be passed over,
        DeadlinePassed where the deadline came before the last step,
        TooManyRows where a step gave more than the bound leaves,
        RealiseError (or a lone RowError) for wrong rows; what a store raises
        comes bare, with a note that names the step. What is raised before the
        first step (PendingChanges, and StaleContext unless a step finds it) leaves
        readable what was realised; after any other error nothing of the context
        can be read until it is realised again. Returns the ``Realisation``: what
        it cost.
        """


class IPlan(Interface):
    """What one ``realise()`` will do."""

    steps = Attribute("Tuple of the steps, in order (lp_persistence.planning).")
    statements = Attribute("How many statements a database would be sent.")


class IBackend(Interface):
    """What keeps the entities; a utility.

    Backends hand back rows of neutral values and know nothing of entities.
    Membership, order, rules and counts are theirs; linking, sorting of
    collections and removal of duplicates are the layer's.
    """

    def snapshot(context):
        """The ISnapshot that ``context`` reads in.

        Belongs to the transaction that runs now.
        """

    def load(target, rows):
        """Add rows. ``target`` is an entity interface: tuples of neutral
        values in the order of ``EntityType.stored``; or the field of a link
        (``IBug['subscribers']``): pairs (owner's id, target's id), in which
        one may come twice. Raises InvalidRow, and nothing is added then.

        What a row refers to comes before it. Where that goes in a circle (a
        product leads to a series, which leads to its product), what has to
        lead back comes later; ``finish_load`` knows then where the first
        leads, and brings what follows from rows up to date (derived edges
        that a database keeps in tables of its own).
        """

    def finish_load():
        """End the loading; call once after it. Raises InvalidRow where a
        database is to lead to what is not there."""

    def dump(target, after=None):
        """The rows of ``load``, in the order of the id (of the pair), that
        come after ``after`` (an id or a pair); an iterator."""

    def refuse(token):
        """Refuse every access of this thread until ``allow(token)``: the lock.

        ``token`` has an attribute ``view`` (a text or None) that
        DatabaseLocked names. Its attribute ``tolerates``, if it has one that
        is not None, is called with the DatabaseLocked that would be raised,
        for each access; where it gives true the access goes on. Tokens count:
        access is free when none is left, and goes on where all tolerate it.
        """

    def allow(token):
        """Take back one ``refuse(token)``, of this thread where it has one."""


class IMember(Interface):
    """What stands for an entity, without being one; an adapter of any object.

    Who keeps objects of their own registers it for them, so that groups can be
    made of these: ``IBugs(context).of([storm_bug])``.
    """

    def key_for(entity_type):
        """The id of the entity of an EntityType that it stands for.

        Raises InvalidValue where it stands for none, saying why.
        """


class IOriginals(Interface):
    """The objects that entities were read from; an adapter of a backend.

    Backends whose entities are read from an application's own objects have one.
    """

    def get(entity_type, ids, attributes):
        """The objects of these ids of an EntityType, to be changed: a tuple in the
        order of the ids. See ``IGroup.for_change``."""


class IStatementTexts(Interface):
    """A backend that sends texts; it may provide this beside ``IBackend``."""

    def text_of(step):
        """The text of the statement that is sent for a step, with marks where
        values go."""


class ISnapshot(Interface):
    """One consistent state of a backend, as one context reads it."""

    begins = Attribute(
        "How many messages were waited for that began a transaction, so far."
    )

    def check(interfaces):
        """Raise StaleContext if the transaction has ended, PendingChanges if
        changes of these entities (names of interfaces) were not written."""

    def run(step, values, keys):
        """The rows of a step: a list of tuples of neutral values. A truth may be a
        number, but in those of a count.

        ``step`` and ``values`` are of ``lp_persistence.steps``;
        ``keys`` is a tuple of collections of ids, one for each source that
        the step names. No more than ``values.most`` rows come, the first of
        them where the step has an order.
        """


class IPlanned(Interface):
    """A context has a plan and is about to follow it."""

    context = Attribute("The IContext.")
    plan = Attribute("The IPlan.")


class IStepDone(Interface):
    """One step was run."""

    context = Attribute("The IContext.")
    step = Attribute("The step.")
    needs = Attribute("Texts that name the groups it answers.")
    values = Attribute("What filled its slots.")
    rows = Attribute("How many rows it gave.")
    milliseconds = Attribute("How long it took.")


class IRealised(Interface):
    """A context has been realised."""

    context = Attribute("The IContext.")
    realisation = Attribute("The Realisation: statements, rows, milliseconds.")
