"""What a plugin may contribute: hook specifications, and the markers that make rules and facts.

Plugins are modules or objects behind the entry-point group `deploycheck`. pluggy registers them and collects what
they contribute once, at start; the engine then calls domains, facts and rules directly.
"""

import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, Literal, Protocol

import pluggy

from deploycheck.model.change import Claim, Loaded, LoadedFile, View
from deploycheck.model.finding import Finding
from deploycheck.model.record import Record, field
from deploycheck.model.service import Estate, Unresolved, Use
from deploycheck.model.severity import Severity
from deploycheck.model.snapshot import Entry

if TYPE_CHECKING:
    from deploycheck.model.contract import Component

hookspec = pluggy.HookspecMarker("deploycheck")
hookimpl = pluggy.HookimplMarker("deploycheck")

Scope = Literal["run", "service", "item"]


class Listing(Protocol):
    """The files of a snapshot that recognition may look at (what `exclude` names is left out)."""

    @property
    def entries(self) -> Mapping[str, Entry]:
        """Every path of the snapshot, excluded ones, too."""
        ...

    @property
    def paths(self) -> tuple[str, ...]:
        """The paths that recognition may claim, sorted."""
        ...

    def ending(self, *suffixes: str) -> list[str]:
        """Give those of `paths` whose name ends in a dot and one of these words (`.yaml`), in any case; sorted.

        This costs what is found, however many other files there are.
        """
        ...

    def holding(self, *texts: str) -> list[str]:
        """Give those of `paths` that hold one of these texts anywhere; sorted. It costs little where none does."""
        ...

    @property
    def options(self) -> Mapping[str, Mapping[str, Any]]:
        """The settings under `options`, by name of a domain or rule."""
        ...

    def read(self, path: str) -> bytes:
        """Give a file's bytes; raises UnreadableError. Only the stages up to `load` may read."""
        ...


class Linking(Record):
    """What a domain may use to link: its own loaded files, the estate, the listing, and options."""

    files: Mapping[str, LoadedFile]
    estate: Estate
    entries: Mapping[str, Entry]
    options: Mapping[str, Any] = field(default_factory=dict)


class Sight(Record):
    """All versions of a domain's model side by side, for contracts.

    `versions` maps a label (`base`, `live-2`, `head`) to view and model, live ones first, head last. `units` are the
    components that change. `uses` are those whose kind this domain resolves, by label. `today` is the day to judge at.
    """

    versions: Mapping[str, tuple[View, Any]]
    live: tuple[str, ...]
    head: str
    units: frozenset[str]
    uses: Mapping[str, tuple[Use, ...]]
    today: date | None = None

    @property
    def empty(self) -> bool:
        """Whether no version has anything of this domain, nor uses it."""
        return all(model is None for _, model in self.versions.values()) and not any(self.uses.values())


class Contribution(Record):
    """What a domain adds to the contracts: partial components, and the uses that it could not resolve.

    `unsure` holds (consumer, provider, atom): live needs of a consumer that changes, of which nobody knows whether its
    head still has them.
    """

    components: tuple["Component", ...] = ()
    unresolved: tuple[Unresolved, ...] = ()
    open_providers: frozenset[str] = frozenset()
    unsure: frozenset[tuple[str, str, str]] = frozenset()


class Domain(Protocol):
    """One kind of artefact, from bytes to contracts. Everything but `claim` is a pure function of its arguments.

    `name` is also the prefix of its claims' kinds; `use_kinds` are the kinds of `Use` that it resolves.
    """

    name: str
    use_kinds: tuple[str, ...]

    def claim(self, listing: Listing, estate: Estate) -> Iterable[Claim]:
        """Say which files are this domain's: first what manifests name, then what it recognises."""
        ...

    def load(self, claim: Claim, data: bytes) -> Loaded:
        """Turn the bytes of one file into facts; raises SourceError."""
        ...

    def link(self, linking: Linking) -> Any:  # noqa: ANN401  the domain's own model
        """Turn the facts of one snapshot into entities."""
        ...

    def uses(self, model: Any) -> Iterable[Use]:  # noqa: ANN401
        """Give what this snapshot uses of others, unresolved."""
        ...

    def diff(self, base: View, head: View) -> Any:  # noqa: ANN401  the domain's own diff; None when nothing differs
        """Compare this domain's models of a live version and of head."""
        ...

    def moved(self, base: View, head: View) -> Iterable[str]:
        """Name services that change because of this domain's files, whoever owns these files."""
        ...

    def contracts(self, sight: Sight) -> Contribution:
        """Give what each version of each component provides, needs, demands, supplies, emits and reads."""
        ...


