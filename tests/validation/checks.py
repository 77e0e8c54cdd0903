"""Which case is built by which family, and how long it is run.

`effort` is the measured time of all replications together [units of the case]; for copies side by side that are looked at once, the number of copies.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import bags
import docks
import failing
import loops
import networks
import priorities
import queues
import tandem
import transit
from known import cases
from system import System

FULL_POWER = 0.01


@dataclass(frozen=True)
class Check:
    """One case: its systems, and the efforts at which they are held against the expected numbers."""

    family: Callable[[dict[str, Any]], list[System]]
    effort: float
    """of the everyday run; 0: the load is too high for a short run, there is only the long one"""
    full: float = 0.0
    """of the slow run, which sees an error of 1 %; 0: the everyday run does"""
    power: float = FULL_POWER
    """error that the everyday run must be able to see [1]"""
    loose: dict[str, float] = field(default_factory=dict)
    """the same for single numbers of the everyday run"""
    loose_full: dict[str, float] = field(default_factory=dict)
    """and of the slow run"""
    short: float = 200.0
    """measured time of a replication on which both engines are compared [units]"""
    reference: bool = True
    """whether the slow run holds the reference engine too against the expected numbers"""
    whole: bool = False
    """looked at at stated times of a run of one length: the reference engine runs as long as the fast one does every day"""


CHECKS: dict[str, Check] = {
    "Q01a": Check(
        queues.m_m_c,
        3.3e5,
        full=2.5e7,
        power=0.05,
        loose={"Lq": 0.08, "P_N_ge_5": 0.2, "Wq": 0.08, "Wq_gt_5": 0.15, "var_W": 0.12},
        loose_full={"P_N_ge_5": 0.02, "Wq_gt_5": 0.015},
    ),
    "Q01b": Check(
        queues.m_m_c, 6.2e5, full=4.6e7, power=0.05, loose={"L": 0.06, "Lq": 0.08, "W_q95": 0.08, "Wq": 0.08, "var_W": 0.25}, loose_full={"var_W": 0.025}
    ),
    "Q01c": Check(queues.m_m_c, 0, full=4.3e7, loose_full={"L": 0.015, "Lq": 0.015, "W": 0.012, "W_q95": 0.015, "Wq": 0.015, "var_W": 0.05}),
    "Q02a": Check(queues.m_m_c, 1.8e5, full=8.9e6, power=0.05, loose={"Lq": 0.1, "P0": 0.06, "Wq": 0.08}, short=200),
    "Q02c": Check(queues.m_m_c, 0, full=4e7, loose_full={"L": 0.015, "Lq": 0.02, "W": 0.015, "Wq": 0.02}),
    "Q03a": Check(queues.m_d_c, 5.4e5, full=9.4e6, power=0.05),
    "Q03b": Check(queues.m_d_c, 0, full=4.1e7),
    "Q04a": Check(queues.m_g_1, 5.5e5, full=1.2e7, power=0.05, loose={"Lq": 0.06}),
    "Q04c": Check(queues.m_g_1, 5e5, full=1.8e7, power=0.05, loose={"Lq": 0.08, "Wq": 0.08}),
    "Q04d": Check(
        queues.m_g_1,
        4.1e5,
        full=3.1e7,
        power=0.05,
        loose={"L": 0.2, "Lq": 0.2, "W": 0.2, "Wq": 0.2},
        loose_full={"L": 0.02, "Lq": 0.02, "W": 0.02, "Wq": 0.02},
        short=500,
    ),
    "Q05a": Check(queues.m_d_c, 2.8e5, full=5.8e6, power=0.05, loose={"Lq": 0.06}),
    "Q05c": Check(queues.m_d_c, 0, full=2.7e6, short=50),
    "Q06a": Check(queues.finite, 5.9e5, full=3.8e6, power=0.03),
    "Q06b": Check(queues.finite, 5.7e5, full=2.8e6, power=0.03),
    "Q06c": Check(queues.finite, 3.7e5, full=1.8e6, power=0.03),
    "Q07a": Check(queues.erlang_loss, 1.2e5, full=1.3e6, power=0.03),
    "Q07c": Check(queues.erlang_loss, 3.6e4, full=1.9e5, power=0.03, short=30),
    "Q07d": Check(queues.erlang_loss, 0, full=1.6e5, loose_full={"B": 0.03, "ErlangC": 0.04}, short=10, reference=False),
    "Q08a": Check(failing.repairmen, 2.1e4, full=7.9e5, power=0.05, loose={"mean_down": 0.08}),
    "Q08b": Check(failing.repairmen, 1.1e4, full=5.9e5, power=0.05, loose={"mean_down": 0.12}, loose_full={"mean_down": 0.015}),
    "Q09a": Check(networks.jackson, 0, full=1.1e7),
    "Q10a": Check(networks.closed, 1.8e5, full=9.6e5, power=0.03),
    "Q10c": Check(networks.closed, 2.2e5, full=2.7e6, power=0.05),
    "P01": Check(priorities.waiting_in_turn, 4.7e5, full=1.8e7, power=0.05, loose={"Wq[2]": 0.08, "mean_Wq": 0.06}),
    "P03": Check(priorities.interrupting, 8.8e5, full=2.9e7, power=0.05, loose={"W[2]": 0.08}),
    "G01": Check(queues.d_m_1, 5.5e5, full=1.6e7, power=0.05, loose={"Wq": 0.08}),
    "G04": Check(queues.discrete, 0, full=2.9e7),
    "G05": Check(queues.gamma_gamma, 5e5, power=0.05),
    "A01": Check(queues.batches, 1e7, full=1.4e8, power=0.05, loose_full={"Lq": 0.012}, short=500),
    "A03": Check(queues.batches, 0, full=8.2e7, loose_full={"Lq": 0.05, "W": 0.045, "Wq": 0.045, "rho": 0.012}, short=20000, reference=False),
    "F01": Check(bags.bags, 2.9e5, full=1.6e7, power=0.05, loose={"var_cycle": 0.1}, loose_full={"var_cycle": 0.012}, short=500),
    "F03": Check(bags.bags, 1.2e7, full=1.8e8, power=0.05, short=5000),
    "F04": Check(bags.orders, 2e6, full=7.1e7, power=0.05, loose={"var_max": 0.08}, short=1000),
    "F06": Check(bags.fork_join, 7.5e5, full=1.9e6, power=0.02, short=500),
    "F08": Check(bags.coupons, 8e5, full=2.2e6, power=0.02),
    "B01": Check(failing.autonomous, 4.9e4, full=3.7e6, power=0.05, loose={"L": 0.2, "W": 0.2}, loose_full={"L": 0.015, "W": 0.015}),
    "B03": Check(failing.autonomous, 4.2e4, full=3.1e6, power=0.05, loose={"L": 0.2, "W": 0.2}, loose_full={"L": 0.02, "W": 0.02}),
    "B04": Check(failing.at_work, 9.2e4, full=5e6, power=0.05, loose={"W": 0.08, "Wq": 0.1}, loose_full={"Wq": 0.015}),
    "B06": Check(failing.saturated, 3.6e4, full=9e4, power=0.02),
    "T01": Check(tandem.saturated, 1.6e5),
    "T03": Check(tandem.saturated, 6e5),
    "T04": Check(tandem.saturated, 1.6e5),
    "T05": Check(tandem.saturated, 1.4e5),
    "T07": Check(tandem.saturated, 1.5e5),
    "T08": Check(tandem.saturated, 1.4e5),
    "T10": Check(tandem.saturated, 1.4e5),
    "T12": Check(tandem.saturated, 1.2e5),
    "T16": Check(failing.slotted_line, 2.9e5, full=1.2e7, power=0.05, loose={"mean_buffer": 0.08}, short=1000),
    "T18": Check(failing.slotted_line, 1.2e5, full=6.1e6, power=0.05, loose={"mean_buffer": 0.25}, loose_full={"mean_buffer": 0.03}, short=1000),
    "T19": Check(failing.synchronous_line, 3.4e5, full=7.8e5, power=0.02, short=1000),
    "T20": Check(tandem.lossy, 1.3e6, full=4.2e6, power=0.03),
    "V01": Check(transit.conveyor, 1.1e6, full=5.6e7, power=0.05, loose={"P_gt_110": 0.3, "var": 0.06}, loose_full={"P_gt_110": 0.04}, whole=True, short=300),
    "V05": Check(
        partial(transit.transient_queue, times=(1, 5, 10, 50), end=57.6),
        5e3,
        full=2.2e5,
        power=0.05,
        loose={"EN_t1": 0.1, "EN_t10": 0.08, "EN_t5": 0.08, "EN_t50": 0.08, "P0_t10": 0.1, "P0_t5": 0.1, "P0_t50": 0.12},
        loose_full={"EN_t1": 0.015, "P0_t10": 0.015, "P0_t5": 0.012, "P0_t50": 0.02},
        whole=True,
        short=57.6,
    ),
    "V03": Check(transit.daily_queue, 5e3, full=1.5e5, power=0.05, loose={"E_N_t20": 0.08}, loose_full={"E_N_t20": 0.015}, whole=True, short=4),
    "S13": Check(transit.arrivals_by_quarter, 5e3, full=8.5e4, power=0.05, whole=True, short=4),
    "D01": Check(
        docks.yard_and_crews,
        0,
        full=7.6e4,
        loose_full={"L": 0.1, "W": 0.1, "crew_util": 0.02, "docks_occupied": 0.03, "yard_queue": 0.2},
        short=10,
        reference=False,
    ),
    "L01_1": Check(loops.saturated, 5e3),
    "L01_2": Check(loops.saturated, 1.5e5),
    "L01_4": Check(loops.saturated, 2e5, full=3.6e5, power=0.02),
    "L02a": Check(loops.saturated, 3e5, full=1.3e6, power=0.03),
    "L02b": Check(loops.saturated, 2.6e5, full=1.5e6, power=0.03),
    "L04a": Check(loops.induction_queue, 9.3e5, full=6e6, power=0.04),
    "L04b": Check(loops.induction_queue, 1.1e6, full=7.5e6, power=0.04),
    "L04d": Check(
        loops.induction_queue, 7.4e5, full=4e7, power=0.05, loose={"Lq": 0.15, "W_to_load": 0.15}, loose_full={"Lq": 0.02, "W_to_load": 0.02}, short=1000
    ),
    "L05a": Check(loops.small_ring, 9.9e5, full=5.4e7, power=0.05, loose={"loss[0]": 0.25, "loss[1]": 0.3}, loose_full={"loss[0]": 0.03, "loss[1]": 0.04}),
    "L05b": Check(loops.small_ring, 9.6e5, full=4.3e7, power=0.05, loose={"loss[0]": 0.08, "loss[1]": 0.08}),
    "L06a": Check(loops.inductors, 7e5),
    "L06c": Check(loops.inductors, 9e5),
    "L07a": Check(
        loops.full_chute,
        1.1e5,
        full=7.8e6,
        power=0.05,
        loose={"sim_block_prob_DET_T10": 0.2, "sim_block_prob_DET_T50": 0.2},
        loose_full={"sim_block_prob_DET_T10": 0.02, "sim_block_prob_DET_T50": 0.02},
    ),
    "L07c": Check(loops.full_chute, 0, full=6.8e6, loose_full={"sim_block_prob_DET_T10": 0.05, "sim_block_prob_DET_T50": 0.05}),
    "L08a": Check(loops.gap_merge, 5.6e5, full=2.6e7, power=0.05, loose={"E_wait_isolated": 0.08}),
    "L08c": Check(loops.gap_merge, 7.5e5, full=5.3e7, power=0.05, loose={"E_wait_isolated": 0.1}),
    "L09a": Check(loops.two_carriers, 5e5),
    "L10a": Check(loops.lap_limit, 1.6e6, full=8.4e7, power=0.05, loose={"P_reject": 0.15}, loose_full={"P_reject": 0.02}, short=1000),
    "L10b": Check(loops.lap_limit, 1.6e6, full=8.3e7, power=0.05, loose={"P_reject": 0.15}, loose_full={"P_reject": 0.02}, short=1000),
    "L13a": Check(loops.saturated, 1.2e4),
    "L13c": Check(loops.saturated, 5e3),
    "L14a": Check(loops.one_saturated_one_poisson, 8e4),
    "L14c": Check(loops.one_saturated_one_poisson, 1.5e5),
    "L15a": Check(loops.reset, 5.1e5, full=3e7, power=0.05, loose={"block_prob": 0.1}),
}


def systems(case: str) -> list[System]:
    return CHECKS[case].family(cases()[case]["params"])
