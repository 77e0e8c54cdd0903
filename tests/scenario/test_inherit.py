"""extends, presets, overrides."""

import os

import pytest

from sim.scenario import ScenarioError, load_catalogue, read
from sim.scenario.document import parse
from sim.scenario.elements import AnyElement, Container, Lane, Source
from sim.scenario.ingredients import Crew, ParcelClass
from sim.scenario.inherit import override
from sim.scenario.schema import Departure


def test_mappings_merge_and_null_removes(desk, queue):
    desk.write(queue, "base.yaml")
    hub = desk.hub("extends: base.yaml\ntitle: other\nelements:\n  desk: {servers: 3}\n")
    assert hub.scenario.title == "other"
    assert hub.elements[1].spec.servers == 3
    assert hub.files == [str(desk.folder / "hub.yaml"), str(desk.folder / "base.yaml")]
    hub = desk.hub("extends: base.yaml\nelements:\n  desk: {service: null, rate_per_h: 90}\n")
    assert hub.elements[1].spec.service is None


def test_another_law_replaces_the_law(desk, queue):
    desk.write(queue, "base.yaml")
    hub = desk.hub("extends: base.yaml\nelements:\n  desk: {service: {law: deterministic, value_s: 3}}\n")
    assert hub.elements[1].spec.service.value_s == 3


def test_faults_name_the_file_in_which_they_stand(desk, queue):
    desk.write(queue.replace("mean_s: 40", "mean_s: 0"), "base.yaml")
    said = desk.faults("extends: base.yaml\ntitle: 5\n")
    assert "base.yaml:5:61: 'mean_s'" in said
    assert "hub.yaml:2:8: 'title'" in said


def test_circles_and_long_chains(desk):
    desk.write("extends: hub.yaml\n", "base.yaml")
    assert "extends goes round in a circle" in desk.faults("extends: base.yaml\n")
    for number in range(12):
        desk.write(f"extends: c{number + 1}.yaml\n", f"c{number}.yaml")
    assert "more than 10 files" in desk.faults("extends: c0.yaml\n")


@pytest.mark.parametrize(("value", "words"), [("absent.yaml", "hub.yaml:1:10: the file"), ("[a]", "extends needs the name of a file"), ("''", "extends needs")])
def test_extends_that_leads_nowhere(desk, value, words):
    assert words in desk.faults(f"extends: {value}\ntitle: t\n")


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("a" * 5000, "it extends cannot be read: File name too long"),
        (".", "it extends is a folder, not a file"),
        ("pipe.yaml", "it extends is not a file"),
        ("ring.yaml", "is not the name of a file"),
    ],
)
def test_extends_of_what_is_no_file(desk, value, words):
    os.mkfifo(desk.folder / "pipe.yaml")
    (desk.folder / "ring.yaml").symlink_to("ring.yaml")
    said = desk.faults(f"title: t\nextends: {value}\n")
    assert said.startswith("hub.yaml:2:10: ") and words in said


def test_what_is_no_scenario_is_not_shown(desk):
    desk.write("root: secret\ntoken: secret\n", "secret.yaml")
    said = desk.faults("extends: secret.yaml\ntitle: t\n")
    assert said.startswith("hub.yaml:1:10: the file") and "it extends is no scenario" in said
    assert "token" not in said


def test_nothing_outside_the_root_is_read(desk, queue):
    (desk.folder / "in").mkdir()
    desk.write(queue)
    path = desk.write("extends: ../hub.yaml\n", "in/hub.yaml")
    assert read(path).elements
    with pytest.raises(ScenarioError, match="outside the folder"):
        read(path, root=desk.folder / "in")


def test_overrides(desk, queue):
    path = desk.write(queue)
    hub = read(path, overrides={"elements.desk.servers": 4, "elements.desk.service.mean_s": 9.5, "notes": "x"})
    assert (hub.elements[1].spec.servers, hub.elements[1].spec.service.mean_s) == (4, 9.5)
    with pytest.raises(ScenarioError, match=r"override elements.dek.servers:1:1: there is no 'dek'; did you mean 'desk'\?"):
        read(path, overrides={"elements.dek.servers": 4})
    with pytest.raises(ScenarioError, match=r"override elements.desk.servers:1:1: 'servers' must be at least 1"):
        read(path, overrides={"elements.desk.servers": 0})


def test_a_section_that_holds_unwritten_can_be_overridden(desk, queue):
    path = desk.write(queue)
    hub = read(path, overrides={"reaching.days": 3, "site.storeys": 2, "site.rules.green": {"most": 0.2, "source": "ours"}})
    assert (hub.scenario.reaching.days, hub.scenario.site.storeys, hub.scenario.site.rules.green.most) == (3, 2, 0.2)
    for change, said in (
        ({"reaching.dyas": 3}, r"override reaching\.dyas:1:1: unknown key 'dyas'; did you mean 'days'\?"),
        ({"calendar.week": [1]}, "there is no 'calendar'"),
        ({"classes.express.share": 1}, "there is no 'classes'"),
        ({"site.coefficients.wage.typical": 3}, r"override site\.coefficients\.wage\.typical:1:1: 'source' is missing"),
        ({"reaching.days.x": 3}, "'days' is no section: 'x' cannot be set inside it"),
        ({"reaching.dyas.x": 3}, r"there is no 'dyas'; did you mean 'days'\?"),
        ({"siet.storeys": 3}, r"there is no 'siet'; did you mean 'site'\?"),
        ({"x.storeys": 3}, "there is no 'x'; there is: .*elements.*policies, reaching, site"),
        ({"site..x": 3}, r"the path 'site\.\.x' has an empty part"),
        ({"": 3}, "has an empty part"),
        ({"elements.": 3}, "has an empty part"),
    ):
        with pytest.raises(ScenarioError, match=said):
            read(path, overrides=change)


