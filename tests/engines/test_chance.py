"""Keyed random numbers: known answers, and two implementations that agree to the last bit."""

import math
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from scipy import stats as scipy_stats

from sim.kernels import chance, laws
from sim.kernels.world import World
from sim.layout import EMPIRICAL, EXPONENTIAL, GAMMA, GEOMETRIC, LAW, LOGNORMAL, TRIANGULAR, UNIFORM, WEIBULL
from sim.reference import chance as plain

# Random123, kat_vectors: philox4x32 10.
KNOWN = [
    ((0, 0, 0, 0), (0, 0), (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
    ((0xFFFFFFFF,) * 4, (0xFFFFFFFF,) * 2, (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
    ((0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344), (0xA4093822, 0x299F31D0), (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1)),
]


@pytest.mark.parametrize(("counter", "key", "words"), KNOWN)
def test_philox_gives_the_known_answers(counter: tuple[int, ...], key: tuple[int, ...], words: tuple[int, ...]) -> None:
    assert plain.philox(counter, key) == words  # type: ignore[arg-type]
    assert tuple(int(w) for w in chance.philox(*(np.uint64(x) for x in counter + key))) == words


def test_logarithm_and_exponential_are_right_to_an_ulp_and_the_same_twice() -> None:
    for x in np.geomspace(1e-300, 1e300, 2001):
        assert laws.ln(x) == plain.ln(float(x))
        assert laws.ln(x) == pytest.approx(math.log(x), rel=3e-16, abs=3e-16)
    for x in np.linspace(-690, 690, 2001):
        assert laws.exp(x) == plain.exp(float(x))
        assert laws.exp(x) == pytest.approx(math.exp(x), rel=4e-16)


def test_the_normal_quantile_is_right_and_the_same_twice() -> None:
    for p in np.concatenate([np.geomspace(1e-300, 0.5, 500), 1 - np.geomspace(1e-15, 0.5, 500)]):
        assert laws.normal(p) == plain.normal(float(p))
        assert laws.normal(p) == pytest.approx(scipy_stats.norm.ppf(p), rel=1e-13, abs=1e-13)


LAWS = {
    EXPONENTIAL: ((1e6, 0, 0), scipy_stats.expon(scale=1e6)),
    UNIFORM: ((1e6, 3e6, 0), scipy_stats.uniform(1e6, 2e6)),
    TRIANGULAR: ((1e6, 2e6, 4e6), scipy_stats.triang(1 / 3, 1e6, 3e6)),
    GAMMA: ((0.5, 1e6, 0), scipy_stats.gamma(0.5, scale=1e6)),
    LOGNORMAL: ((14.0, 0.5, 0), scipy_stats.lognorm(0.5, scale=math.exp(14.0))),
    WEIBULL: ((1e6, 1.5, 0), scipy_stats.weibull_min(1.5, scale=1e6)),
    GEOMETRIC: ((1.0, 0.3, math.log(0.7)), scipy_stats.geom(0.3)),
}


@pytest.mark.parametrize("form", [*LAWS, EMPIRICAL])
def test_laws_are_drawn_alike_by_both_engines_and_have_their_shape(form: int) -> None:
    table = np.zeros(1, LAW)
    table["form"] = form
    if form == EMPIRICAL:
        table["first"], table["n"] = 0, 2
    else:
        table["a"], table["b"], table["c"] = LAWS[form][0]
    world = World(L=table, P=np.array([5, 9, 2**52, 2**53], np.int64))
    world.G[0].key0 = 12345
    ours = plain.Chance(world)
    draws = np.array([laws.draw(world, 0, 3, 7, 0, 0, i, 1) for i in range(4000)])
    assert [ours.draw(0, 3, 7, 0, 0, i, 1) for i in range(500)] == draws[:500].tolist()
    if form == EMPIRICAL:
        assert set(draws) == {5, 9} and abs((draws == 5).mean() - 0.5) < 3.3 * 0.5 / math.sqrt(4000)
    elif form == GEOMETRIC:
        assert abs(draws.mean() - 1 / 0.3) < 3.3 * LAWS[form][1].std() / math.sqrt(4000)
    else:
        assert scipy_stats.kstest(draws, LAWS[form][1].cdf).pvalue > 1e-4


COMPARE = """
import sys
import sim
print(*(sim.run(path).digest for path in sys.argv[1:]))
"""


def test_kernels_do_the_same_without_the_compiler(tmp_path: Path) -> None:
    """So that coverage sees them, and so that nothing hangs on how they are compiled."""
    import json

    from random_plants import random_scenario

    paths = []
    for number in (3, 17, 53, 71, 127, 251):
        path = tmp_path / f"plant{number}.yaml"
        path.write_text(json.dumps(random_scenario(number)))
        paths.append(str(path))
    digests = []
    for disable in ("0", "1"):
        environment = {**os.environ, "NUMBA_DISABLE_JIT": disable, "PYTHONWARNINGS": "ignore", "PYTHONPATH": str(Path(__file__).parents[2])}
        digests.append(subprocess.run([sys.executable, "-c", COMPARE, *paths], env=environment, capture_output=True, text=True, check=True).stdout)
    assert digests[0] == digests[1] and len(digests[0].split()) == len(paths)
