"""When a day begins, what a week is, and which days are not whole."""

import datetime

import numpy as np

from sim.fitting.days import begin_of_day, days_of

MONDAY = datetime.date(2026, 5, 4)


def evenings(counts, first_h=18.0, last_h=23.5):
    """So many vehicles each day, evenly in the evening."""
    return np.concatenate([day * 86_400 + np.linspace(first_h, last_h, n) * 3600 for day, n in enumerate(counts) if n])


def test_the_day_begins_after_the_quiet():
    assert begin_of_day(evenings([40])) == 0  # nothing comes past midnight
    assert begin_of_day(evenings([40], 18, 28)) == 18
    assert begin_of_day(np.arange(0, 86_400, 600.0)) == 0  # all hours alike


def test_nights_that_pass_midnight_are_one_day():
    days = days_of(evenings([40] * 14, 18, 28), MONDAY)
    assert days.start_h == 18 and days.counts.tolist() == [40] * 14 and days.per_day == 40 and days.weekdays is None


def test_a_history_cut_at_midnights_has_two_halves_of_a_day():
    times = evenings([40] * 16, 18, 28)
    times = times[(times >= 86_400) & (times < 15 * 86_400)]
    days = days_of(times, MONDAY)
    assert days.counts.tolist() == [40] * 13 and days.cut_days == 2 and days.cut_off == 40
    assert days.dates[0] == MONDAY + datetime.timedelta(days=1)


def test_the_week_is_taken_only_when_chance_cannot_be_it():
    week = days_of(evenings([30, 28, 20, 20, 20, 15, 7, 31, 27, 21, 20, 19, 15, 8]), MONDAY)
    assert week.p < 0.01 and week.weekdays[0] > 1.4 and week.weekdays[6] < 0.5
    assert abs(np.mean(week.weekdays) - 1) < 1e-12
    low, high = week.interval
    assert week.per_day - 1 < low < week.per_day < high < week.per_day + 1  # days of one weekday hardly differ
    chance = np.random.default_rng(1)
    alike = days_of(evenings(chance.poisson(20, 28)), MONDAY)
    assert alike.p > 0.05 and alike.weekdays is None
    assert days_of(evenings([20] * 13), MONDAY).p is None
    assert days_of(evenings([20] * 28), None).p is None


def test_a_promotion_stands_out_and_does_not_bend_the_week():
    counts = [30, 28, 20, 20, 20, 15, 10] * 4
    counts[9] = 60
    days = days_of(evenings(counts), MONDAY)
    assert days.special == {MONDAY + datetime.timedelta(days=9): 3.0}
    assert days.weekdays[2] == 20 / np.mean([30, 28, 20, 20, 20, 15, 10])


def test_a_closed_day_is_a_day():
    days = days_of(evenings([20, 20, 20, 20, 20, 20, 0] * 2 + [20]), MONDAY)
    assert days.weekdays[6] == 0 and len(days.counts) == 15
