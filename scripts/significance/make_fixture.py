"""Writes src/eval/significance/scipy.json: what scipy says about fixed differences, for significance.test.ts.

    python3 scripts/significance/make_fixture.py             # Python 3.10 or later with numpy and scipy 1.9 or later
    python3 scripts/significance/make_fixture.py some/file   # elsewhere, to compare
    npm run format

scipy.stats.permutation_test (exact for few users, else random sign flips), scipy.stats.bootstrap (percentile), and
Holm's correction from R's definition of p.adjust, written out. What scipy draws at random has an error of its own; the
fixture names the number of its rounds, and the test allows for it.
"""

import json
import sys
from pathlib import Path

import numpy as np
from scipy import stats

ROUNDS = 200_000
TARGET = Path(__file__).parents[2] / "src/eval/significance/scipy.json"


def mean(values, axis=-1):
    return np.mean(values, axis=axis)


def case(name, differences):
    """p-value and interval of one array of differences; exact if scipy can try all sign patterns."""
    differences = np.asarray(differences, dtype=np.float64)
    tested = stats.permutation_test(
        (differences,),
        mean,
        permutation_type="samples",
        alternative="two-sided",
        n_resamples=ROUNDS,
        vectorized=True,
        batch=1000,
        random_state=np.random.default_rng(1),
    )
    interval = stats.bootstrap(
        (differences,),
        mean,
        n_resamples=ROUNDS,
        confidence_level=0.95,
        method="percentile",
        vectorized=True,
        batch=1000,
        random_state=np.random.default_rng(2),
    ).confidence_interval
    return {
        "name": name,
        "differences": [float(d) for d in differences],
        "exact": bool(2 ** len(differences) <= ROUNDS),
        "pValue": float(tested.pvalue),
        "interval": [float(interval.low), float(interval.high)],
    }


def with_mean(values, wanted):
    """Moved to a mean near the one wanted, to four decimals."""
    return np.round(values - values.mean() + wanted, 4)


def holm(p_values):
    """R's p.adjust(p, "holm"): cummax((n - i + 1) * sorted p), capped at 1, in the old order."""
    p = np.asarray(p_values)
    order = np.argsort(p, kind="stable")
    adjusted = np.minimum(1, np.maximum.accumulate((len(p) - np.arange(len(p))) * p[order]))
    back = np.empty_like(adjusted)
    back[order] = adjusted
    return [float(a) for a in back]


def main():
    random = np.random.default_rng(20)
    p_values = [
        [0.01, 0.02, 0.03, 0.04, 0.05],
        [0.04, 0.001, 0.03, 0.5, 0.04, 0.9],
        [0.2],
        [0.6, 0.7, 0.8],
    ]
    fixture = {
        "rounds": ROUNDS,
        "cases": [
            case("eight users, exact", [0.3, -0.1, 0.25, 0.4, 0.05, -0.15, 0.2, 0.1]),
            case("six users of one mind, exact", [0.1, 0.2, 0.3, 0.1, 0.2, 0.4]),
            case("ten users with ties, exact", [0, 0, 0.5, -0.25, 0, 0.5, 1, 0, -0.5, 0.25]),
            case("ten users whose mean is 0, exact", [0.5, -0.5, 0.25, -0.25, 1, -1, 0.125, -0.125, 0, 0]),
            case("200 users, a clear difference", with_mean(random.normal(0, 0.25, 200), 0.05)),
            case("200 users, a slight difference", with_mean(random.normal(0, 0.25, 200), 0.03)),
            case("300 users, hits and misses", random.choice([-1, 0, 1], 300, p=[0.1, 0.75, 0.15])),
            case("150 users, skewed", with_mean(random.exponential(0.1, 150), -0.012)),
        ],
        "holm": [{"pValues": p, "adjusted": holm(p)} for p in p_values],
    }
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else TARGET
    target.write_text(json.dumps(fixture, indent=1) + "\n")


main()
