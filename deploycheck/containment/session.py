"""Comparisons between two documents; everything learned in one helps the next."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any, Literal

from deploycheck.containment import second_prover
from deploycheck.containment.aim import Aim
from deploycheck.containment.document import Document, Likeness
from deploycheck.containment.expansion import Expander
from deploycheck.containment.leaves import Leaf, leaves, undecided
from deploycheck.containment.merging import Merger
from deploycheck.containment.model import (
    Budget,
    Comparison,
    Direction,
    Meter,
    OutOfBudget,
    Reading,
    Schema,
    SchemaProblem,
    Undecided,
)
from deploycheck.containment.nodes import Conj, Graph, conj
from deploycheck.containment.oracle import Oracle
from deploycheck.containment.proof import Prover
from deploycheck.containment.reading import Side
from deploycheck.containment.samples import Sampler
from deploycheck.containment.witness import Search

SideName = Literal["base", "head"]
_FEW = 8
_PER_LEAF = 40
"""Values tried at each place where the proof failed."""


@dataclass(frozen=True, slots=True)
class Lane:
    """One way to travel: who sends, in which direction, how the sender is read."""

    sender: Graph
    receiver: Graph
    likeness: Likeness
    prover: Prover
    aim: Aim


class Session:
    """Holds the definitions of both documents (`$defs` by name) and answers many comparisons between them."""

    __slots__ = ("_alike", "_budget", "_documents", "_lanes", "_read")

    def __init__(
        self,
        base: Mapping[str, Schema] | Document | None = None,
        head: Mapping[str, Schema] | Document | None = None,
        budget: Budget | None = None,
        *,
        alike: Callable[[str], bool] = lambda _: False,
    ) -> None:
        """Hold both sides' definitions; `alike` says of a name that it is known to be the same, with all it reaches."""
        self._alike = alike
        self._documents: dict[SideName, Document] = {"base": _document(base), "head": _document(head)}
        self._budget = budget or Budget()
        self._lanes: dict[tuple[SideName, Direction | None, Reading], Lane] = {}
        self._read: dict[tuple[int, int], tuple[Schema, Graph, Conj]] = {}
        """What was read last, by the identities of graph and schema: several questions are asked about one schema."""

    def request(self, base: Schema, head: Schema, reading: Reading = Reading.CLOSED) -> Comparison:
        """Whether head still takes every request that base's clients send."""
        return self.compare(base, head, sender="base", direction="request", reading=reading)

    def response(self, base: Schema, head: Schema, reading: Reading = Reading.CLOSED) -> Comparison:
        """Whether base's clients take every response that head sends."""
        return self.compare(head, base, sender="head", direction="response", reading=reading)

    def compare(
        self,
        sent: Schema,
        taken: Schema,
        *,
        sender: SideName = "base",
        direction: Direction | None = None,
        reading: Reading = Reading.CLOSED,
    ) -> Comparison:
        """Whether the receiver's schema admits every value of the sender's.

        `sender` names the document that the references of `sent` point into; the other one is the receiver's.
        Pointers in the answer start at `sent` and `taken`, or at `/$defs/NAME` of the document.
        """
        lane = self._lane(sender, direction, reading)
        try:
            if lane.likeness.same_schema(sent, taken):
                return Comparison("compatible", proof="identical")
            return self._judged(lane, sent, taken)
        except SchemaProblem as problem:
            return _unknown(problem.keyword, problem.pointer, problem.reason)
        except RecursionError:
            return _unknown("", "", "the schemas are nested too deeply")

    def _judged(self, lane: Lane, sent: Schema, taken: Schema) -> Comparison:
        mine, theirs = self._place(lane.sender, sent), self._place(lane.receiver, taken)
        exhausted = False
        lane.prover.oracle.begin()
        lane.prover.begin(Meter(self._budget))
        try:
            if lane.prover.proved(mine, theirs):
                return Comparison("compatible", proof="structural", vacuous=lane.prover.emptiness.place(mine))
        except OutOfBudget:
            exhausted = True
        return self._searched(lane, mine, theirs, exhausted=exhausted)

    def _searched(self, lane: Lane, mine: Conj, theirs: Conj, *, exhausted: bool) -> Comparison:
        lane.prover.begin(Meter(self._budget))
        search = Search(lane.aim, mine, theirs)
        search.run(self._budget.candidates)
        if not search.found and not exhausted and second_prover.covered(mine, theirs):
            vacuous = lane.prover.emptiness.place(mine) or second_prover.admits_nothing(mine)
            return Comparison("compatible", proof="canonical", vacuous=vacuous)
        if not search.found and search.possible:
            self._among_the_rest(lane, search, mine, theirs)
        lane.prover.begin(Meter(self._budget))
        left, complete = self._where_it_failed(lane, search, mine, theirs)
        differences = search.differences()
        places = undecided(
            [leaf for leaf in left if leaf.apart_from(search.places)],
            Leaf((), "", mine, theirs, "could not be proved"),
            answered=bool(differences),
            exhausted=exhausted or not complete,
            possible=search.possible,
        )
        if differences:
            return Comparison("incompatible", differences, places)
        return Comparison("unknown", (), places, places[0].reason if places else "could not be proved")

    @staticmethod
    def _where_it_failed(lane: Lane, search: Search, mine: Conj, theirs: Conj) -> tuple[list[Leaf], bool]:
        """Search once more at each place where the proof failed and no witness was found."""
        left, complete = leaves(lane.prover, mine, theirs, search.places)
        if search.possible:
            for leaf in left:
                try:
                    search.collect(islice(lane.aim.at(leaf), search.tries(_PER_LEAF)))
                except OutOfBudget:
                    return left, False
        return left, complete

    def _among_the_rest(self, lane: Lane, search: Search, mine: Conj, theirs: Conj) -> None:
        """Search in what the second prover leaves of the sender without the receiver."""
        rest = second_prover.remainder(mine, theirs)
        if isinstance(rest, dict):
            try:
                place = conj([lane.sender.node(rest)])
                search.collect(lane.aim.sampler.values(place))
            except (SchemaProblem, OutOfBudget, KeyError):
                return

    def unsatisfiable(self, schema: Schema, *, side: SideName, direction: Direction | None = None) -> bool:
        """Whether a schema, read as a sender's, is proved to admit no value at all."""
        lane = self._lane(side, direction, Reading.CLOSED)
        try:
            place = self._place(lane.sender, schema)
            return lane.prover.emptiness.place(place) or second_prover.admits_nothing(place)
        except (SchemaProblem, RecursionError):
            return False

    def samples(self, schema: Schema, *, side: SideName, direction: Direction | None = None) -> tuple[Any, ...]:
        """Give some values that a sender of this schema sends, for questions that containment does not answer."""
        lane = self._lane(side, direction, Reading.CLOSED)
        lane.prover.begin(Meter(self._budget))
        try:
            return tuple(lane.aim.sampler.values(self._place(lane.sender, schema)))
        except (SchemaProblem, OutOfBudget, RecursionError):
            return ()

    def _place(self, graph: Graph, schema: Schema) -> Conj:
        """Read a schema as the root of a place, once for all questions about it that follow each other."""
        asked = (id(graph), id(schema))
        known = self._read.get(asked)
        if known is None:
            if len(self._read) >= _FEW:
                del self._read[next(iter(self._read))]
            known = self._read[asked] = (schema, graph, conj([graph.node(graph.side.place(schema))]))
        return known[2]

    def _lane(self, sender: SideName, direction: Direction | None, reading: Reading) -> Lane:
        asked = (sender, direction, reading)
        if asked not in self._lanes:
            self._lanes[asked] = self._fresh(sender, direction, reading)
        return self._lanes[asked]

    def _fresh(self, sender: SideName, direction: Direction | None, reading: Reading) -> Lane:
        mine = self._documents[sender]
        theirs = self._documents["head" if sender == "base" else "base"]
        nesting = self._budget.nesting
        sending = Graph(Side(mine, "sender", direction, reading, nesting=nesting))
        taking = Graph(Side(theirs, "receiver", direction, nesting=nesting))
        likeness, oracle = Likeness(mine, theirs, self._alike), Oracle()
        expander = Expander(Merger(oracle), self._budget.alternatives)
        prover = Prover(expander, oracle, likeness)
        return Lane(sending, taking, likeness, prover, Aim(prover, Sampler(expander, oracle)))


def _document(definitions: Mapping[str, Schema] | Document | None) -> Document:
    return definitions if isinstance(definitions, Document) else Document(definitions)


def _unknown(keyword: str, pointer: str, reason: str) -> Comparison:
    place = Undecided((), keyword, pointer, pointer, reason)
    return Comparison("unknown", (), (place,), reason)
