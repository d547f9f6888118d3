"""Reads plans: `deploycheck.plan/v1`, and the short forms that people write by hand."""

from collections.abc import Sequence
from typing import Any

from deploycheck.documents import Document, DocumentError, load
from deploycheck.model.plan import ACTIONS, WAITS, Plan, PlanError, Step, Wave
from deploycheck.model.suggest import did_you_mean

Steps = tuple[str | int, ...]


def load_plan(data: bytes, path: str) -> Plan:
    """Read a plan; raises PlanError with path and line.

    A wave is `{steps: [{units, action}]}` or a list; a step in such a list is a unit's name, a list of units that
    move together, or `{units, action}`.
    """
    try:
        documents = [one for one in load(data, path) if one.value is not None]
    except DocumentError as error:
        raise PlanError(error.message, path, error.line, error.column) from None
    if len(documents) != 1 or not isinstance(documents[0].value, dict) or "waves" not in documents[0].value:
        raise PlanError("this is no plan; a plan has `waves`, such as waves: [[orders], [checkout]]", path)
    reader = _Reader(documents[0])
    waves = reader.listed(documents[0].value["waves"], ("waves",), "waves")
    return Plan(tuple(reader.wave(wave, ("waves", number)) for number, wave in enumerate(waves)))


class _Reader:
    """Knows where everything stands."""

    def __init__(self, document: Document) -> None:
        self._document = document

    def wave(self, wave: object, here: Steps) -> Wave:
        if isinstance(wave, dict):
            if "steps" not in wave:
                raise self._error("a wave has `steps`", here)
            here = (*here, "steps")
            wave = wave["steps"]
        steps = self.listed(wave, here, "a wave")
        return Wave(tuple(self._step(step, (*here, number)) for number, step in enumerate(steps)))

    def listed(self, value: object, here: Steps, what: str) -> Sequence[object]:
        if not isinstance(value, list):
            raise self._error(f"{what} should be a list, such as [orders, checkout]", here)
        return value

    def _step(self, step: object, here: Steps) -> Step:
        match step:
            case str():
                return Step((step,))
            case list():
                return Step(self._units(step, here))
            case dict():
                return self._full_step(step, here)
            case _:
                pass
        raise self._error("a step is a unit's name, a list of units, or a mapping with `units`", here)

    def _full_step(self, step: dict[str, Any], here: Steps) -> Step:
        units = self._units(step.get("units"), (*here, "units"))
        action = self._word(step, "action", ACTIONS, here)
        waits_for = self._word(step, "for", WAITS, here)
        duration = step.get("duration_s")
        if duration is not None and (type(duration) is not int or duration < 0):
            raise self._error("`duration_s` is a whole number of seconds", (*here, "duration_s"))
        name = step.get("id")
        return Step(units, action, name if isinstance(name, str) else "", duration_s=duration, wait_for=waits_for)

    def _word(self, step: dict[str, Any], key: str, known: tuple[str, ...], here: Steps) -> str:
        word = step.get(key)
        if word is None or word == "":
            return ""
        if word not in known:
            hint = did_you_mean(str(word), known) or f"; known are {', '.join(known)}"
            raise self._error(f"`{key}: {word}` is not known{hint}", (*here, key))
        return str(word)

    def _units(self, units: object, here: Steps) -> tuple[str, ...]:
        if isinstance(units, list) and units and all(isinstance(unit, str) for unit in units):
            return tuple(units)
        raise self._error("`units` is a list of names", here)

    def _error(self, message: str, here: Steps) -> PlanError:
        return PlanError(message, self._document.path, self._document.position(here).line)
