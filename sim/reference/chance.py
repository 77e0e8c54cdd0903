"""Keyed random numbers and laws of chance in plain Python (PHYSICS 1.4, 1.5, 8, 9), written apart from the kernels so that each checks the other."""

import math
from typing import Any

from ..layout import DETERMINISTIC, EMPIRICAL, EXPONENTIAL, GAMMA, GEOMETRIC, LOGNORMAL, TRIANGULAR, UNIFORM

WORD = 0xFFFFFFFF
LN2_HIGH, LN2_LOW = 6.93147180369123816490e-01, 1.90821492927058770002e-10


def philox(counter: tuple[int, int, int, int], key: tuple[int, int]) -> tuple[int, int, int, int]:
    """Return Philox4x32-10 of a counter and a key, all words below 2^32."""
    c0, c1, c2, c3 = counter
    k0, k1 = key
    for _ in range(10):
        a, b = 0xD2511F53 * c0, 0xCD9E8D57 * c2
        c0, c1, c2, c3 = (b >> 32) ^ c1 ^ k0, b & WORD, (a >> 32) ^ c3 ^ k1, a & WORD
        k0, k1 = (k0 + 0x9E3779B9) & WORD, (k1 + 0xBB67AE85) & WORD
    return c0, c1, c2, c3


def fraction(w0: int, w1: int) -> int:
    """Return 53 random bits of two words."""
    return ((w0 >> 5) << 26) + (w1 >> 6)


def uniform(w0: int, w1: int) -> float:
    """Return a number in (0, 1)."""
    return (float(fraction(w0, w1)) + 0.5) * (1.0 / 9007199254740992.0)


def ln(x: float) -> float:
    """Return the natural logarithm: fdlibm's sum."""
    m, e = math.frexp(x)
    if m < 0.7071067811865476:
        m, e = m * 2.0, e - 1
    f = m - 1.0
    s = f / (2.0 + f)
    z = s * s
    w = z * z
    even = w * (3.999999999940941908e-01 + w * (2.222219843214978396e-01 + w * 1.531383769920937332e-01))
    odd = z * (6.666666666666735130e-01 + w * (2.857142874366239149e-01 + w * (1.818357216161805012e-01 + w * 1.479819860511658591e-01)))
    half = 0.5 * f * f
    return e * LN2_HIGH - ((half - (s * (half + (even + odd)) + e * LN2_LOW)) - f)


def exp(x: float) -> float:
    """Return e to the x: fdlibm's sum."""
    if x < -700.0:
        return 0.0
    x = min(x, 700.0)
    k = math.floor(x * 1.44269504088896338700 + 0.5)
    high, low = x - k * LN2_HIGH, k * LN2_LOW
    r = high - low
    t = r * r
    last = -1.65339022054652515390e-06 + t * 4.13813679705723846039e-08
    p = 1.66666666666666019037e-01 + t * (-2.77777777770155933842e-03 + t * (6.61375632143793436117e-05 + t * last))
    c = r - t * p
    return math.ldexp(1.0 - ((low - (r * c) / (2.0 - c)) - high), k)


# AS 241: coefficients of numerator and denominator, highest power first, in the middle, in the tails, and far out.
MIDDLE = (
    (
        2509.0809287301226727,
        33430.575583588128105,
        67265.770927008700853,
        45921.953931549871457,
        13731.693765509461125,
        1971.5909503065514427,
        133.14166789178437745,
        3.387132872796366608,
    ),
    (
        5226.495278852545925,
        28729.085735721942674,
        39307.89580009271061,
        21213.794301586595867,
        5394.1960214247511077,
        687.1870074920579083,
        42.313330701600911252,
        1.0,
    ),
)
TAIL = (
    (
        7.7454501427834140764e-4,
        0.0227238449892691845833,
        0.24178072517745061177,
        1.27045825245236838258,
        3.64784832476320460504,
        5.7694972214606914055,
        4.6303378461565452959,
        1.42343711074968357734,
    ),
    (
        1.05075007164441684324e-9,
        5.475938084995344946e-4,
        0.0151986665636164571966,
        0.14810397642748007459,
        0.68976733498510000455,
        1.6763848301838038494,
        2.05319162663775882187,
        1.0,
    ),
)
FAR = (
    (
        2.01033439929228813265e-7,
        2.71155556874348757815e-5,
        0.0012426609473880784386,
        0.026532189526576123093,
        0.29656057182850489123,
        1.7848265399172913358,
        5.4637849111641143699,
        6.6579046435011037772,
    ),
    (
        2.04426310338993978564e-15,
        1.4215117583164458887e-7,
        1.8463183175100546818e-5,
        7.868691311456132591e-4,
        0.0148753612908506148525,
        0.13692988092273580531,
        0.59983220655588793769,
        1.0,
    ),
)


