"""Names to elements: what `to: sorter[2].north` means, and to which copy each copy leads."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from .elements import LoopSorter
from .hub import Ref
from .problems import did_you_mean, short
from .schema import Scenario

PART = re.compile(r"([^\s.\[\]{}]{1,64})(?:\[([1-9][0-9]{0,6})\])?")


class ReferenceFault(Exception):
    """A name that leads nowhere, or to too many; carries a message and a hint."""

    def __init__(self, message: str, hint: str = ""):
        super().__init__(message)
        self.message, self.hint = message, hint


@dataclass(frozen=True)
class Block:
    """All copies of one element: copy c (from 0) in group copy g (from 0) is number start + g * stride + c."""

    label: str
    spec: Any
    group: str | None
    start: int
    stride: int
    repeat: int

    @property
    def name(self) -> str:
        """Name within its group."""
        return self.label.rpartition(".")[2]

    @property
    def copies(self) -> int:
        """Copies side by side (in each copy of its group) [1]."""
        return self.spec.count

    def number(self, group_copy: int, copy: int) -> int:
        """Return the place in the flat hub of one copy; both counted from 0."""
        return self.start + group_copy * self.stride + copy


class Spot(NamedTuple):
    """The copy that refers to something: its group, its place among the copies of the group and of the element (from 0)."""

    group: str | None
    group_copy: int
    copy: int
    copies: int


@dataclass(frozen=True)
class Found:
    """What a name stands for: a block, and which of its copies."""

    block: Block
    group_copies: list[int]
    copy: int | None
    """the one copy named by number (from 0), or None"""
    induction: str | None


class Directory:
    """All elements of a scenario by name, numbered in the order of PHYSICS 1.3."""

    def __init__(self, scenario: Scenario, strict: bool = True):
        self.strict = strict
        self.blocks: dict[tuple[str | None, str], Block] = {}
        self.repeats = {name: group.repeat for name, group in scenario.groups.items()}
        start = 0
        for name, spec in scenario.elements.items():
            self.blocks[None, name] = Block(name, spec, None, start, 0, 1)
            start += spec.count
        for title, group in scenario.groups.items():
            stride = sum(spec.count for spec in group.elements.values())
            offset = start
            for name, spec in group.elements.items():
                self.blocks[title, name] = Block(f"{title}.{name}", spec, title, offset, stride, group.repeat)
                offset += spec.count
            start += stride * group.repeat
        self.total = start

    def names(self, group: str | None) -> Iterator[str]:
        """Yield every name that an element of `group` can refer to."""
        for title, name in self.blocks:
            yield name if title in (None, group) else f"{title}.{name}"

    def find(self, target: str, spot: Spot) -> Found:
        """Return what `target` means at `spot`: first its own group, then the plain elements, then the groups. Raise ReferenceFault."""
        parts = [PART.fullmatch(part) for part in target.split(".")]
        if len(parts) > 3 or not all(parts):
            raise ReferenceFault(f"{short(target)} is not a name", "write name, name[2], group.name, group[2].name or loop.induction")
        names = [(part[1], int(part[2]) if part[2] else None) for part in parts if part]
        first, number = names[0]
        for group in dict.fromkeys([spot.group, None]):
            if (group, first) in self.blocks:
                copies = [spot.group_copy] if group else [0]
                return self._found(self.blocks[group, first], copies, number, names[1:], target)
        if first in self.repeats and len(names) > 1:
            return self._in_group(names, target)
        if first in self.repeats:
            inside = [f"{first}.{name}" for group, name in self.blocks if group == first]
            raise ReferenceFault(f"{short(target)} is a group, not an element", "name one of its elements: " + ", ".join(inside[:12]))
        raise ReferenceFault(f"there is no element {short(target)}", did_you_mean(target, self.names(spot.group)))

    def _in_group(self, names: list[tuple[str, int | None]], target: str) -> Found:
        (group, number), (name, copy) = names[0], names[1]
        if (group, name) not in self.blocks:
            known = [f"{group}.{each}" for title, each in self.blocks if title == group]
            raise ReferenceFault(f"there is no element {short(name)} in the group '{group}'", did_you_mean(f"{group}.{name}", known))
        repeat = self.repeats[group]
        if number is not None and number > repeat:
            raise ReferenceFault(f"{short(target)}: the group '{group}' is there only {repeat} times")
        copies = list(range(repeat)) if number is None else [number - 1]
        return self._found(self.blocks[group, name], copies, copy, names[2:], target)

    def _found(self, block: Block, group_copies: list[int], number: int | None, rest: list[tuple[str, int | None]], target: str) -> Found:
        if number is not None and number > block.copies:
            raise ReferenceFault(f"{short(target)}: there is only {block.copies} of '{block.label}'", "raise its count, or name another")
        if not rest:
            return Found(block, group_copies, None if number is None else number - 1, None)
        induction = rest[0][0]
        if not isinstance(block.spec, LoopSorter) or len(rest) > 1 or rest[0][1] is not None:
            raise ReferenceFault(f"{short(target)}: '{block.label}' is a {block.spec.kind}, which has no parts", f"write '{block.label}'")
        if induction not in block.spec.inductions:
            raise ReferenceFault(f"the loop '{block.label}' has no induction {short(induction)}", did_you_mean(induction, block.spec.inductions))
        return Found(block, group_copies, None if number is None else number - 1, induction)

    def all(self, target: str, spot: Spot) -> tuple[Ref, ...]:
        """Return every copy that `target` names, in order. Raise ReferenceFault."""
        found = self.find(target, spot)
        copies = range(found.block.copies) if found.copy is None else [found.copy]
        return tuple(Ref(found.block.number(group, copy), found.induction) for group in found.group_copies for copy in copies)

    def part(self, target: str) -> tuple[int, ...]:
        """Return the places of what `target` names from outside all groups: copies of an element, or all that is in a group. Raise ReferenceFault."""
        match = PART.fullmatch(target)
        if match and match[1] in self.repeats and (None, match[1]) not in self.blocks:
            group, number = match[1], int(match[2]) if match[2] else None
            if number is not None and number > self.repeats[group]:
                raise ReferenceFault(f"{short(target)}: the group '{group}' is there only {self.repeats[group]} times")
            copies = range(self.repeats[group]) if number is None else [number - 1]
            blocks = [block for (title, _), block in self.blocks.items() if title == group]
            return tuple(block.number(copy, each) for copy in copies for block in blocks for each in range(block.copies))
        return tuple(ref.index for ref in self.all(target, Spot(None, 0, 0, 1)))

    def one(self, target: str, spot: Spot) -> tuple[Ref, ...]:
        """Return the one copy to which the copy at `spot` leads: the i-th to the i-th, or all to the only one. Raise ReferenceFault."""
        found = self.find(target, spot)
        block = found.block
        if len(found.group_copies) > 1:
            hint = f"name one: {block.group}[1].{block.name}"
            raise ReferenceFault(f"'{block.label}' is there in {len(found.group_copies)} copies of its group, and only one way is meant here", hint)
        copy = self._partner(block, spot) if found.copy is None else found.copy
        return (Ref(block.number(found.group_copies[0], copy), found.induction),)

    def share(self, target: str, spot: Spot) -> tuple[Ref, ...]:
        """Return the chutes that belong to the sorter copy at `spot`: the i-th of equal parts of all copies. Raise ReferenceFault."""
        refs = self.all(target, spot)
        if self.strict and len(refs) % spot.copies:
            hint = f"make its count a multiple of {spot.copies}"
            raise ReferenceFault(f"{len(refs)} copies of {short(target)} cannot be divided among {spot.copies} copies of this sorter", hint)
        low, high = spot.copy * len(refs) // spot.copies, (spot.copy + 1) * len(refs) // spot.copies
        return refs[low:high] or refs[min(low, len(refs) - 1) :][:1]

    def _partner(self, block: Block, spot: Spot) -> int:
        if self.strict and block.copies not in (1, spot.copies):
            hint = f"make both counts equal, give '{block.label}' count 1, or name one copy as {block.name}[1]"
            raise ReferenceFault(f"{_copies(spot.copies)} cannot lead to {_copies(block.copies)} of '{block.label}'", hint)
        # a scaled hub rounds counts, so that equal or single counts need not stay so: neighbours then share a partner
        return spot.copy * block.copies // spot.copies


def _copies(number: int) -> str:
    return "1 copy" if number == 1 else f"{number} copies"
