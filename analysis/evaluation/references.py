"""What becomes of a reference that is wrong: drawn uniformly from everything that could be cited."""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from analysis.analysts.base import Claim
from analysis.analysts.claude.convert import claim_of
from analysis.analysts.claude.schema import ClaimOut
from analysis.evaluation.gates import Gate, Gates, at_least, at_most, share
from analysis.evaluation.personas import honest
from analysis.evaluation.personas.liars import OPPOSITE, WAYS
from analysis.evaluation.personas.reading import read
from analysis.evidence import Pack, text_of
from analysis.grounding.verify import violations

OF_SESSION = re.compile(r"[AP]\d+\.")
MOST_SURVIVING, LEAST_FLIPPED_CAUGHT = 0.02, 0.98


def honest_claims(pack: Pack) -> list[Claim]:
    """What the honest model says of this pack, and holds."""
    asked = read({"messages": [{"content": text_of(pack).text}]})
    told = [honest.state(asked.evidence), *honest.sentences(asked.evidence)]
    claims = (claim_of(ClaimOut.model_validate(each)) for each in told)
    return [claim for claim in claims if claim.slots and not violations(claim, pack, where="finding")]


def gates(packs: Sequence[Pack], draws: Iterable[int]) -> Gates:
    draws = list(draws)
    return {
        "wrong_references_surviving": _surviving(packs, draws),
        "flipped_directions_caught": _flipped(packs),
    }


def _surviving(packs: Sequence[Pack], draws: Sequence[int]) -> Gate:
    """The share of wrong references that would be shown, with the shares by the unit of the right value.

    A sentence that names its day, and now cites another day of the same measurement throughout, is true; it
    is counted apart.
    """
    tried: Counter[str] = Counter()
    survived: Counter[str] = Counter()
    examples, still_true = [], 0
    for pack in packs:
        for unit, claim, is_true in _wronged(pack, draws):
            tried[unit] += 1
            if violations(claim, pack, where="finding"):
                continue
            still_true += is_true
            if not is_true:
                survived[unit] += 1
                examples.append(_told(claim))
    by_unit = {unit or "points": round(survived[unit] / tried[unit], 4) for unit in sorted(tried)}
    details = {
        "tried": tried.total(),
        "survived": survived.total(),
        "true_of_another_day": still_true,
        "share_with_those": share(survived.total() + still_true, tried.total()),
        "by_unit": by_unit,
        "examples": examples[:: max(1, len(examples) // 12)][:12],
    }
    return at_most(share(survived.total(), tried.total()), MOST_SURVIVING, details)


def _flipped(packs: Sequence[Pack]) -> Gate:
    """The share of sentences with a direction that are refused once they say the opposite."""
    turned = [
        (pack, flipped) for pack in packs for claim in honest_claims(pack) if (flipped := _turned(claim))
    ]
    caught = sum(bool(violations(claim, pack, where="finding")) for pack, claim in turned)
    return at_least(share(caught, len(turned)), LEAST_FLIPPED_CAUGHT, {"tried": len(turned)})


def _turned(claim: Claim) -> Claim | None:
    text = WAYS.sub(lambda found: OPPOSITE[found[0]], claim.template)
    return None if text == claim.template else replace(claim, template=text)


def _wronged(pack: Pack, seeds: Sequence[int]) -> Iterator[tuple[str, Claim, bool]]:
    """Each honest sentence with one slot of it, or all slots of one value, citing something else.

    The last part says whether the sentence is true of what it cites now.
    """
    ids = sorted(pack.by_id)
    for claim in honest_claims(pack):
        for at, slot in enumerate(claim.slots):
            for seed in seeds:
                chance = random.Random(f"{seed}:{claim.template}:{at}")  # noqa: S311
                drawn = chance.choice([each for each in ids if each != slot.ref])
                unit = pack.by_id[slot.ref].unit
                one = tuple(replace(each, ref=drawn) if each is slot else each for each in claim.slots)
                yield unit, replace(claim, slots=one), False
                same = tuple(replace(s, ref=drawn) if s.ref == slot.ref else s for s in claim.slots)
                if same != one:
                    is_dated = any(each.op == "date" for each in claim.slots)
                    alike = _kind(pack, drawn) == _kind(pack, slot.ref)
                    yield unit, replace(claim, slots=same), is_dated and alike


def _kind(pack: Pack, ref: str) -> tuple[str, int, bool]:
    """What a value is of: the load of a day is not that of a session."""
    value = pack.by_id[ref]
    return value.metric, (value.end - value.start).days, OF_SESSION.match(ref) is not None


def _told(claim: Claim) -> str:
    return f"{claim.template} {json.dumps({slot.slot: f'{slot.ref}:{slot.op}' for slot in claim.slots})}"
