"""Which tables and columns a query uses, and what of it a catalogue lacks.

What is not understood is left alone: an unknown column list makes no finding, it makes the names unknown.
"""

from collections.abc import Iterable, Mapping
from typing import Literal

from deploycheck.domains.database.catalogue.model import Catalogue
from deploycheck.domains.database.names import Name
from deploycheck.domains.database.queries import outputs as made
from deploycheck.domains.database.queries.model import (
    Call,
    ColumnRef,
    Cte,
    FunctionSource,
    Nested,
    Query,
    QuerySource,
    Ref,
    Select,
    Source,
    Star,
    TableSource,
    Target,
    TypeUse,
)
from deploycheck.domains.database.queries.scope import Output, Relation, Scope
from deploycheck.model.location import Location
from deploycheck.model.record import Draft, Record, field, replace

Mode = Literal["read", "write", "insert"]
ProblemKind = Literal[
    "missing-table",
    "missing-column",
    "ambiguous-column",
    "insert-misses-required",
    "insert-shape",
    "column-not-writable",
    "missing-unique",
    "missing-type",
    "missing-function",
    "missing-relation",
    "result-shape",
]
_SYSTEM_COLUMNS = frozenset({"ctid", "xmin", "xmax", "cmin", "cmax", "tableoid"})
_SYSTEM_SCHEMAS = frozenset({"pg_catalog", "information_schema"})


class ColumnUse(Record):
    """A column that a query uses; column "" is the table itself. `star` when it stands behind a `*`."""

    table: Name
    column: str
    mode: Mode
    at: Location
    star: bool = False
    bare: bool = False


class QueryProblem(Record):
    """A reason why a query fails on a catalogue.

    `table` and `column` name what is missing or in the way, as far as they are known; `certain` is False when a
    trigger or a statement that was not understood may prevent it.
    """

    kind: ProblemKind
    message: str
    at: Location
    table: Name | None = None
    column: str = ""
    certain: bool = True

    @property
    def object(self) -> str:
        """What it is about: `orders.total`, `orders`, `total`."""
        return ".".join(part for part in (str(self.table) if self.table else "", self.column) if part)


class Resolution(Record):
    """What a query uses of a catalogue, and what it lacks; `result` is None when its columns are not known."""

    uses: tuple[ColumnUse, ...]
    problems: tuple[QueryProblem, ...]
    result: tuple[Output, ...] | None
    functions: frozenset[Name] = frozenset()
    types: frozenset[Name] = frozenset()


Ctes = Mapping[str, tuple[Output, ...] | None]


def resolve(query: Query, catalogue: Catalogue) -> Resolution:
    """Look every name of a query up in a catalogue."""
    resolver = Resolver(catalogue)
    result = resolver.query(query, None, {})
    return Resolution(
        tuple(dict.fromkeys(resolver.uses)),
        tuple(dict.fromkeys(resolver.problems)),
        result,
        frozenset(resolver.functions),
        frozenset(resolver.types),
    )


def calls_of(query: Query) -> tuple[Call, ...]:
    """Give the functions that a query calls in its result list and conditions, sub-queries included."""
    resolver = Resolver(Catalogue())
    resolver.query(query, None, {})
    return tuple(dict.fromkeys(resolver.calls))