def _ratio(table: tuple[tuple[float, ...], tuple[float, ...]], r: float) -> tuple[float, float]:
    out = []
    for coefficients in table:
        value = coefficients[0]
        for c in coefficients[1:]:
            value = value * r + c
        out.append(value)
    return out[0], out[1]


def normal(p: float) -> float:
    """Return the quantile of the standard normal law."""
    q = p - 0.5
    if abs(q) <= 0.425:
        a, b = _ratio(MIDDLE, 0.180625 - q * q)
        return q * a / b
    r = math.sqrt(-ln(p if q < 0 else 1.0 - p))
    a, b = _ratio(TAIL, r - 1.6) if r <= 5.0 else _ratio(FAR, r - 5.0)
    return -(a / b) if q < 0 else a / b


def whole(x: float) -> int:
    """Return `x` rounded half upwards, at most 2^60 (PHYSICS 8.2)."""
    return math.floor(min(x, 2.0**60) + 0.5)


class Chance:
    """All chance of one run."""

    def __init__(self, S: Any) -> None:
        g = S.G[0]
        self.key = (int(g.key0), int(g.key1))
        self.replication = int(g.replication)
        self.laws = [tuple(row) for row in S.L.tolist()]
        self.pool = S.P

    def words(self, purpose: int, owner: int, turn: int, place: int, vehicle: int, source: int, attempt: int = 0) -> tuple[int, int, int, int]:
        """Return the four words of a draw (PHYSICS 8)."""
        c2 = purpose + 16 * attempt + 256 * owner + 16777216 * (turn & 255)
        return philox((place, vehicle, c2, self.replication + 65536 * source), self.key)

    def share(self, purpose: int, owner: int, turn: int, parcel: Any) -> float:
        """Return a uniform number of a parcel, times 2^53."""
        w0, w1, _, _ = self.words(purpose, owner, turn, parcel.place, parcel.vehicle, parcel.source)
        return self.as_share(w0, w1)

    @staticmethod
    def as_share(w0: int, w1: int) -> float:
        """Return the uniform number of two words, times 2^53."""
        return uniform(w0, w1) * 9007199254740992.0

    def draw(self, law: int, purpose: int, owner: int, turn: int, place: int, vehicle: int, source: int) -> int:
        """Return one draw of a law in whole ticks or counts."""
        form, first, n, a, b, c = self.laws[law]
        if form == DETERMINISTIC:
            return whole(a)
        key = (purpose, owner, turn, place, vehicle, source)
        if form == GAMMA:
            return whole(b * self._gamma(a, key))
        w0, w1, _, _ = self.words(*key)
        u = uniform(w0, w1)
        if form == EMPIRICAL:
            at = int(u * 9007199254740992.0)
            return int(self.pool[first + next(i for i in range(n) if i == n - 1 or self.pool[first + n + i] > at)])
        return whole(self._inverse(form, a, b, c, u))

    @staticmethod
    def _inverse(form: int, a: float, b: float, c: float, u: float) -> float:
        if form == EXPONENTIAL:
            return -a * ln(u)
        if form == UNIFORM:
            return a + (b - a) * u
        if form == TRIANGULAR:
            if u * (c - a) < b - a:
                return a + math.sqrt(u * (c - a) * (b - a))
            return c - math.sqrt((1.0 - u) * (c - a) * (c - b))
        if form == LOGNORMAL:
            return exp(a + b * normal(u))
        if form == GEOMETRIC:
            return a if b >= 1.0 else a * (1.0 + math.floor(ln(u) / c))
        return a * exp(ln(-ln(u)) / b)  # Weibull

    def _gamma(self, shape: float, key: tuple[int, int, int, int, int, int]) -> float:
        k = shape if shape >= 1.0 else shape + 1.0
        d = k - 1.0 / 3.0
        c = 1.0 / math.sqrt(9.0 * d)
        boost = v = 1.0
        for attempt in range(16):
            w0, w1, w2, w3 = self.words(*key, attempt=attempt)
            if attempt == 0 and shape < 1.0:
                boost = exp(ln(uniform(w0, w1)) / shape)
                continue
            x = normal(uniform(w0, w1))
            v = 1.0 + c * x
            if v <= 0.0:
                continue
            v = v * v * v
            if ln(uniform(w2, w3)) < 0.5 * x * x + d - d * v + d * ln(v):
                break
        return d * v * boost if v > 0.0 else 0.0
