"""`python -m benchmarks [NAME...]`: run them, print their tables, and write RESULTS.md.

With names, only those sections of RESULTS.md change. --quick proves that each does its work, in a minute, and writes nothing.
"""

import argparse
import datetime
import re
from pathlib import Path

from . import campus, field, growth, machine, report, runs, start, week
from .tables import Section

BENCHES = {
    "campus": campus.bench,
    "week": week.bench,
    "field": field.bench,
    "growth": growth.bench,
    "start": start.bench,
    "runs": runs.bench,
    "report": report.bench,
}
FILE = Path(__file__).with_name("RESULTS.md")
README = Path(__file__).parents[1] / "README.md"
HEAD = """# Benchmarks

Written by `python -m benchmarks`, never by hand. Where three figures stand in one place they are min - median - max of several runs.
The machine does other work too: compare within a table, not between tables, and trust ratios before seconds.
"""


def write(section: Section) -> None:
    """Put the section into RESULTS.md, in the place of its predecessor, and the headlines into the README."""
    old = FILE.read_text() if FILE.exists() else ""
    parts = dict(re.findall(r"<!-- (\w+) -->\n(.*?)(?=\n<!-- |\Z)", old, re.DOTALL))
    stamp = f"_{datetime.date.today().isoformat()}; {machine.describe()}_"
    parts[section.name] = section.markdown() + "\n" + stamp + "\n"
    FILE.write_text("\n".join([HEAD, *(f"<!-- {name} -->\n{parts[name]}" for name in BENCHES if name in parts)]))
    headlines = re.findall(r"^\*\*In short:\*\* (.*)$", FILE.read_text(), re.MULTILINE)
    excerpt = "\n".join(f"- {line[0].upper()}{line[1:]}" for line in headlines)
    readme = README.read_text()
    README.write_text(re.sub(r"(<!-- from benchmarks[^\n]*-->\n).*?(<!-- end -->)", lambda m: f"{m[1]}\n{excerpt}\n\n{m[2]}", readme, flags=re.DOTALL))


def main() -> None:
    """Run what was asked for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"any of {', '.join(BENCHES)}; all if left out")
    parser.add_argument("--quick", action="store_true", help="small sizes, one round, nothing written")
    parser.add_argument("--largest", type=int, default=8, metavar="N", help="growth goes to 10^N parcels, 5 to 8 (default 8)")
    parser.add_argument("--thousand", action="store_true", help="runs does all thousand runs of the campus, some ten minutes or more, not forty of them")
    asked = parser.parse_args()
    for name in asked.names or BENCHES:
        if name not in BENCHES:
            parser.error(f"no benchmark {name!r}")
    for name in asked.names or BENCHES:
        more = {"growth": (asked.largest,), "runs": (asked.thousand,)}.get(name, ())
        section = BENCHES[name](asked.quick, *more)
        print(section.markdown(), flush=True)
        if not asked.quick:
            write(section)


if __name__ == "__main__":
    main()
