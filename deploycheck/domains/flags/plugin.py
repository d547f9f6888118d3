"""What the flags domain contributes."""

from collections.abc import Iterable

from deploycheck.hooks import Domain, Fact, hookimpl


@hookimpl
def deploycheck_domain() -> Domain:
    """Give the domain."""
    from deploycheck.domains.flags.domain import FlagsDomain

    return FlagsDomain()


@hookimpl
def deploycheck_facts() -> Iterable[Fact]:
    """Give the facts about flags."""
    from deploycheck.domains.flags import facts

    return (facts.flag_model, facts.flag, facts.flag_age, facts.flag_read, facts.flag_change)
