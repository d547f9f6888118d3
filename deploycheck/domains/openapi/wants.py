"""What consumers want, as needs by version and provider; and which needs a consumer may or may not have left behind."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from deploycheck.domains.openapi.needs import TRACE, Asked, Wanted
from deploycheck.domains.openapi.offers import Key, Provider
from deploycheck.domains.openapi.parts import sends
from deploycheck.domains.openapi.shapes import Reliance, Shapes
from deploycheck.domains.openapi.sparing import described_elsewhere
from deploycheck.hooks import Sight
from deploycheck.model.contract import Need

ASSUMED = "assumed"
Needs = dict[str, dict[str, dict[str, dict[Need, None]]]]


@dataclass(frozen=True)
class Wants:
    """The needs of all consumers, with the use behind each of them."""

    known: Mapping[str, Provider]
    asked: Asked
    shapes: Mapping[str, Mapping[Key, Shapes]]
    units: frozenset[str]
    head: str

    @cached_property
    def listed(self) -> tuple[tuple[Wanted, Need], ...]:
        """Every need with what wants it."""
        beside: dict[tuple[str, str, str, Key], list[Wanted]] = {}
        for one in self.asked.wanted:
            beside.setdefault((one.consumer, one.label, one.provider, one.key), []).append(one)
        return tuple(
            (one, need)
            for one in self.asked.wanted
            for need in self._needs(one, beside[one.consumer, one.label, one.provider, one.key])
        )

    @cached_property
    def _of_operation(self) -> Mapping[tuple[str, str, Key], tuple[Wanted, ...]]:
        found: dict[tuple[str, str, Key], list[Wanted]] = {}
        for one in self.asked.wanted:
            found.setdefault((one.consumer, one.provider, one.key), []).append(one)
        return {place: tuple(wanted) for place, wanted in found.items()}

    def by_consumer(self) -> Needs:
        """Give the needs by consumer, version and provider; what recordings show many times stands there once."""
        found: Needs = {}
        shown: set[tuple[str, str, str, str, str]] = set()
        for one, need in self.listed:
            key = (one.consumer, one.label, one.provider, need.atom, need.evidence)
            if one.use.evidence == TRACE and key in shown:
                continue
            shown.add(key)
            needs = found.setdefault(one.consumer, {}).setdefault(one.label, {}).setdefault(one.provider, {})
            needs[need] = None
        return found

    def unsure(self, sight: Sight) -> frozenset[tuple[str, str, str]]:
        """Name the live needs of consumers that change of which nobody knows whether head still has them.

        That is so where all that is known of head is that it uses something, and for shapes where nobody knows what
        the consumer's code was built against.
        """
        kept = {(one.consumer, one.provider, need.atom) for one, need in self.listed if one.label == sight.head}
        blind = {
            (one.consumer, one.provider, one.key)
            for one in self.asked.wanted
            if one.label == sight.head and one.built_against is None
        }
        vague = self._vague(sight)
        return frozenset(
            (one.consumer, one.provider, need.atom)
            for one, need in self.listed
            if one.label != sight.head
            and one.consumer in sight.units
            and (one.consumer, one.provider, need.atom) not in kept
            and ((one.consumer, one.provider, one.key) in blind or (one.consumer, one.provider) in vague)
        )

    def _needs(self, one: Wanted, beside: Iterable[Wanted]) -> Iterator[Need]:
        """Give the operation and the shapes; a recording shows fields, and the rest is assumed."""
        atom = self.known[one.provider].atoms[one.key]
        use = one.use
        yield Need(atom, evidence=use.evidence, location=use.location)
        shapes = self.shapes.get(one.provider, {}).get(one.key)
        if shapes is None or one.built_against is None:
            return
        if described_elsewhere(use, (other.use for other in beside)):
            return
        exact = Reliance(one.fields if one.exact else None, use)
        named = shapes.fields(one.built_against, one.fields) if not one.exact else ()
        for text in named:
            yield Need(text, evidence=use.evidence, location=use.location)
        evidence = ASSUMED if use.evidence == TRACE else use.evidence
        for text in shapes.needs(one.built_against, exact):
            yield Need(text, evidence=evidence, location=use.location)
        for text in shapes.presence(self._moving(one, shapes)):
            yield Need(text, evidence=use.evidence, location=use.location)

    def _moving(self, one: Wanted, shapes: Shapes) -> frozenset[str]:
        """Name the parts of requests that a consumer begins, or stops, to send in this change.

        What it goes on sending though nobody reads it any more breaks nothing, so no order follows from that.
        """
        if one.use.evidence != "pact" or one.consumer not in self.units:
            return frozenset()
        mine, others = shapes.sent(one.label, one.use), frozenset[str]()
        for other in self._of_operation[one.consumer, one.provider, one.key] if mine else ():
            if (other.label == self.head) != (one.label == self.head):
                others |= frozenset(part for part in mine if sends(other.use, part))
        return mine - others

    def _vague(self, sight: Sight) -> frozenset[tuple[str, str]]:
        """Name consumer and provider where all that head says is that something is used."""
        owners = {api.name: name for name, one in self.known.items() for apis in one.apis.values() for api in apis}
        said: dict[tuple[str, str], set[str]] = {}
        for use in sight.uses.get(sight.head, ()):
            evidence = "complete" if use.complete else use.evidence
            said.setdefault((use.consumer, owners.get(use.target, use.target)), set()).add(evidence)
        return frozenset(
            key for key, kinds in said.items() if "complete" not in kinds and (ASSUMED in kinds or kinds == {TRACE})
        )
