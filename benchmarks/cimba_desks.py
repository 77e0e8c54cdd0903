"""The desks in a row for cimba, which compiles the methods of these classes; imported only where cimba is installed."""

import cimba as cb
from cimba import inputs

from .rivals import EVERY, SERVICE


class Desk(cb.Model):
    """A store of arrival times, and a server that passes them on when it is done."""

    service: cb.Input[float] = inputs.dist.exponential(mean=SERVICE)
    queue: cb.Store[float]
    following: cb.Ref["Desk"] | None = None
    row: cb.Ref["Row"]

    @cb.process
    def server(self):
        while True:
            came = self.queue.get()
            cb.hold(self.service.next())
            if self.following is None:
                self.row.stays.record(cb.now() - came)
            else:
                self.following.queue.put(came)


class Row(cb.Model):
    """Arrivals, and desks one behind the other."""

    customers: cb.Param[int]
    interarrival: cb.Input[float] = inputs.dist.exponential(mean=EVERY)
    desks: list[Desk]
    stays: cb.Dataset
    served: cb.Output[float]
    mean_stay: cb.Output[float]

    def __init__(self, customers: int, desks: int):
        self.customers = customers
        self.desks = [Desk() for _ in range(desks)]
        for desk, following in zip(self.desks, [*self.desks[1:], None], strict=True):
            desk.row, desk.following = self, following

    @cb.process
    def arrivals(self):
        for _ in range(self.customers):
            cb.hold(self.interarrival.next())
            self.desks[0].queue.put(cb.now())

    @cb.on_end
    def measure(self):
        self.served = self.stays.sample_count()
        self.mean_stay = self.stays.sample_mean()
