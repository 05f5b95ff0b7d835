"""Who reads here: the fast model, the accurate one, or both in a cascade?

In: LEADLINE_MODEL and LEADLINE_CASCADE_SHARE, or the name of a model. Out: a reader, ready for any number of texts.
Each has a version of its own, so that a series of signals never mixes them. The surprise: the fast one is used without
a look at what the accurate one needs; nothing of it is loaded.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Literal, Protocol, get_args

from leadline.assess.reader import fast
from leadline.assess.reader.accurate import load_accurate
from leadline.assess.reader.cascade import ALL, Cascade
from leadline.assess.reader.fast import Reading
from leadline.assess.reader.layer import Layer
from leadline.assess.reader.signals import Calibration
from leadline.assess.reader.themes import Themes
from leadline.config import setting
from leadline.errors import LeadlineError

if TYPE_CHECKING:
    import pyarrow as pa

ModelName = Literal["fast", "cascade", "accurate"]


class AnyReader(Protocol):
    """What reads messages. Each text is read alone: its labels do not depend on the others."""

    @property
    def version(self) -> str:
        """What each signal carries."""

    @property
    def themes(self) -> Themes: ...

    def read(self, texts: Sequence[str | None]) -> Reading: ...

    def read_column(self, column: pa.Array) -> Reading: ...

    def signals(self, *, accurately: bool) -> Mapping[str, Calibration]:
        """How each signal became a yes, in texts that the accurate model read, or the fast one."""


def load_reader(themes: Themes | None = None, *, layer: Layer | None = None, model: str | None = None) -> AnyReader:
    """The reader that was named, or LEADLINE_MODEL's. A company's layer changes the fast model alone.

    Raises LeadlineError where there is no such model, or what it needs is not installed.
    """
    named = model or setting("LEADLINE_MODEL")
    if named not in get_args(ModelName):
        raise LeadlineError(f"“{named}” is no model.", "LEADLINE_MODEL and --model take fast, cascade or accurate.")
    percent = {"fast": 0, "accurate": ALL}.get(named)
    percent = _share() if percent is None else percent
    read_fast = fast.load_reader(themes, layer=layer)
    return Cascade(read_fast, load_accurate(), percent) if percent else read_fast


def _share() -> int:
    percent: int = setting("LEADLINE_CASCADE_SHARE")
    if percent > ALL:
        raise LeadlineError(
            f"LEADLINE_CASCADE_SHARE is {percent}, more than all messages.", "Set it to 0 to 100 percent, as in 25."
        )
    return percent
