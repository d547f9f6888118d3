"""Reads and writes `deploycheck.contracts/v1`, as YAML or JSON."""

import msgspec

from deploycheck.documents import Document, DocumentError, load
from deploycheck.documents.shape import read_shape
from deploycheck.model.contract import Contracts
from deploycheck.model.errors import SourceError
from deploycheck.planning.collector import collector_off
from deploycheck.planning.contract_check import mistakes
from deploycheck.planning.contract_conversion import contracts_from
from deploycheck.planning.contract_dump import dump_contracts
from deploycheck.planning.contract_shape import ContractsShape

__all__ = ["ContractError", "dump_contracts", "load_contracts"]

SCANNED_BYTES = 1 << 20
"""Bigger JSON files, which no hand has written, are not scanned for keys that stand there twice."""
SHOWN = 5


class ContractError(SourceError, ValueError):
    """A contract file that cannot be meant; the message names the first mistakes, each with its line."""

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}" if self.line else f"{self.path}: {self.message}"


def load_contracts(data: bytes, path: str, *, whole: bool = True) -> Contracts:
    """Read a contract file; `path` is for messages. Raises ContractError.

    One that is not the `whole` estate may use components that it does not describe.
    """
    with collector_off():
        shape = _quickly(data)
        document: Document | None = None
        if shape is None:
            document = _parse(data, path)
            shape = _shaped(document)
        try:
            contracts = contracts_from(shape, path)
        except ValueError as error:
            raise ContractError(str(error), path) from None
        wrong = list(mistakes(contracts, whole=whole))
    if wrong:
        document = document or _parse(data, path)
        _refuse([(document.position(steps).line, message) for steps, message in wrong], path)
    return contracts


def _quickly(data: bytes) -> ContractsShape | None:
    """Decode big JSON in one go; None for everything else, and when anything is wrong with it."""
    if len(data) < SCANNED_BYTES or not data[:64].lstrip().startswith(b"{"):
        return None
    try:
        return msgspec.json.decode(data, type=ContractsShape)
    except msgspec.DecodeError:
        return None


def _parse(data: bytes, path: str) -> Document:
    try:
        documents = [one for one in load(data, path) if one.value is not None]
    except DocumentError as error:
        raise ContractError(error.message, path, error.line, error.column) from None
    if not documents:
        raise ContractError("there is nothing in this file", path)
    if len(documents) > 1:
        raise ContractError("one document was expected, here begins another", path, documents[1].position().line)
    return documents[0]


def _shaped(document: Document) -> ContractsShape:
    try:
        if not document.duplicates():
            return msgspec.convert(document.value, ContractsShape)
    except msgspec.ValidationError:
        pass  # the slower way names every mistake with its line
    shape, problems = read_shape(document, ContractsShape)
    if shape is None:
        _refuse([(problem.line, problem.message) for problem in problems], document.path)
        raise AssertionError(problems)
    return shape


def _refuse(problems: list[tuple[int, str]], path: str) -> None:
    line, first = problems[0]
    others = [f"{path}:{line}: {message}" for line, message in problems[1:SHOWN]]
    if len(problems) > SHOWN:
        others.append(f"and {len(problems) - SHOWN} more")
    raise ContractError("\n".join([first, *others]), path, line)