class Specs:
    """The hooks."""

    @hookspec
    def deploycheck_estate(self) -> "EstateReader":
        """Give the reader of manifests and of what stands in for them."""
        raise AssertionError

    @hookspec
    def deploycheck_domain(self) -> Domain:
        """Give one domain."""
        raise AssertionError

    @hookspec
    def deploycheck_facts(self) -> Iterable["Fact"]:
        """Give facts that rules may ask for by parameter name."""
        raise AssertionError

    @hookspec
    def deploycheck_rules(self) -> Iterable["Rule"]:
        """Give rules."""
        raise AssertionError

    @hookspec
    def deploycheck_reporters(self) -> Mapping[str, Callable[..., str]]:
        """Give report formats of `check`: name -> function of (report, ReportStyle) that gives the text."""
        raise AssertionError

    @hookspec
    def deploycheck_plan_renderers(self) -> Mapping[str, Callable[..., str]]:
        """Give plan formats: name -> function of the plan in its plan/v1 form that gives the text."""
        raise AssertionError

    @hookspec
    def deploycheck_commands(self) -> Mapping[str, str]:
        """Give sub-commands: name -> `module:attribute` of a click command, imported only when called."""
        raise AssertionError


class EstateReader(Protocol):
    """Reads manifests, and infers services where there is none."""

    def __call__(self, listing: Listing) -> Estate:
        """Give the estate of one snapshot; what is wrong stands in `Estate.problems`."""
        ...


class Fact(Record):
    """Something that a rule can ask for by parameter name.

    `many` says that the function is a generator of items; the rules that ask for it run once per item.
    """

    name: str
    scope: Scope
    function: Callable[..., Any]
    needs: tuple[str, ...]
    many: bool
    summary: str
    plugin: str = ""


class Rule(Record):
    """A check: a function that asks for facts by parameter name and yields findings.

    `severity` is the ceiling; `family` is the folder that holds the rule; `page` its docstring, in Markdown. `kinds`
    are the kinds of change that it judges: for an item that says which ones it holds (`item.kinds`), and holds none
    of these, it is not called. Empty: it is called for every item.
    """

    name: str
    family: str
    severity: Severity
    function: Callable[..., Iterator[Finding] | None]
    needs: tuple[str, ...]
    page: str
    since: str = ""
    default: bool = True
    former: tuple[str, ...] = ()
    options: Mapping[str, Any] = field(default_factory=dict)
    assertion: bool = False
    kinds: tuple[str, ...] = ()

    @property
    def summary(self) -> str:
        """The first line of its page."""
        return self.page.strip().partition("\n")[0].strip()

    @property
    def help(self) -> str:
        """The section *Do this instead* of its page."""
        _, _, rest = self.page.partition("## Do this instead")
        text, _, _ = rest.partition("\n## ")
        return " ".join(text.split())


def fact(*, scope: Scope = "run", name: str | None = None) -> Callable[[Callable[..., Any]], Fact]:
    """Make a fact of a function; its parameters name the facts that it needs itself.

    A generator with scope `item` or `service` gives the items; a plain function with such a scope derives one fact
    from the item at hand.
    """

    def decorate(function: Callable[..., Any]) -> Fact:
        summary = (inspect.getdoc(function) or "").partition("\n")[0]
        many = inspect.isgeneratorfunction(function)
        return Fact(name or function.__name__, scope, function, parameters(function), many, summary)

    return decorate


def rule(  # noqa: PLR0913  keyword-only settings of one decorator
    name: str,
    *,
    severity: Literal["error", "warning", "info"],
    since: str = "",
    default: bool = True,
    former: tuple[str, ...] = (),
    options: Mapping[str, Any] | None = None,
    family: str | None = None,
    kinds: tuple[str, ...] = (),
) -> Callable[[Callable[..., Iterator[Finding] | None]], Rule]:
    """Make a rule of a generator function; the family is the folder of its module."""

    def decorate(function: Callable[..., Iterator[Finding] | None]) -> Rule:
        folder = family or (function.__module__.split(".")[-2] if "." in function.__module__ else "policy")
        page = inspect.getdoc(function) or ""
        needs = parameters(function)
        return Rule(
            name, folder, Severity(severity), function, needs, page, since, default, former, options or {}, kinds=kinds
        )

    return decorate


def parameters(function: Callable[..., Any]) -> tuple[str, ...]:
    """Name the parameters of a function, without a look at their annotations."""
    code = function.__code__
    return code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