def test_mappings_in_sections_that_hold_unwritten_can_be_overridden(desk, queue):
    wage = {"typical": 3, "source": "ours", "status": "X"}
    changes = {f"site.coefficients.wage.{name}": value for name, value in wage.items()} | {"site.scorecard.a": 1, "reaching.on_time_share.parcel": 0.9}
    for text in (queue, queue + "reaching: {on_time_share: 0.8}\nsite: {scorecard: {b: high}}\n"):
        tree = override(parse(text, "hub.yaml"), changes).plain()
        assert tree["site"]["coefficients"] == {"wage": wage} and tree["site"]["scorecard"]["a"] == 1
        assert tree["reaching"]["on_time_share"] == {"parcel": 0.9}
    assert "site" not in override(parse(queue, "hub.yaml"), {"site.coefficients.wage": None}).plain()
    with pytest.raises(ScenarioError, match=r"'parcel' cannot be set inside 0\.8"):
        override(parse(queue + "reaching: {on_time_share: 0.8}\n", "hub.yaml"), {"reaching.on_time_share.parcel": None})


def test_presets(desk, queue):
    name = next(preset.name for preset in load_catalogue().values() if preset.kind == "conveyor" and "speed_m_s" in preset.fields)
    text = queue.replace("  out:", f"  belt: {{preset: {name}, length_m: 7, spacing_m: 1, to: out}}\n  out:").replace("to: out}\n  belt", "to: belt}\n  belt")
    belt = desk.hub(text).elements[2].spec
    assert (belt.kind, belt.length_m) == ("conveyor", 7)
    assert belt.speed_m_s == load_catalogue()[name].fields["speed_m_s"]
    assert f"did you mean '{name}'?" in desk.faults(text.replace(name, name + "x"))
    assert f"the preset '{name}' is a conveyor, not a station" in desk.faults(text.replace("preset: ", "kind: station, preset: "))


def test_a_kind_of_parcel_may_be_a_preset(desk, queue):
    text = queue.replace("elements:", "classes: {bag: {preset: soft_bag, share: 1, two_carriers: 0}}\nelements:")
    bag = desk.hub(text).classes["bag"]
    assert bag.length_m == tuple(load_catalogue()["soft_bag"].fields["length_m"]) and bag.two_carriers == 0
    assert "the preset 'spiral' is a conveyor, not a class" in desk.faults(text.replace("soft_bag", "spiral"))
    assert "the preset 'soft_bag' is a class, not an element" in desk.faults(queue.replace("out: {kind: sink}", "out: {preset: soft_bag}"))


def test_a_factory_brings_its_hours_batches_and_mix(desk):
    text = """
    title: t
    horizon_h: 24
    classes: {soft_bag: {preset: soft_bag, share: 0.5}, small_carton: {preset: small_carton, share: 0.5}}
    elements:
      come: {preset: clothing_factory, vehicles_per_day: 9, mix: {classes: {soft_bag: 1}}, to: door}
      door: {kind: door, changeover: {law: deterministic, value_s: 9}, rate_per_h: [9000], to: out}
      out: {kind: sink}
    """
    assert desk.hub(text).elements[0].spec.profile.hourly == load_catalogue()["clothing_factory"].fields["profile"]["hourly"]
    assert "unknown class 'bulky_carton'" in desk.faults(text.replace(", mix: {classes: {soft_bag: 1}}", ""))


@pytest.mark.parametrize("name", load_catalogue())
def test_each_preset_fits_its_kind(name):
    preset = load_catalogue()[name]
    assert preset.title
    assert preset.source
    assert preset.status in "ABCDXM"
    kinds = {kind.model_fields["kind"].annotation.__args__[0]: kind for kind in AnyElement.__args__[0].__args__ if hasattr(kind, "model_fields")}
    model = {**kinds, "crew": Crew, "departure": Departure, "container": Container, "class": ParcelClass}[preset.kind]
    assert not preset.fields.keys() - model.model_fields.keys()
    model.model_validate({**_completed(model), **({"kind": preset.kind} if preset.kind in kinds else {}), **preset.fields})


def _completed(model) -> dict:
    """Return some value for the required fields that only a scenario can give."""
    some = {
        "to": "x",
        "length_m": 10,
        "robots": 3,
        "spacing_m": 1,
        "carriers": 10,
        "inductions": {"a": {"at_m": 0}},
        "outlets": [{"chute": "c", "at_m": 1}],
        "size": 10,
        "capacity": 10,
        "doors": "x",
        "destinations": "each",
        "share": 1,
    }
    given = {name: some[name] for name, field in model.model_fields.items() if name in some and field.is_required()}
    either = {Departure: {"when_full": True}, Source: {"vehicles_per_day": 1}, Lane: {"travel": {"law": "deterministic", "value_s": 60}}}
    return given | either.get(model, {})
