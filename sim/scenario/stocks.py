"""Rules of stocks of reusable bags: known, used, and enough to begin with."""

from collections import Counter
from collections.abc import Iterator

from .elements import Bag, Chute
from .mixes import parts
from .problems import Problem, Where, did_you_mean, error, short, warning
from .schema import Scenario


def takers(scenario: Scenario) -> Iterator[tuple[str, int, tuple[str, ...]]]:
    """Yield (stock, containers at once, path of the field that names it) of every chute and bag whose containers are reusable."""
    for _, path, spec in parts(scenario):
        copies = spec.count * (scenario.groups[path[1]].repeat if path[0] == "groups" else 1)
        if isinstance(spec, Chute) and spec.container is not None and spec.container.stock is not None:
            yield spec.container.stock, copies, (*path, "container", "stock")
        elif isinstance(spec, Bag) and spec.stock is not None:
            yield spec.stock, copies, (*path, "stock")


def stocks_are_known(scenario: Scenario, where: Where) -> Iterator[Problem]:
    """Containers are taken from stocks that exist, a stock is used, and there is one for each container that is to be open at once."""
    wanted: Counter[str] = Counter()
    for name, copies, path in takers(scenario):
        wanted[name] += copies
        if name not in scenario.stocks:
            yield error(where(*path), f"unknown stock {short(name)}", did_you_mean(name, scenario.stocks) or "define it under stocks")
    for name, stock in scenario.stocks.items():
        if not wanted[name]:
            yield warning(where("stocks", name, key=True), f"nobody takes from the stock {short(name)}", "name it at a container, or remove it")
        elif stock.size < wanted[name]:
            words = f"the stock {short(name)} has {stock.size:,}, and {wanted[name]:,} containers are to be open at once"
            yield warning(where("stocks", name, "size"), words, "some stay closed until bags come back: give it more")


RULES = (stocks_are_known,)
