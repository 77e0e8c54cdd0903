"""Laws of chance, computed from + - x / and square roots only, so that every machine draws the same tick.

Logarithm and exponential are the sums of fdlibm (Sun Microsystems, 1993), the normal quantile is AS 241 (Wichura, Applied Statistics 37, 1988),
gamma is drawn by Marsaglia and Tsang (ACM TOMS 26, 2000) with a counter for its attempts.
"""

import math

import numpy as np

from ..layout import DETERMINISTIC, EMPIRICAL, EXPONENTIAL, GAMMA, GEOMETRIC, LOGNORMAL, TRIANGULAR, UNIFORM, WEIBULL
from .chance import unit_interval, words
from .jit import apart, both, entry, kernel

LONGEST = 1152921504606846976.0
"""2^60, which no draw exceeds: 36,000 years, and sums of two still fit"""
LN2_HIGH = 6.93147180369123816490e-01
LN2_LOW = 1.90821492927058770002e-10


@both
def ln(x):  # type: ignore[no-untyped-def]
    """Return the natural logarithm of x > 0; error below 1 ulp."""
    # Not math.frexp: that is a call of C from a kernel, a fifth of the whole.
    bits = np.float64(x).view(np.int64)
    m = np.int64((bits & 0x000FFFFFFFFFFFFF) | 0x3FE0000000000000).view(np.float64)
    e = (bits >> 52) - 1022
    if m < 0.7071067811865476:
        m = m * 2.0
        e = e - 1
    f = m - 1.0
    s = f / (2.0 + f)
    z = s * s
    w = z * z
    t1 = w * (3.999999999940941908e-01 + w * (2.222219843214978396e-01 + w * 1.531383769920937332e-01))
    t2 = z * (6.666666666666735130e-01 + w * (2.857142874366239149e-01 + w * (1.818357216161805012e-01 + w * 1.479819860511658591e-01)))
    half = 0.5 * f * f
    k = float(e)
    return k * LN2_HIGH - ((half - (s * (half + (t1 + t2)) + k * LN2_LOW)) - f)


@entry
def exp(x):  # type: ignore[no-untyped-def]
    """Return e to the x for -700 < x < 700; error below 1 ulp. Below, 0; above, e to the 700."""
    if x < -700.0:
        return 0.0
    if x > 700.0:
        x = 700.0
    k = math.floor(x * 1.44269504088896338700 + 0.5)
    high = x - k * LN2_HIGH
    low = k * LN2_LOW
    r = high - low
    t = r * r
    p = 1.66666666666666019037e-01 + t * (
        -2.77777777770155933842e-03 + t * (6.61375632143793436117e-05 + t * (-1.65339022054652515390e-06 + t * 4.13813679705723846039e-08))
    )
    c = r - t * p
    return math.ldexp(1.0 - ((low - (r * c) / (2.0 - c)) - high), int(k))


@entry
def normal(p):  # type: ignore[no-untyped-def]
    """Return the quantile of the standard normal law at 0 < p < 1."""
    q = p - 0.5
    if abs(q) <= 0.425:
        r = 0.180625 - q * q
        a = 2509.0809287301226727 * r + 33430.575583588128105
        a = ((((a * r + 67265.770927008700853) * r + 45921.953931549871457) * r + 13731.693765509461125) * r + 1971.5909503065514427) * r
        b = 5226.495278852545925 * r + 28729.085735721942674
        b = ((((b * r + 39307.89580009271061) * r + 21213.794301586595867) * r + 5394.1960214247511077) * r + 687.1870074920579083) * r
        return q * ((a + 133.14166789178437745) * r + 3.387132872796366608) / ((b + 42.313330701600911252) * r + 1.0)
    r = math.sqrt(-ln(p if q < 0 else 1.0 - p))
    if r <= 5.0:
        r = r - 1.6
        a = 7.7454501427834140764e-4 * r + 0.0227238449892691845833
        a = ((((a * r + 0.24178072517745061177) * r + 1.27045825245236838258) * r + 3.64784832476320460504) * r + 5.7694972214606914055) * r
        b = 1.05075007164441684324e-9 * r + 5.475938084995344946e-4
        b = ((((b * r + 0.0151986665636164571966) * r + 0.14810397642748007459) * r + 0.68976733498510000455) * r + 1.6763848301838038494) * r
        z = ((a + 4.6303378461565452959) * r + 1.42343711074968357734) / ((b + 2.05319162663775882187) * r + 1.0)
    else:
        r = r - 5.0
        a = 2.01033439929228813265e-7 * r + 2.71155556874348757815e-5
        a = ((((a * r + 0.0012426609473880784386) * r + 0.026532189526576123093) * r + 0.29656057182850489123) * r + 1.7848265399172913358) * r
        b = 2.04426310338993978564e-15 * r + 1.4215117583164458887e-7
        b = ((((b * r + 1.8463183175100546818e-5) * r + 7.868691311456132591e-4) * r + 0.0148753612908506148525) * r + 0.13692988092273580531) * r
        z = ((a + 5.4637849111641143699) * r + 6.6579046435011037772) / ((b + 0.59983220655588793769) * r + 1.0)
    return -z if q < 0 else z


