"""What a series would have done: a Bayesian structural time series, integrated by quadrature instead of drawn.

    value = regressors + level + swing + noise;   level: a random walk;   swing: an AR(1)

In: a `Batch` of series on one calendar, and `Window`s to forecast from the days before them. Out: per window the law
of (observed - forecast) as a mixture of Student t: coefficients and the overall variance are integrated out exactly,
the other parameters over a grid (`grid.py`). One pass of a Kalman filter over every column serves all windows of all
series at once. `forecasting` asks, `filtering` passes over the days, `explaining` weighs the explanations, `surprises`
tells what the likeliest one leaves.

Method: Harvey (1989), Forecasting, Structural Time Series Models and the Kalman Filter, ch. 3; generalised least
squares inside the filter: Rosenberg (1973), de Jong (1991); counterfactual use: Brodersen et al. (2015).
"""

from leadline.measure.evidence.structural.batch import LEAST_VARIANCE, VARIANTS, Batch, Window, degrees
from leadline.measure.evidence.structural.forecasting import Forecast, forecast
from leadline.measure.evidence.structural.surprises import (
    Explanations,
    Whitened,
    likeliest,
    surprises_of,
    whiten,
)

__all__ = [
    "LEAST_VARIANCE",
    "VARIANTS",
    "Batch",
    "Explanations",
    "Forecast",
    "Whitened",
    "Window",
    "degrees",
    "forecast",
    "likeliest",
    "surprises_of",
    "whiten",
]
