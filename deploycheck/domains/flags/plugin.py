"""What the flags domain contributes."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from deploycheck.domains.flags.domain import FlagsDomain
from deploycheck.hooks import Domain, Fact, fact, hookimpl
from deploycheck.model.change import Change, View

if TYPE_CHECKING:
    from deploycheck.domains.flags.facts import FlagAge, FlagRead
    from deploycheck.domains.flags.model import Flag, FlagChange, FlagModel


@fact()
def flag_model(view: View) -> "FlagModel":
    """Every flag of the snapshot and all that reads them."""
    from deploycheck.domains.flags.model import FlagModel

    model = view.model("flags")
    return model if isinstance(model, FlagModel) else FlagModel()


@fact(scope="item")
def flag(view: View) -> "Iterator[Flag]":
    """Each declared flag."""
    model: FlagModel | None = view.model("flags")
    yield from model.flags.values() if model else ()


@fact(scope="item")
def flag_age(flag: "Flag", view: View) -> "FlagAge":
    """When the flag's definition last changed."""
    from deploycheck.domains.flags.facts import age_of

    return age_of(flag, view)


@fact(scope="item")
def flag_read(view: View) -> "Iterator[FlagRead]":
    """Each key that code reads outside of tests."""
    model: FlagModel | None = view.model("flags")
    if model:
        from deploycheck.domains.flags.facts import reads_in

        yield from reads_in(model)


@fact(scope="item")
def flag_change(change: Change) -> "Iterator[FlagChange]":
    """Each flag that was added, removed, renamed or changed, against any live version, told once."""
    seen: set[tuple[str, str]] = set()
    for diff in change.each_diff("flags"):
        for one in diff.changes:
            identity = (one.key, one.base.shape if one.base else "")
            if identity not in seen:
                seen.add(identity)
                yield one


@hookimpl
def deploycheck_domain() -> Domain:
    """Give the domain."""
    return FlagsDomain()


@hookimpl
def deploycheck_facts() -> Iterable[Fact]:
    """Give the facts about flags."""
    return (flag_model, flag, flag_age, flag_read, flag_change)
