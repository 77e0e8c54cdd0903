"""Fractions of the grid of two values a factor: which generators to take, what resolution that gives, and which effects cannot be told apart.

A factor is a bit, a product of factors a set of bits; products multiply by exclusive or, for the square of a factor is 1 (Box, Hunter & Hunter,
Statistics for Experimenters, 2005, chapter 6).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations, product

TRIED = 20_000
"""generators looked at for one number of runs, before the next larger number is taken"""


@dataclass(frozen=True)
class Fraction:
    """A two-level fraction of k factors in 2^p runs."""

    names: tuple[str, ...]
    generators: dict[int, int]
    """factor that is generated, by its place -> bits of the factors of its product"""

    @property
    def runs(self) -> int:
        """How many points."""
        return int(2 ** (len(self.names) - len(self.generators)))

    @property
    def words(self) -> list[int]:
        """The products of factors that are the same in every run, without the empty one."""
        span = [0]
        for factor, bits in self.generators.items():
            span += [word ^ bits ^ (1 << factor) for word in span]
        return span[1:]

    @property
    def resolution(self) -> int | None:
        """Number of factors in the shortest of the words; None for the whole grid."""
        return min((word.bit_count() for word in self.words), default=None)

    def signs(self) -> Iterator[tuple[int, ...]]:
        """For each point, a sign for each factor: -1 for its first value, 1 for its last."""
        free = [place for place in range(len(self.names)) if place not in self.generators]
        for row in product((-1, 1), repeat=len(free)):
            signs = dict(zip(free, row, strict=True))
            for factor, bits in self.generators.items():
                sign = 1
                for place in free:
                    if bits >> place & 1:
                        sign *= signs[place]
                signs[factor] = sign
            yield tuple(signs[place] for place in range(len(self.names)))

    def aliases(self) -> list[str]:
        """For each main effect and pair that is not alone: it and the effects of up to two factors it is mixed with, as a + b x c."""
        k, words, told, lines = len(self.names), self.words, set[int](), []
        effects = [1 << place for place in range(k)] + [1 << a | 1 << b for a, b in combinations(range(k), 2)]
        for effect in effects:
            same = [effect, *sorted({effect ^ word for word in words if 0 < (effect ^ word).bit_count() <= 2}, key=lambda bits: (bits.bit_count(), bits))]
            if len(same) > 1 and effect not in told:
                lines.append(" + ".join(self._called(bits) for bits in same))
            told.update(same)
        return lines

    def _called(self, bits: int) -> str:
        return " x ".join(name for place, name in enumerate(self.names) if bits >> place & 1)


def stated(names: tuple[str, ...], generators: Mapping[str, list[str]]) -> Fraction:
    """The fraction with these generators: factor -> factors of its product."""
    places = {name: place for place, name in enumerate(names)}
    return Fraction(names, {places[name]: sum(1 << places[each] for each in of) for name, of in generators.items()})


def smallest(names: tuple[str, ...], resolution: int) -> Fraction:
    """The fraction with fewest runs, of those found, that has at least the resolution; the whole grid if no smaller one has."""
    k = len(names)
    for p in range(2, k):
        generators = _search(p, k, resolution)
        if generators is not None:
            return Fraction(names, generators)
    return Fraction(names, {})


def _search(p: int, k: int, resolution: int) -> dict[int, int] | None:
    """Generators of factors p to k - 1 from the first p, by trying one after another; None if there are none, or none was found."""
    products = [sum(1 << place for place in places) for size in range(p, resolution - 2, -1) for places in combinations(range(p), size)]
    left = TRIED

    def choose(factor: int, first: int, span: list[int], taken: dict[int, int]) -> dict[int, int] | None:
        nonlocal left
        if factor == k:
            return taken
        for number in range(first, len(products)):
            left -= 1
            if left < 0:
                return None
            new = [word ^ products[number] ^ (1 << factor) for word in span]
            if min(word.bit_count() for word in new) >= resolution:
                found = choose(factor + 1, number + 1, span + new, {**taken, factor: products[number]})
                if found is not None:
                    return found
        return None

    return choose(p, 0, [0], {})
