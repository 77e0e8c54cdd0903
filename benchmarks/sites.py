"""`python -m benchmarks.sites`: land that runs need against public sites, written to scenarios/world/SITES.md.

The public figures are those of the equipment reference, section 6.3 (press and makers, B unless said); a ratio is derived from them (X).
"""

import argparse
import math
from pathlib import Path
from typing import Any

import sim
from sim.site.land import MU_M2
from sim.site.site import site

from .configurations import commit
from .tables import Section

ROOT = Path(__file__).parents[1]
FILE = ROOT / "scenarios" / "world" / "SITES.md"
SEED = 1
QUICK_SCALE = 0.05
NAN = math.nan
HEAD = """# Land of hubs, against public sites

Written by `python -m benchmarks.sites`, never by hand.
"""

# name: site [mu], building [m2], parcels/h, parcels/day, as published
PUBLIC: dict[str, tuple[float, float, float, float]] = {
    "STO Changzhou headquarters hub (planned, due 2027)": (228, 140_000, NAN, 9e6),
    "ZTO Jingzhou (page prints a year, taken as a day)": (150, 120_000, NAN, 1e6),
    "ZTO Wanzhou (with warehouses)": (200, NAN, NAN, 0.45e6),
    "SF Jinnan fruit park, phase 1": (93.8, NAN, NAN, 0.5e6),
    "China Post Shijiazhuang": (205.8, NAN, 148_000, NAN),
    "China Post Taiyuan (mixed uses)": (NAN, 168_000, NAN, 1e6),
    "China Post Qingyang": (9, NAN, NAN, 0.1e6),
    "Luzhou shared hub (two storeys, basement)": (94.7, 110_000, NAN, 0.9e6),
    "SF Ezhou air hub, phase 1": (NAN, 714_000, 280_000, 2.28e6),
    "UPS Worldport (A)": (NAN, 483_000, 416_000, NAN),
    "DHL Hong Kong": (NAN, 49_500, 125_000, NAN),
    "DHL Bochum": (210, 40_000, 50_000, NAN),
    "DPD Hinckley hub 5": (243, 21_000, 72_000, NAN),
    "Hermes Rugby": (210, 25_000, 40_000, 1e6),
    "FedEx Ground Hagerstown (first stage)": (692, 31_000, 22_500, NAN),
    "FedEx Ground Allen Township": (NAN, 79_000, 60_000, NAN),
    "Royal Mail Midlands": (NAN, 78_000, NAN, 1e6),
}
# scenario: (storeys taken, the public site it is a model of, if any)
OURS: dict[str, tuple[int, str]] = {
    "jieyang_campus": (2, ""),
    "brand_hub": (2, ""),
    "world/dpd_hinckley": (1, "DPD Hinckley hub 5"),
    "world/hermes_rugby": (1, "Hermes Rugby"),
    "world/ups_worldport": (1, "UPS Worldport (A)"),
}


def _cells(name: str, mu: float, building: float, per_h: float, per_day: float) -> list[str]:
    def ratio(value: float, form: str) -> str:
        return format(value, form) if math.isfinite(value) else ""

    figures = [ratio(mu, ",.0f"), ratio(building, ",.0f"), ratio(per_h, ",.0f"), ratio(per_day, ",.0f")]
    shares = [ratio(building / per_h, ".2f"), ratio(building / per_day * 1e4, ",.0f"), ratio(mu / per_day * 1e4, ".2f"), ratio(building / mu / MU_M2, ".2f")]
    return [name, *figures, *shares]


def ours(name: str, storeys: int, scale: float) -> dict[str, Any]:
    """Return the record of the site of a shipped scenario."""
    hub = sim.load(ROOT / "scenarios" / f"{name}.yaml", scale, {"site": {"storeys": storeys}})
    return site(sim.run(hub, seed=SEED), hub)


def bench(quick: bool = False) -> Section:
    """Run each hub for its day and set its land beside what is public."""
    rows, facts = [], {}
    held = []
    for name, (storeys, model_of) in list(OURS.items())[1 if quick else 0 : 2 if quick else None]:
        record = ours(name, storeys, QUICK_SCALE if quick else 1.0)
        parts = sum(each["typical"] for each in record["site_parts_m2"].values())
        assert abs(parts / record["figures"]["land_m2"]["typical"] - 1) < 1e-9, name
        mu, building = (record["figures"][key]["typical"] for key in ("land_mu", "building_m2"))
        rows.append(_cells(f"**hubsim: {name}**, {storeys} storeys", mu, building, record["peak_per_h"], record["parcels_per_day"]))
        facts[name] = record["figures"]["mu_per_10k"]["typical"]
        if model_of:
            held.append(f"{name}: building {building / PUBLIC[model_of][1]:.2f} times that of {model_of}")
    rows += [_cells(name, *figures) for name, figures in PUBLIC.items()]
    public = [mu / per_day * 1e4 for mu, _, _, per_day in PUBLIC.values() if math.isfinite(mu / per_day)]
    least, most = min(public), max(public)
    header = ["site", "mu", "building m2", "parcels/h", "parcels/day", "m2 a parcel/h", "building m2 per 10,000/day", "mu per 10,000/day", "floor : site"]
    return Section(
        name="sites",
        title="What hubs stand on",
        words="Lines in bold are reckoned from one run of a shipped scenario at typical coefficients, most of them unverified: parcels/h is what left in the "
        f"busiest hour, parcels/day what left in the day simulated. By commit {commit()}, seed {SEED}. All others are public figures: capacities as stated by "
        "owners or the press, so a plant that is not full looks denser than it is; a day counts one way at some firms and both at others. "
        + ("Where the model is of the site beside it: " + "; ".join(held) + ". " if held else "")
        + "Public sites of one kind lie a factor of ten apart, so this shows an order of magnitude, not more.",
        header=header,
        rows=rows,
        proved="the parts of each site reckoned here sum to it.",
        headline="site for 10,000 parcels a day: "
        + ", ".join(f"{name} {per_10k:.2f} mu" for name, per_10k in facts.items())
        + f"; public sites {least:.2f} to {most:.2f}.",
        facts=facts,
    )


def main() -> None:
    """Run and write."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.sites", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="one hub, small, nothing written")
    quick = parser.parse_args().quick
    section = bench(quick)
    print(section.markdown())
    if not quick:
        FILE.write_text(HEAD + "\n" + section.markdown(), encoding="utf-8")


if __name__ == "__main__":
    main()
