"""How well the model reads this company's own messages, as pages say it; and the next message of a check.

In: the lake and what people said. Out: frozen values for the templates. The surprise: while a check goes on, nobody is
shown what the model said of its messages, since who sees a label tends to agree with it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from django.db.models import Max
from django.utils.translation import gettext as _

from leadline import assess
from leadline.assess import Checked, Layer, ReadMessage, XRay
from leadline.web.assess.convert import corrections, layer, themes
from leadline.web.assess.models import CheckRow, CorrectionRow
from leadline.words import Estimate

if TYPE_CHECKING:
    from leadline.engine import Lake

State = tuple[object, ...]


@dataclass(frozen=True)
class OwnQuality:
    """What checks and corrections say of the model: label by label, and the layer that was learned last."""

    checked: tuple[Checked, ...]
    layer: Layer | None
    by_themselves: int

    @property
    def measured(self) -> tuple[Checked, ...]:
        return tuple(one for one in self.checked if one.checked)

    @property
    def adapted(self) -> tuple[str, ...]:
        return self.layer.labels if self.layer and self.layer.is_in_use else ()


@dataclass(frozen=True)
class CorrectedShare:
    """A share of own customers' messages as the model reads it, and as people would who read them all."""

    name: str
    read: Estimate
    corrected: Estimate


@dataclass(frozen=True)
class CheckPage:
    """`message` is the next one to read, None where the check is done; `place` its place among all `size`."""

    check: CheckRow | None
    message: ReadMessage | None
    place: int
    done: int
    size: int
    own: OwnQuality
    shares: tuple[CorrectedShare, ...]


def own_quality(lake: Lake) -> OwnQuality:
    """The same for everybody until somebody says something new or messages are read anew."""
    told = CorrectionRow.objects.aggregate(last=Max("pk"))
    versions = lake.version(assess.SIGNALS), lake.version(assess.MESSAGE_DAYS)
    known = layer()
    return _own_quality(
        lake, (*versions, themes(), told["last"], CorrectionRow.objects.count(), known.mark if known else "")
    )


@lru_cache(maxsize=4)
def _own_quality(lake: Lake, state: State) -> OwnQuality:
    known = layer()
    told = assess.checked(lake, corrections(), known, themes())
    return OwnQuality(told, known, sum(one.by_themselves for one in told))


def check_page(lake: Lake, x_ray: XRay | None) -> CheckPage:
    """The newest check where it stands, and what all of them say of the model."""
    check, own = CheckRow.objects.last(), own_quality(lake)
    left = _left(check) if check else []
    message = next(((place, found) for place in left if (found := _message(lake, check, place))), None)
    size = len(check.keys) if check else 0
    return CheckPage(
        check=check,
        message=message[1] if message else None,
        place=message[0] if message else 0,
        done=size - len(left),
        size=size,
        own=own,
        shares=_shares(own, x_ray) if x_ray else (),
    )


def _left(check: CheckRow) -> list[int]:
    answered = set(check.answers.values_list("source", "message_id"))
    passed = set(check.passed)
    return [
        place for place, key in enumerate(check.keys) if place not in passed and tuple(key) not in answered and any(key)
    ]


def _message(lake: Lake, check: CheckRow | None, place: int) -> ReadMessage | None:
    key = tuple(check.keys[place]) if check else ("", "")
    found = next(iter(assess.read_messages(lake, [key])), None)
    return found if found and found.text else None


def _shares(own: OwnQuality, x_ray: XRay) -> tuple[CorrectedShare, ...]:
    """What the shares of own customers would be if people had read every message."""
    mine = x_ray.own.aspects["customers"]
    asked = (
        ("sentiment", "negative", _("negative"), mine.negative),
        ("sentiment", "positive", _("positive"), mine.positive),
        ("frustration", "yes", _("frustration"), mine.frustrated),
        ("excitement", "yes", _("excitement"), mine.excited),
        ("need", "yes", _("need"), mine.needing),
    )
    by_label = {one.label: one for one in own.checked}
    told = []
    for label, says, name, read in asked:
        one = by_label.get(label)  # type: ignore[call-overload]
        if one is None or read is None:
            continue
        better = assess.corrected_share(one, says, read)
        if better is not None:
            told.append(CorrectedShare(name, read, better))
    return tuple(told)
