"""Imports point downward only; a library lives in one place. Read from the syntax trees, so that imports inside functions count too."""

import ast
import re
from pathlib import Path

import numpy as np
import pytest

from sim import layout
from sim.experiment.ground import RECKONING
from sim.experiment.identity import MOVING

ROOT = Path(__file__).parents[1] / "sim"

# From the bottom up: a package may import from those in the rows above it, and from its own. Those in one row do not know each other.
LAYERS = [
    {"stats"},
    {"layout", "policies"},
    {"scenario", "kernels"},
    {"plant", "results"},
    {"fitting", "store", "study", "site"},
    {"control", "report"},
    {"reference", "document"},
    {"engine"},
    {"experiment"},
    {"reaching"},
    {"__init__"},
    {"cli"},
    {"__main__"},
]
LEVEL = {package: level for level, packages in enumerate(LAYERS) for package in packages}

HOMES = {
    "simpy": {"control", "reference"},
    "numba": {"kernels"},
    "llvmlite": {"kernels"},
    "matplotlib": {"report"},
    "typst": {"document"},
    "jinja2": {"document"},
    "fontTools": {"document"},
    "yaml": {"scenario"},
    "pydantic": {"scenario", "study"},
    "python_calamine": {"scenario"},
    "pyarrow": {"results", "scenario", "store"},
    "typer": {"cli"},
    "rich": {"cli"},
    "scipy": {"stats", "results", "fitting", "experiment"},
    "SALib": {"experiment"},
    "optuna": {"experiment"},
    "distributed": {"experiment"},
    "dask": {"experiment"},
    "sqlite3": {"store"},
    "duckdb": {"store"},
    "xlsxwriter": {"results"},
    "pandas": {"store", "reaching", "experiment", "__init__"},
}
"""Whoever needs a library asks its home."""


def package_of(file: Path) -> str:
    """The package of a file: sim/kernels/belts.py -> kernels; sim/engine.py -> engine."""
    return file.relative_to(ROOT).parts[0].removesuffix(".py")


def imports(file: Path) -> set[str]:
    """Dotted names of all modules that a file imports, relative ones resolved."""
    here = ["sim", *file.relative_to(ROOT).parts[:-1]]
    found = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = here[: len(here) - node.level + 1] if node.level else []
            module = base + (node.module.split(".") if node.module else [])
            # `from . import floor` names a module only here
            found |= {".".join([*module, alias.name]) for alias in node.names} if module in (["sim"], here) else {".".join(module)}
    return found


FILES = sorted(ROOT.rglob("*.py"))
IMPORTS = {file: imports(file) for file in FILES}


def edges() -> set[tuple[str, str, str]]:
    """(importing file, its package, imported package) for all imports inside sim."""
    found = set()
    for file, names in IMPORTS.items():
        for name in names:
            parts = name.split(".")
            if parts[0] == "sim":
                found.add((file.relative_to(ROOT).as_posix(), package_of(file), parts[1] if len(parts) > 1 and parts[1] in LEVEL else "__init__"))
    return found


def test_every_package_has_its_place():
    assert {package_of(file) for file in FILES} == set(LEVEL)


@pytest.mark.parametrize("package", sorted(path.parent.name for path in ROOT.glob("*/__init__.py")))
def test_the_map_of_a_package_names_all_its_modules(package):
    """Its docstring is where a reader looks for them."""
    drawn = ast.get_docstring(ast.parse((ROOT / package / "__init__.py").read_text(encoding="utf-8"))) or ""
    assert not {file.stem for file in (ROOT / package).glob("[!_]*.py")} - set(re.findall(r"\w+", drawn))


def test_imports_point_downward():
    wrong = [(file, target) for file, package, target in sorted(edges()) if package != target and not LEVEL[target] < LEVEL[package]]
    assert not wrong


NAMES = {".".join(["sim", *file.relative_to(ROOT).with_suffix("").parts]): file for file in FILES}
GRAPH = {name: {n for target in IMPORTS[file] for n in (target, target.rpartition(".")[0]) if n in NAMES and n != name} for name, file in NAMES.items()}


def test_no_module_imports_itself_in_a_circle():
    """Inside the packages too: a depth-first search over modules finds no way back."""
    done: set[str] = set()

    def visit(name: str, path: tuple[str, ...]) -> None:
        assert name not in path, " -> ".join([*path[path.index(name) :], name])
        if name not in done:
            for target in sorted(GRAPH[name]):
                visit(target, (*path, name))
            done.add(name)

    for name in GRAPH:
        visit(name, ())


def reached_from(*names: str) -> set[str]:
    """Modules that these import, and what those do in turn."""
    reached: set[str] = set()
    ahead = [*names]
    while ahead:
        name = ahead.pop()
        if name not in reached:
            reached.add(name)
            ahead += GRAPH[name]
            ahead += [each for each in (f"{target}.__init__" for target in IMPORTS[NAMES[name]]) if each in NAMES]
    return reached


def test_the_version_of_the_model_covers_all_that_a_run_and_its_figures_pass_through():
    """What engine and outcome import, and what that does in turn, but for the store, which only keeps: or old outcomes would pass for new ones."""
    reached = reached_from("sim.engine", "sim.experiment.outcome")
    covered = [ROOT / place for place in MOVING]
    silent = {"sim.results.__init__", "sim.results.texts", "sim.results.memory", "sim.results.folder"}  # they move nothing, and no figure that is kept
    missing = {name for name in reached - silent if not name.startswith("sim.store.") and not any(NAMES[name].is_relative_to(place) for place in covered)}
    assert len(reached) > 100 and not missing


def test_a_hub_with_its_ground_is_named_after_all_that_reckons_it():
    """Files that the version of the model does not cover: or an old cost would pass for a new one."""
    covered = [ROOT / place for place in MOVING] + [ROOT / "site" / name for name in RECKONING]
    reached = reached_from("sim.site.site")
    silent = {"sim.stats.intervals"}  # the noise of several runs is no figure of one
    missing = {name for name in reached - silent if not any(NAMES[name].is_relative_to(place) for place in covered)}
    assert "sim.site.land" in reached and not missing
    assert {file.name for file in (ROOT / "site").glob("*.yaml")} <= set(RECKONING)


@pytest.mark.parametrize("library", HOMES)
def test_a_library_has_one_home(library):
    users = {file.relative_to(ROOT).as_posix(): package_of(file) for file, names in IMPORTS.items() if any(name.split(".")[0] == library for name in names)}
    assert not [file for file, package in users.items() if package not in HOMES[library]]


def tables() -> dict[str, np.dtype]:
    """Record types of sim/layout.py by name."""
    return {name: value for name, value in vars(layout).items() if isinstance(value, np.dtype) and value.names}


@pytest.mark.parametrize("table", tables())
def test_no_field_hides_behind_an_attribute_of_a_record(table):
    """`row.field` of a numpy.record gives the method or attribute of that name, if there is one, and not the field."""
    assert not [field for field in tables()[table].names if hasattr(np.record, field)]
