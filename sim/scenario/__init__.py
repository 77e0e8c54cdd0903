"""The language of scenarios: what a user writes, and the flat hub that comes of it.

schema            every field: type, unit, range, meaning (made of elements, ingredients, transport, events, calendar, reaching, site, laws, fields)
document          YAML 1.2 text to a tree in which every value knows its line and column
inherit           extends and overrides
catalogue         presets, from catalogue.yaml
complaints        faults of the models in plain words (models, problems: what these are made of)
references        names to elements;  expand: copies and groups to a flat list (happenings: whom events concern);  hub: what results
checks            rules of consistency, with wiring, meetings, saturation, mixes, people, pools, rosters, labour, stocks, bagging, sorters, haulage, fleets,
                  flows, offers, deciders, ground (graph: the hub as arrows;  reach: what can come where)
expected          how many parcels a day all sources together bring
capacity          the fluid estimate: which element can never serve its load (rates: what each can do;  narrows: which road or gate)
scaling           demand and plant larger or smaller together (moments: means of laws)
manifest          an operator's own list of vehicles (tables: CSV, XLSX, Parquet;  headings, cells: what its columns say)
template          a first scenario, and the JSON Schema for editors
resolution        the smallest length of time and way that counts
reader            all of it in order: read(path) -> Hub
"""

from .catalogue import Preset, load_catalogue
from .deciders import named_policies
from .document import parse_value
from .expected import expected_per_day
from .hub import DepartureInstance, ElementInstance, EventInstance, Hub, Ref, Share
from .manifest import Manifest, read_manifest
from .moments import mean
from .problems import Place, Problem, ScenarioError
from .reaching import Reaching
from .reader import Prepared, prepare, read
from .schema import Scenario
from .template import json_schema, template

__all__ = [
    "DepartureInstance",
    "ElementInstance",
    "EventInstance",
    "Hub",
    "Manifest",
    "Place",
    "Prepared",
    "Preset",
    "Problem",
    "Reaching",
    "Ref",
    "Scenario",
    "ScenarioError",
    "Share",
    "expected_per_day",
    "json_schema",
    "load_catalogue",
    "mean",
    "named_policies",
    "parse_value",
    "prepare",
    "read",
    "read_manifest",
    "template",
]