@kernel
def paced(span, pace):  # type: ignore[no-untyped-def]
    """Return how long work of `span` ticks takes people of `pace` thousandths (PHYSICS 6.12); `pace` is 100 or more."""
    # 2^52 ticks are longer than any run, and a thousand times that still fits.
    return min(span, np.int64(1) << 52) * 1000 // pace


@apart
def _gamma(S, shape, purpose, owner, turn, place, vehicle, source):  # type: ignore[no-untyped-def]
    """Return a gamma variate of mean `shape`. After 15 refusals (below 1e-19) the last candidate is taken."""
    k = shape if shape >= 1.0 else shape + 1.0
    d = k - 1.0 / 3.0
    c = 1.0 / math.sqrt(9.0 * d)
    boost = 1.0
    v = 1.0
    for attempt in range(16):
        w0, w1, w2, w3 = words(S, purpose, attempt, owner, turn, place, vehicle, source)
        if attempt == 0 and shape < 1.0:
            boost = exp(ln(unit_interval(w0, w1)) / shape)
            continue
        x = normal(unit_interval(w0, w1))
        v = 1.0 + c * x
        if v <= 0.0:
            continue
        v = v * v * v
        if ln(unit_interval(w2, w3)) < 0.5 * x * x + d - d * v + d * ln(v):
            break
    return d * v * boost if v > 0.0 else 0.0


@kernel
def whole(x):  # type: ignore[no-untyped-def]
    """Return `x` rounded half upwards, at most LONGEST."""
    return np.int64(math.floor(min(x, LONGEST) + 0.5))


@entry
def draw(S, law, purpose, owner, turn, place, vehicle, source):  # type: ignore[no-untyped-def]
    """Return one draw from row `law` of the law table L, rounded to whole ticks or counts (int64)."""
    L, P = S.L, S.P
    g = L[law]
    shape = g.form
    if shape == DETERMINISTIC:
        return whole(g.a)
    if shape == GAMMA:
        return whole(g.b * _gamma(S, g.a, purpose, owner, turn, place, vehicle, source))
    w0, w1, _, _ = words(S, purpose, 0, owner, turn, place, vehicle, source)
    u = unit_interval(w0, w1)
    x = 0.0
    if shape == EXPONENTIAL:
        x = -g.a * ln(u)
    elif shape == UNIFORM:
        x = g.a + (g.b - g.a) * u
    elif shape == TRIANGULAR:
        if u * (g.c - g.a) < g.b - g.a:
            x = g.a + math.sqrt(u * (g.c - g.a) * (g.b - g.a))
        else:
            x = g.c - math.sqrt((1.0 - u) * (g.c - g.a) * (g.c - g.b))
    elif shape == LOGNORMAL:
        x = exp(g.a + g.b * normal(u))
    elif shape == WEIBULL:
        x = g.a * exp(ln(-ln(u)) / g.b)
    elif shape == GEOMETRIC:
        x = g.a if g.b >= 1.0 else g.a * (1.0 + math.floor(ln(u) / g.c))
    elif shape == EMPIRICAL:
        at = np.int64(u * 9007199254740992.0)
        low, high = 0, g.n - 1
        while low < high:
            middle = (low + high) // 2
            if P[g.first + g.n + middle] > at:
                high = middle
            else:
                low = middle + 1
        return P[g.first + low]
    return whole(x)
