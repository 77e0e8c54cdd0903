"""A desk with a store answers from it the next time, and runs nothing."""

from sim.experiment.office import open_desk
from sim.experiment.outcome import Failed, Outcome
from sim.scenario import read

QUEUE = """
title: A queue
horizon_h: 0.5
elements:
  arrivals: {kind: stream, interarrival: {law: exponential, mean_s: 10}, to: desk}
  desk: {kind: station, service: {law: exponential, mean_s: 8}, to: out}
  out: {kind: sink}
"""


def test_what_is_in_the_store_is_not_run_again(tmp_path):
    (tmp_path / "queue.yaml").write_text(QUEUE)
    hub = read(tmp_path / "queue.yaml")
    told: list[int] = []
    answers = []
    for _ in range(2):
        with open_desk(tmp_path / "store", 1, told.append) as desk:
            for replication in range(3):
                desk.order(hub, replication)
            answers.append(sorted((task.replication, answer.digest, answer.wall_s) for task, answer in desk.results()))
    assert told == [3]
    assert answers[0] == answers[1]  # the time it took too: it is the same run


def test_in_memory_every_order_has_its_answer(tmp_path):
    (tmp_path / "queue.yaml").write_text(QUEUE)
    hub = read(tmp_path / "queue.yaml")
    with open_desk(workers=1) as desk:
        for _ in range(2):
            desk.order(hub)
            ((_, answer),) = list(desk.results())
            assert isinstance(answer, Outcome)
            assert not isinstance(answer, Failed)