class Resolver(Draft):
    """One walk through a query; it collects as it goes."""

    catalogue: Catalogue
    uses: list[ColumnUse] = field(default_factory=list)
    problems: list[QueryProblem] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    functions: set[Name] = field(default_factory=set)
    types: set[Name] = field(default_factory=set)

    def query(self, query: Query, parent: Scope | None, ctes: Ctes) -> tuple[Output, ...] | None:
        """Resolve a query of any kind; give its result columns."""
        from deploycheck.domains.database.queries.writing import resolve_write

        inner = self.with_ctes(query.ctes, parent, ctes)
        if isinstance(query, Select):
            return self.select(query, parent, inner)
        return resolve_write(self, query, parent, inner)

    def with_ctes(self, entries: Iterable[Cte], parent: Scope | None, ctes: Ctes) -> Ctes:
        """Give the WITH entries that a query sees."""
        known = dict(ctes)
        for entry in entries:
            if entry.recursive:
                known[entry.name] = self._recursive_columns(entry, known)
            result = self.query(entry.query, parent, known)
            known[entry.name] = made.renamed_outputs(result, entry.columns)
        return known

    def _recursive_columns(self, entry: Cte, known: Ctes) -> tuple[Output, ...] | None:
        """Give the columns that a recursive entry has for itself: those of its first operand, if it has two."""
        if not isinstance(entry.query, Select) or not entry.query.operands:
            return None
        first = Resolver(self.catalogue).query(entry.query.operands[0], None, {**known, entry.name: None})
        return made.renamed_outputs(first, entry.columns)

    def select(self, query: Select, parent: Scope | None, ctes: Ctes) -> tuple[Output, ...] | None:
        """Resolve a SELECT, VALUES or set operation."""
        if query.operands:
            results = [self.query(operand, parent, ctes) for operand in query.operands]
            self.refs(query.refs, Scope(parent=parent), ctes)
            return results[0]
        scope = self.sources(query.sources, parent, ctes)
        result = self.targets(query.targets, scope, ctes)
        self.refs(query.refs, scope, ctes)
        names = frozenset(output.name for output in result or ())
        for ref in query.ordering:
            if ref.parts[0] not in names:
                self.column(ref, scope)
        for ref in query.grouping:
            if ref.parts[0] not in names or scope.holders(ref.parts[0]):
                self.column(ref, scope)
        if query.values:
            return tuple(Output(f"column{number}") for number in range(1, query.values + 1))
        return result

    def sources(self, sources: Iterable[Source], parent: Scope | None, ctes: Ctes) -> Scope:
        """Resolve FROM, entry after entry; each ON sees what stands before it."""
        scope = Scope(parent=parent)
        for source in sources:
            relation = self.relation(source, scope, ctes)
            joined = source.joined
            merged = frozenset(ref.parts[0] for ref in joined.using)
            if joined.natural:
                merged |= frozenset(name for name in relation.columns if scope.holders(name))
            for ref in joined.using:
                self.column(ref, Scope([relation]))
                self.column(ref, Scope(scope.relations))
            scope.relations.append(replace(relation, merged=merged) if merged else relation)
            self.refs(joined.on, scope, ctes)
        return scope

    def relation(self, source: Source, scope: Scope, ctes: Ctes) -> Relation:
        """Make the entry of one source."""
        if isinstance(source, TableSource):
            return self.table_relation(source, ctes)
        if isinstance(source, QuerySource):
            result = made.renamed_outputs(self.query(source.query, scope, ctes), source.columns)
            return Relation(source.alias, made.outputs_by_name(result), open=result is None)
        return self._function_relation(source, scope, ctes)

    def _function_relation(self, source: FunctionSource, scope: Scope, ctes: Ctes) -> Relation:
        self.refs(source.refs, scope, ctes)
        known = {name: Output(name) for name in (*source.columns, source.alias) if name}
        return Relation(source.alias, known, open=not source.defined)

    def table_relation(self, source: TableSource, ctes: Ctes) -> Relation:
        """Make the entry of a table, view or WITH entry."""
        name, alias = source.name, source.alias or source.name.name
        if not name.schema and name.name in ctes:
            result = made.renamed_outputs(ctes[name.name], source.columns)
            return Relation(alias, made.outputs_by_name(result), open=result is None)
        found = self.catalogue.relation(name)
        if found is None:
            if name.schema not in _SYSTEM_SCHEMAS and not (not name.schema and name.name.startswith("pg_")):
                self.problem("missing-table", f"there is no table {name}", source.at, name)
            return Relation(alias, {}, open=True, schema=name.schema)
        self.uses.append(ColumnUse(found.name, "", "read", source.at))
        outputs = made.renamed_outputs(made.relation_outputs(found), source.columns)
        return Relation(alias, made.outputs_by_name(outputs), found.name, outputs is None, schema=found.name.schema)

    def targets(self, targets: Iterable[Target], scope: Scope, ctes: Ctes) -> tuple[Output, ...] | None:
        """Resolve a result list; None when a star stands for columns that are not known."""
        outputs: list[Output] | None = []
        for target in targets:
            if isinstance(target.value, Star):
                expanded = self.star(target.value, scope)
                outputs = None if expanded is None or outputs is None else [*outputs, *expanded]
                continue
            self.refs(target.refs, scope, ctes)
            if outputs is not None:
                outputs.append(self._output(target, scope))
        return None if outputs is None else tuple(outputs)

    def _output(self, target: Target, scope: Scope) -> Output:
        if isinstance(target.value, ColumnRef):
            found = self._peek(target.value, scope)
            if found:
                return replace(found, name=target.name)
        same = self._peek(target.like, scope) if target.like and not target.type else None
        return Output(target.name, made.computed_type(same.type) if same else target.type)

    def _peek(self, ref: ColumnRef, scope: Scope) -> Output | None:
        """Find a column without counting it as a use."""
        for level in scope.chain():
            if len(ref.parts) > 1:
                relation = level.named(ref.parts[-2])
                if relation:
                    return relation.columns.get(ref.parts[-1])
            else:
                holders = level.holders(ref.parts[0])
                if holders:
                    return holders[0].columns[ref.parts[0]]
        return None

    def star(self, star: Star, scope: Scope) -> list[Output] | None:
        """Expand `*` or `t.*`: it reads every column."""
        relations = scope.relations
        if star.parts:
            relation = next((found for level in scope.chain() if (found := level.named(star.parts[-1]))), None)
            if relation is None:
                self.problem("missing-relation", f"{star.parts[-1]} is not in FROM", star.at, column=star.parts[-1])
                return None
            relations = [relation]
        outputs: list[Output] = []
        for relation in relations:
            for output in relation.columns.values():
                self.use(relation, output.name, star.at, star=True)
                if output.name not in relation.merged or star.parts:
                    outputs.append(output)
        return None if any(relation.open for relation in relations) else outputs

    def refs(self, refs: Iterable[Ref], scope: Scope, ctes: Ctes) -> None:
        """Resolve the names of expressions."""
        for ref in refs:
            match ref:
                case ColumnRef():
                    self.column(ref, scope)
                case Star():
                    self.star(ref, scope)
                case Nested():
                    self.query(ref.query, scope, ctes)
                case Call():
                    self._call(ref)
                case TypeUse():
                    self._type(ref)

    def _call(self, call: Call) -> None:
        self.calls.append(call)
        found = next((name for name in self.catalogue.candidates(call.name) if name in self.catalogue.functions), None)
        if found:
            self.functions.add(found)

    def _type(self, use: TypeUse) -> None:
        found = self.catalogue.user_type(use.type.name)
        if found:
            self.types.add(found.name)
        elif self.catalogue.relation(use.type.name) is None:
            self.problem("missing-type", f"there is no type {use.type.name}", use.at, use.type.name)

    def column(self, ref: ColumnRef, scope: Scope) -> None:
        """Resolve `c`, `t.c` or `s.t.c`."""
        if len(ref.parts) > 1:
            self._qualified(ref, scope)
            return
        name = ref.parts[0]
        for level in scope.chain():
            holders = level.holders(name)
            if len(holders) > 1:
                among = ", ".join(str(relation.table or relation.alias) for relation in holders)
                culprit = holders[-1].table
                self.problem("ambiguous-column", f"column {name} is ambiguous: {among} have it", ref.at, culprit, name)
            if holders:
                self.use(holders[0], name, ref.at, bare=True)
                return
            if level.open or name in _SYSTEM_COLUMNS or level.named(name):
                return
        if any(level.relations for level in scope.chain()):
            self._missing(ref, scope)

    def _missing(self, ref: ColumnRef, scope: Scope) -> None:
        name, nearest = ref.parts[-1], next(level for level in scope.chain() if level.relations)
        tables = [relation.table for relation in nearest.relations if relation.table]
        table = tables[0] if len(tables) == 1 == len(nearest.relations) else None
        where = f"table {table} has" if table else "none of the tables in FROM has"
        self.problem("missing-column", f"{where} no column {name}", ref.at, table, name)

    def _qualified(self, ref: ColumnRef, scope: Scope) -> None:
        alias, name = ref.parts[-2], ref.parts[-1]
        schema = ref.parts[-3] if len(ref.parts) > 2 else ""  # noqa: PLR2004  # schema, table, column
        relation = next((found for level in scope.chain() if (found := level.named(alias, schema))), None)
        if relation is None:
            if not any(level.open for level in scope.chain()):
                self.problem("missing-relation", f"{alias} is not in FROM", ref.at, column=alias)
            return
        if name in relation.columns:
            self.use(relation, name, ref.at)
        elif not relation.open and name not in _SYSTEM_COLUMNS:
            shown = relation.table or Name("", alias)
            self.problem("missing-column", f"{shown} has no column {name}", ref.at, relation.table, name)

    def use(self, relation: Relation, column: str, at: Location, *, star: bool = False, bare: bool = False) -> None:
        """Note that a column is read."""
        output = relation.columns[column]
        if relation.table:
            original = output.origin[1] if output.origin else column
            self.uses.append(ColumnUse(relation.table, original, "read", at, star, bare))

    def problem(
        self, kind: ProblemKind, message: str, at: Location, table: Name | None = None, column: str = ""
    ) -> None:
        """Note what the catalogue lacks."""
        self.problems.append(QueryProblem(kind, message, at, table, column))
