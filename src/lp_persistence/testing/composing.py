"""Lines of programs that call verbs which groups compose, and groups of several
types: actions of a ``Writer``."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from hypothesis import strategies as st
from zope.interface.interface import InterfaceClass, Method

from lp_persistence.arguments import (
    Count,
    Either,
    Like,
    Tests,
    Word,
    Words,
    arguments_of,
    signature_of,
)
from lp_persistence.interfaces import IMixedGroup
from lp_persistence.launchpad.interfaces import ILaunchpad
from lp_persistence.testing.programs import (
    composed_verbs,
    mixed_roots,
    mixed_verbs,
    narrowed_by,
)
from lp_persistence.testing.reference.mixed import NaiveMixed
from lp_persistence.testing.values import Values

if TYPE_CHECKING:
    from lp_persistence.testing.writing import Writer

#: What all that names and words lead to has, and what only some have.
IN_COMMON: Final = ("id", "displayname", "name", "title", "date_created", "owner")
#: In a call, what nobody takes.
WRONG: Final = ("nothing=1", "order='nowhere'", "limit=-1", "text=3")


def argument(values: Values, kind: Any) -> str:
    """The text of an argument that is declared to be of this kind."""
    match kind:
        case Either():
            return argument(values, values.draw(st.sampled_from(kind)))
        case Word():
            return repr(values.draw(st.sampled_from(kind)))
        case Like(interface, name):
            return values.value(values.model.type_named(interface), name)
        case Words(interface, name):
            entity_type = values.model.type_named(interface)
            return repr(values.words(entity_type, entity_type.searched[name]))
        case Count():
            return str(values.limit())
    raise TypeError(f"{kind!r} is not known here")


def arguments(values: Values, method: Method) -> str:
    """The arguments of a call, as they are declared; at times another."""
    declared = arguments_of(method)
    signature = signature_of(method)
    required = signature["required"]
    free = sorted(declared.keys() - set(required))
    some = st.lists(st.sampled_from(free), unique=True, max_size=3)
    chosen = values.draw(some) if free else []
    said = []
    for name in (*(each for each in required if each in declared), *chosen):
        kind = declared[name]
        if isinstance(kind, Tests):
            tests = values.tests(values.model.type_named(kind.interface), but=declared)
            said += [tests] if tests else []
        else:
            said.append(f"{name}={argument(values, kind)}")
    if signature["kwargs"] and values.chance(25):
        wrong = values.draw(st.sampled_from(WRONG))
        said = [each for each in said if each.partition("=")[0] not in wrong]
        said.append(wrong)
    return ", ".join(said)


def compose(writer: Writer) -> None:
    """A composed verb of a root or of a group; at times narrowed, counted, or a
    page of it."""
    every = sorted(
        composed_verbs(writer.model), key=lambda each: (each[0].name, each[1])
    )
    if not every:
        return
    # Those that take much are drawn more often.
    often = [each for each in every for _ in range(1 + len(arguments_of(each[2])))]
    entity_type, verb, method = writer.draw(st.sampled_from(often))
    base = f"{entity_type.group_interface.__name__}(context)"
    groups = writer.groups(entity_type.name)
    if groups and writer.values.chance(3):
        base = writer.draw(st.sampled_from(groups))
    call = f"{base}.{verb}({arguments(writer.values, method)})"
    name = writer.name()
    if writer.values.chance(3):
        writer.add(f"{name} = {call}.limit({writer.draw(st.integers(1, 3))})")
        if name in writer.names and "(context)" in base:
            writer.pages[name] = call
    else:
        writer.add(f"{name} = {call}")
    writer.bounded(name)
    if name in writer.pages and writer.values.chance(2):
        writer.realise()
        next_page(writer)
    for kind in (".ordered_by", ".filter", ".limit", ".after"):
        if name in writer.names and writer.values.chance(5):
            text = writer.narrowing(kind, writer.type_of(name), name)
            narrowed = writer.name()
            writer.add(f"{narrowed} = {name}{text}")
            writer.bounded(narrowed)
            name = narrowed


def next_page(writer: Writer) -> None:
    """What comes after the last of a page of what a verb gave, or of pillars."""
    for name in writer.read(writer.pages):
        whole = writer.pages.pop(name)
        key = f"{name}.key(list({name})[-1])"
        letter = "m" if isinstance(writer.names[name], NaiveMixed) else "g"
        after = writer.name(letter)
        writer.add(f"{after} = {whole}.after({key}).limit(2)")
        if after in writer.names:
            writer.bounded(after)
        return


def search(writer: Writer) -> None:
    """Names of one kind or several, or words."""
    declared = arguments_of(ILaunchpad["search"])
    names = [each for each in declared if isinstance(declared[each], Like)]
    if writer.values.chance(2):
        said = [f"text={argument(writer.values, declared['text'])}"]
        if writer.values.chance(2):
            said.append(f"limit={argument(writer.values, declared['limit'])}")
        if writer.values.chance(25):
            said.append(writer.draw(st.sampled_from(("product_name='a'", "limit=-1"))))
    else:
        chosen = st.lists(st.sampled_from(names), unique=True, min_size=1)
        said = [
            f"{kind}={writer.values.search_name(declared[kind].interface)}"
            for kind in writer.draw(chosen)
        ]
    said = list({each.partition("=")[0]: each for each in said}.values())
    name = writer.name("m" if len(said) > 1 or "text=" in said[0] else "g")
    writer.add(f"{name} = Launchpad.search(context, {', '.join(said)})")
    if writer.is_unbounded(name) and not writer.values.chance(8):
        writer.add(f"{name}.all()")


def mixed_root(writer: Writer) -> None:
    """Members of several types from their root; at times a page of them."""
    roots = mixed_roots()
    if not roots:
        return
    root = writer.draw(st.sampled_from(sorted(roots)))
    whole, name = f"{root}(context)", writer.name("m")
    narrowing = narrowed_by(roots[root])
    if narrowing is not None:
        entity_type = writer.model.type_named(narrowing)
        for kind in (".filter", ".filter", ".ordered_by"):
            if writer.values.chance(2):
                whole += writer.narrowing(kind, entity_type)
    if narrowing is not None and writer.values.chance(3):
        writer.add(f"{name} = {whole}.limit({writer.draw(st.integers(1, 3))})")
        if name in writer.names:
            writer.pages[name] = whole
    else:
        writer.add(f"{name} = {whole}")
    writer.bounded(name)
    if name in writer.names:
        _ask(writer, name)
    if name in writer.pages and writer.values.chance(2):
        writer.realise()
        next_page(writer)


def mixed(writer: Writer) -> None:
    """Something asked of a group of several types."""
    groups = writer.names.items()
    names = [name for name, each in groups if isinstance(each, NaiveMixed)]
    if names:
        _ask(writer, writer.draw(st.sampled_from(names)))


def _ask(writer: Writer, name: str) -> None:
    """A verb of a group of several types; or one of these types, or other things
    filtered by it."""
    interface = mixed_roots().get(writer.names[name].interface, IMixedGroup)
    verbs = mixed_verbs(interface)
    kinds = [*sorted(verbs.keys() - PAGING), "a type", "a type", "as a test"]
    kind = writer.draw(st.sampled_from(kinds))
    special = ASKING.get(kind)
    if special is not None:
        special(writer, name)
    elif kind in NARROWING:
        _narrow(writer, name, interface, kind)
    else:
        said = arguments(writer.values, verbs[kind])
        writer.add(f"{writer.name()} = {name}.{kind}({said})")


def _narrow(writer: Writer, name: str, interface: InterfaceClass, verb: str) -> None:
    narrowing = narrowed_by(interface)
    assert narrowing is not None, f"{interface.__name__}.filter says not what it takes"
    narrowed, entity_type = writer.name("m"), writer.model.type_named(narrowing)
    writer.add(f"{narrowed} = {name}{writer.narrowing(f'.{verb}', entity_type)}")
    writer.bounded(narrowed)


def _a_type(writer: Writer, name: str) -> None:
    interfaces = [term.interface for term in writer.names[name].terms]
    interface = writer.draw(st.sampled_from(interfaces))
    if writer.values.chance(20):
        interface = "IBugTask"
    kind = writer.model.type_named(interface).group_interface.__name__
    writer.add(f"{writer.name()} = {kind}({name})")


def _need(writer: Writer, name: str) -> None:
    writer.add(f"{name}.need({writer.draw(st.sampled_from(IN_COMMON))!r})")


def _size(writer: Writer, name: str) -> None:
    writer.add(f"{writer.name('s')} = {name}.size()")


def _update(writer: Writer, name: str) -> None:
    kind, groups = type(writer.names[name]), writer.names.items()
    others = [n for n, each in groups if type(each) is kind and n != name]
    if others:
        writer.add(f"{name}.update({writer.draw(st.sampled_from(others))})")


def _as_a_test(writer: Writer, name: str) -> None:
    for tasks in writer.groups("IBugTask")[:1]:
        writer.add(f"{writer.name()} = {tasks}.filter(target={name})")


def _for_itself(verb: str) -> Callable[[Writer, str], None]:
    return lambda writer, name: writer.add(f"{name}.{verb}()")


#: What is said of a page; see ``next_page``.
PAGING: Final = frozenset({"after", "key"})
NARROWING: Final = ("filter", "ordered_by", "limit")
#: How what is not just called is written.
ASKING: Final[dict[str, Callable[[Writer, str], None]]] = {
    "a type": _a_type,
    "all": _for_itself("all"),
    "as a test": _as_a_test,
    "need": _need,
    "need_url": _for_itself("need_url"),
    "size": _size,
    "update": _update,
}
