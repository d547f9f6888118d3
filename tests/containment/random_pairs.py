"""Random questions, answered by the engine and checked against validators of schemas closed by other code."""

from dataclasses import dataclass, field
from random import Random

import jsonschema_rs
from containment.closing_reference import Closer, InPlaceCycle
from containment.random_schemas import DEFS, Maker, Values

from deploycheck.containment import Reading, compare

HARD = "hard"
CORE = "core"


@dataclass
class Question:
    """One sender and one receiver, each with definitions of its own."""

    sent: object
    sent_defs: dict
    taken: object
    taken_defs: dict

    def answer(self, reading=Reading.CLOSED):
        return compare(
            self.sent, self.taken, sender_defs=self.sent_defs, receiver_defs=self.taken_defs, reading=reading
        )


@dataclass
class Tally:
    """What came out of many questions."""

    verdicts: dict = field(default_factory=dict)
    unchecked: int = 0
    sampled: int = 0
    witnesses: int = 0
    contradictions: list = field(default_factory=list)

    def share(self, verdict):
        return self.verdicts.get(verdict, 0) / max(1, sum(self.verdicts.values()))


def question(seed, profile):
    """The question of a seed: mostly a schema and an edit of it, else two that have nothing to do with each other."""
    random = Random(f"{profile}-{seed}")  # noqa: S311 - no secret
    maker = Maker(random, hard=profile == HARD)
    sent, sent_defs = maker.document()
    if random.random() < 0.2:
        taken, taken_defs = maker.document()
    else:
        taken, taken_defs = maker.edited(sent), dict(sent_defs)
        for name in DEFS:
            if random.random() < 0.25:
                taken_defs[name] = maker.edited(sent_defs[name])
    if random.random() < 0.5:
        sent, sent_defs, taken, taken_defs = taken, taken_defs, sent, sent_defs
    return Question(sent, sent_defs, taken, taken_defs)


def validators(asked):
    """Both sides as validators, the sender closed; None where a definition contains itself in place."""
    try:
        mine = Closer(asked.sent_defs, closing=True).document(asked.sent)
        theirs = Closer(asked.taken_defs, closing=False).document(asked.taken)
    except InPlaceCycle:
        return None
    return tuple(jsonschema_rs.Draft202012Validator(side, validate_formats=True) for side in (mine, theirs))


def contradictions(asked, answer, seed, samples, tally):
    """What a validator says against an answer, in words; nothing when all agree."""
    both = validators(asked)
    if both is None:
        tally.unchecked += 1
        return
    mine, theirs = both
    for difference in answer.differences:
        tally.witnesses += 1
        if not mine.is_valid(difference.witness):
            yield f"the sender never sends {difference.witness!r}"
        if theirs.is_valid(difference.witness):
            yield f"the receiver takes {difference.witness!r}"
    if answer.verdict == "incompatible" and not answer.differences:
        yield "no witness stands beside a no"
    if answer.verdict != "compatible":
        return
    random = Random(seed)  # noqa: S311 - no secret
    pools = Values(random, asked.sent_defs), Values(random, asked.taken_defs)
    for turn in range(samples):
        value = pools[turn % 4 == 3].of(asked.taken if turn % 4 == 3 else asked.sent)
        if mine.is_valid(value):
            tally.sampled += 1
            if answer.vacuous:
                yield f"said to admit nothing, it admits {value!r}"
            if not theirs.is_valid(value):
                yield f"a yes, refuted by {value!r}"


def ask(seeds, profile, samples):
    """Ask the questions of some seeds and check every answer."""
    tally = Tally()
    for seed in seeds:
        asked = question(seed, profile)
        answer = asked.answer()
        tally.verdicts[answer.verdict] = tally.verdicts.get(answer.verdict, 0) + 1
        found = list(dict.fromkeys(contradictions(asked, answer, seed, samples, tally)))
        tally.contradictions.extend(f"{profile} {seed}: {words}" for words in found)
    return tally
