"""Find plugins and collect what they contribute, once, at start."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

import pluggy

from deploycheck.engine.installed import Point, points
from deploycheck.hooks import Domain, EstateReader, Fact, Rule, Specs
from deploycheck.model.errors import UsageError
from deploycheck.model.record import Record

GROUP = "deploycheck"
OWN = "deploycheck"
REPORTS = "reports"

Named = TypeVar("Named", Fact, Rule)


class Registry(Record):
    """All that plugins contribute, by name. `plugins` lists name and version of each distribution."""

    domains: Mapping[str, Domain]
    facts: Mapping[str, Fact]
    rules: Mapping[str, Rule]
    estate_reader: EstateReader | None
    reporters: Mapping[str, Callable[..., str]]
    plan_renderers: Mapping[str, Callable[..., str]]
    commands: Mapping[str, str]
    plugins: tuple[str, ...]

    def rule(self, name: str) -> Rule | None:
        """Find a rule by its name, or by the name that it had first."""
        if name in self.rules:
            return self.rules[name]
        return next((rule for rule in self.rules.values() if name in rule.former), None)


def load_registry(extra: Iterable[object] = ()) -> Registry:
    """Load every installed plugin, and `extra` ones after them; raises UsageError on duplicate names."""
    manager, owners = _registered(plugin_points())
    for number, plugin in enumerate(extra):
        manager.register(plugin, name=f"extra-{number}")
    manager.check_pending()
    return _collect(manager, owners, plugin_versions())


def load_reporters() -> Mapping[str, Callable[..., str]]:
    """Give the report formats alone; of our own plugins only the one that has them is loaded."""
    manager, _ = _registered(p for p in plugin_points() if p.distribution != OWN or p.name == REPORTS)
    return _merge(manager.hook.deploycheck_reporters(), "report format")


def plugin_points() -> list[Point]:
    """Give the entry points of all plugins, our own first; none is loaded."""
    return sorted(points(GROUP), key=lambda point: (point.distribution != OWN, point.name))


def plugin_versions() -> tuple[str, ...]:
    """Give name and version of each distribution that has plugins."""
    return tuple(sorted({f"{point.distribution} {point.version}" for point in plugin_points()}))


def _registered(found: Iterable[Point]) -> tuple[pluggy.PluginManager, dict[str, str]]:
    manager = pluggy.PluginManager(GROUP)
    manager.add_hookspecs(Specs)
    owners: dict[str, str] = {}
    for point in found:
        name = point.name if point.distribution == OWN else f"{point.distribution}/{point.name}"
        owners[name] = point.distribution
        manager.register(point.load(), name=name)
    return manager, owners


def _collect(manager: pluggy.PluginManager, owners: Mapping[str, str], plugins: tuple[str, ...]) -> Registry:
    hook = manager.hook
    domains: dict[str, Domain] = {}
    for domain in reversed(hook.deploycheck_domain()):
        if domain.name in domains:
            raise UsageError(f"two plugins offer the domain {domain.name!r}")
        domains[domain.name] = domain
    readers = hook.deploycheck_estate()
    rules = _named(hook.deploycheck_rules, owners, "rule", prefix=True)
    return Registry(
        domains=dict(sorted(domains.items())),
        facts=_named(hook.deploycheck_facts, owners, "fact", prefix=False),
        rules=dict(sorted(rules.items())),
        estate_reader=readers[-1] if readers else None,
        reporters=_merge(hook.deploycheck_reporters(), "report format"),
        plan_renderers=_merge(hook.deploycheck_plan_renderers(), "plan format"),
        commands=_merge(hook.deploycheck_commands(), "sub-command"),
        plugins=plugins,
    )


def _named(caller: pluggy.HookCaller, owners: Mapping[str, str], what: str, *, prefix: bool) -> dict[str, Any]:
    """Collect rules or facts by name; those of third parties carry their distribution as prefix."""
    collected: dict[str, Any] = {}
    for implementation in caller.get_hookimpls():
        distribution = owners.get(implementation.plugin_name, OWN)
        contributed: Any = implementation.function()
        for thing in contributed:
            if prefix and distribution != OWN and not thing.name.startswith(f"{distribution}/"):
                raise UsageError(f"the rule {thing.name!r} must be called {distribution}/{thing.name}")
            if thing.name in collected:
                raise UsageError(f"two plugins offer the {what} {thing.name!r}")
            collected[thing.name] = thing
    return collected


def _merge(parts: Iterable[Mapping[str, Any]], what: str) -> dict[str, Any]:
    merged: dict[str, Any] = {}
    for part in parts:
        for name, value in part.items():
            if name in merged:
                raise UsageError(f"two plugins offer the {what} {name!r}")
            merged[name] = value
    return dict(sorted(merged.items()))
