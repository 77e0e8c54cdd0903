"""Land, energy and cost can be asked for as any figure of a run, and are never taken from a run that was reckoned otherwise."""

import pickle
from pathlib import Path

import pytest
from here import Here

import sim
from sim.experiment import batch, ground
from sim.experiment.compare import compare
from sim.experiment.desk import Desk
from sim.experiment.found import Found
from sim.experiment.ground import GROUND
from sim.experiment.identity import fingerprint, model_version, run_identity
from sim.experiment.known import InMemory, InStore
from sim.experiment.observations import AskedWrong
from sim.experiment.plan import check, plan
from sim.experiment.sweep import Sweep
from sim.experiment.task import Task
from sim.scenario import ScenarioError
from sim.site.site import main_figures, site
from sim.store import open_store
from sim.study import StudyFile

FIRST = str(Path(__file__).parents[2] / "scenarios" / "first_hub.yaml")
WAGE = {"coefficients": {"wage": {"typical": 60, "source": "a test", "status": "M"}}}
PAIR = """\
factors:
  crews.unloaders.size: {values: [6]}
  doors: {paths: [elements.doors.count], values: [2, 3, 4]}
  site: {values: [{storeys: 1}, {storeys: 2}]}
"""


def hub_with(site=None, **changes):
    """The first hub with this section `site`."""
    return sim.load(FIRST, overrides=changes | ({"site": site} if site else {}))


@pytest.fixture(scope="module")
def hub():
    return hub_with()


def done(desk, *hubs, **options):
    """What comes of one run of each hub, ordered together."""
    tasks = [desk.order(hub, **options) for hub in hubs]
    found = dict(desk.results())
    return [found[task] for task in tasks]


def carried_out(study):
    """Carry out a study in this process; its store lies beside it."""
    made = plan(study)
    with open_store(study.parent / "store", model_version()) as store:
        workers = Here()
        Sweep(made, store, workers).go()
        return Found(made, store), workers.done


def test_they_are_those_of_the_site_at_typical_coefficients(hub):
    (found,) = done(Desk(Here(), InMemory()), hub, with_ground=True)
    record = site(sim.run(hub), hub)["figures"]
    assert {name: found.figures[name] for name in GROUND} == pytest.approx({name: record[name]["typical"] for name in GROUND})


def test_who_does_not_ask_has_none_and_the_runs_of_before(hub):
    desk = Desk(Here(), InMemory())
    task = desk.order(hub)
    ((_, found),) = desk.results()
    assert task == Task(fingerprint(hub), 1, 0) and task.identity == run_identity(fingerprint(hub), 1, 0, "fast")
    assert len(task.hub) == 32 and not set(GROUND) & set(found.figures)
    (asked,) = done(desk, hub, with_ground=True)
    assert asked.digest == found.digest and set(asked.figures) - set(found.figures) == set(GROUND)


def test_the_ground_moves_no_parcel_but_has_runs_of_its_own(hub, tmp_path):
    hubs = [hub, hub_with(WAGE), hub_with({"storeys": 1}), hub_with(**{"elements.by_hand.equipment": "xray"})]
    assert len({fingerprint(each) for each in hubs}) == 1
    for _ in range(2):  # the second time from the store
        with open_store(tmp_path / "store", model_version()) as store:
            found = done(Desk(workers := Here(), InStore(store)), *hubs, with_ground=True)
        assert len({each.digest for each in found}) == 1
        assert len({each.figures["cost_cny_per_parcel"] for each in found}) == 4
        assert found[1].figures["land_mu"] == found[0].figures["land_mu"] < found[2].figures["land_mu"]
    assert workers.done == 0


def test_what_it_is_reckoned_with_is_in_the_name(hub, monkeypatch):
    before = fingerprint(hub, with_ground=True)
    monkeypatch.setattr(ground, "_reckoning", lambda: "another coefficients.yaml")
    assert fingerprint(hub, with_ground=True) != before and fingerprint(hub) == before.partition(".")[0]


