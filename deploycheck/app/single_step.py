"""One step for one service: whether it may go out while everything else stays as it runs."""

from typing import Any

from deploycheck.engine.outcome import Outcome
from deploycheck.model.contract import UNCHANGED, Contracts
from deploycheck.model.errors import UsageError
from deploycheck.model.plan import Plan, Step, Wave
from deploycheck.model.record import Record, replace
from deploycheck.model.suggest import did_you_mean


class Answer(Record):
    """Whether `service` may be deployed alone, and the states that would break."""

    service: str
    safe: bool
    reasons: tuple[dict[str, Any], ...] = ()
    changed: bool = True

    def to_dict(self) -> dict[str, Any]:
        """Give the answer as data; reasons have the form of a verification's violations."""
        return {"service": self.service, "safe": self.safe, "changed": self.changed, "reasons": list(self.reasons)}

    def text(self) -> str:
        """Give the answer as sentences."""
        if not self.changed:
            return f"Yes: nothing of {self.service} changes."
        if self.safe:
            return f"Yes: {self.service} can be deployed now; no state on the way breaks anybody."
        told = "\n".join(f"  {' + '.join(reason['live'])}: {reason['text']}" for reason in self.reasons)
        return f"No: deploying {self.service} now would break what is live.\n{told}"


def single_step(outcome: Outcome, service: str) -> Answer:
    """Verify the plan that holds one step, with every other component staying as it is live now.

    Raises UsageError for a service that nobody knows.
    """
    from deploycheck.planning import verify

    contracts = outcome.survey.assembly.contracts
    component = contracts.components.get(service)
    if component is None:
        raise UsageError(f"there is no service {service!r}{did_you_mean(service, contracts.components)}")
    if not component.is_unit:
        return Answer(service, safe=True, changed=False)
    alone = {
        name: one if name == service else replace(one, proposed=UNCHANGED, after=())
        for name, one in contracts.components.items()
    }
    verification = verify(Contracts(alone), Plan((Wave((Step((service,)),)),)))
    document = verification.to_dict()
    return Answer(service, document["verdict"] == "safe", tuple(document["violations"]))
