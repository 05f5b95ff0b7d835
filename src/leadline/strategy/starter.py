"""Where does a company without a strategy begin? With a commented file whose every remark explains itself."""

from __future__ import annotations

from importlib.resources import files


def template() -> str:
    """The starter `strategy.yaml`, as text (S0.24)."""
    return files("leadline.strategy").joinpath("templates", "strategy.yaml").read_text(encoding="utf-8")