def test_a_worker_that_reckons_otherwise_is_not_used(hub, monkeypatch):
    name = fingerprint(hub, with_ground=True)
    packed = pickle.dumps(([Task(name, 1, 0)], {name: pickle.dumps(hub)}, 1.0))
    ((found,), _) = pickle.loads(batch.work(model_version(), packed, lambda: None))
    assert found.figures["land_mu"] > 0
    monkeypatch.setattr(ground, "_reckoning", lambda: "another coefficients.yaml")
    with pytest.raises(batch.Unlike, match="install the same hubsim"):
        batch.work(model_version(), packed, lambda: None)


def test_nothing_dispatched_has_no_cost_a_parcel():
    nobody = hub_with(horizon_h=0.1)
    found = main_figures(sim.run(nobody), nobody)
    assert found["land_mu"] > 0 and all(found[name] != found[name] for name in ("kwh_per_1000", "co2_kg_per_1000", "cost_cny_per_parcel"))


def test_a_comparison_by_land(hub):
    hubs = {"two": hub, "one": hub_with({"storeys": 1})}
    found = compare(hubs, Desk(Here(), InMemory()), "land_mu", most=False, seed=1)
    assert found.survivors == ["two"]
    with pytest.raises(AskedWrong, match="same hub"):
        compare(hubs, Desk(Here(), InMemory()), "throughput_per_day")
    with pytest.raises(AskedWrong, match="did you mean land_mu"):
        compare({"two": hub, "more": hub_with(**{"elements.doors.count": 3})}, Desk(Here(), InMemory()), "land_m")


def test_the_least_land_is_found(write):
    words = "limits: {door_wait_mean_s: {at_most: 600}}\nfigures: [dispatched, cost_cny_per_parcel]\n"
    grid, runs = carried_out(write(PAIR + "design: {kind: grid}\naims: {land_mu: minimise}\n" + words))
    means = grid.means()
    assert runs == 6 and len(set(means["land_mu"])) == 6
    rows = zip(means["land_mu"], means["doors"], means["site"], means["door_wait_mean_s"], strict=True)
    least = min((land, doors, of) for land, doors, of, wait in rows if wait <= 600)
    found, runs = carried_out(write(PAIR + "design: {kind: optimise, points: 30}\naims: {land_mu: minimise}\n" + words))
    points, means = found.points(), found.means()
    (best,) = found.best()
    assert (means["land_mu"][best], points["doors"][best], points["site"][best]) == least
    assert runs == 0 and least[0] > min(grid.means()["land_mu"])  # all were known; and the limit binds


def test_a_site_that_changes_moves_no_parcel(write):
    found, _ = carried_out(write(PAIR + "design: {kind: grid}\nfigures: [land_mu]\n"))
    runs = found.runs()
    assert len(set(runs["digest"])) == 3 and len(set(runs["land_mu"])) == 6 and found.shown == ["land_mu"]


def test_a_study_goes_on_without_reading_and_starts_anew_when_reckoned_otherwise(write, monkeypatch):
    study = write(PAIR + "design: {kind: grid}\nfigures: [land_mu]\n")
    first, runs = carried_out(study)
    with monkeypatch.context() as patched:
        patched.setattr(StudyFile, "hub", lambda *_: pytest.fail("a hub was read again"))
        again, none = carried_out(study)
    assert (runs, none) == (6, 0) and again.runs() == first.runs()
    monkeypatch.setattr(ground, "_reckoning", lambda: "another coefficients.yaml")
    assert carried_out(study)[1] == 6


@pytest.mark.parametrize("asks", ["figures: [kwh_per_1000]", "aims: {land_mu: minimise}", "limits: {building_m2: {at_most: 900}}"])
def test_whoever_names_one_asks(write, asks):
    assert plan(write(PAIR + f"design: {{kind: grid}}\n{asks}\n")).with_ground


def test_what_nobody_knows_is_said_before_anything_runs(write):
    wrong = "factors: {site: {values: [{coefficients: {wages: {typical: 1, source: me, status: M}}}]}}\ndesign: {kind: grid}\nfigures: [land_mu]\n"
    with pytest.raises(ScenarioError, match=r"study.yaml:2:.*there is no 'wages'.*did you mean 'wage'"):
        check(plan(write(wrong)), False)
    with pytest.raises(ScenarioError, match="there is no figure 'land_m'; did you mean 'land_mu'"):
        plan(write(PAIR + "design: {kind: grid}\nfigures: [land_m]\n"))
