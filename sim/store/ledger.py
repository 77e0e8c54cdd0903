"""The tables of SQLite, and every sentence to them. Whatever a method writes is durable when it returns."""

import contextlib
import hashlib
import json
import os
import re
import sqlite3
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from sim.results.folder import durable

from .faults import Contradiction, StoreError, damaged, plain_words
from .lock import on_network
from .record import Point, Record, figures_of, figures_to_text, uses_to_text

T = TypeVar("T")
FORMAT = "1"
UNFINISHED = "ledger.sqlite.unfinished"
TABLES = """
create table meta (name text primary key, value text not null) without rowid;
create table runs (
    identity text primary key, hub text not null, seed integer not null, replication integer not null, engine text not null,
    state text not null, digest text not null, wall_s real not null, reason text not null, replay text not null, attempts integer not null,
    finished real not null, figures text not null, uses text not null);
create index known on runs (identity, state, digest);
create table kills (identity text primary key, n integer not null) without rowid;
create table studies (name text primary key, spec text not null, hash text not null) without rowid;
create table points (study text, number integer, parameters text not null, hub text not null, primary key (study, number)) without rowid;
create table members (
    study text, point integer, seed integer, replication integer, engine text, identity text not null,
    primary key (study, point, seed, replication, engine)) without rowid;
create table kept (identity text, name text, part integer, primary key (identity, name)) without rowid;
create table pending (identity text, name text, packed blob not null, primary key (identity, name));
create table parts (number integer, name text, size integer not null, primary key (number, name)) without rowid;
"""
COLUMNS = "identity, hub, seed, replication, engine, state, digest, wall_s, reason, replay, attempts, figures, uses"


class Ledger:
    """An open ledger.sqlite; `remarks` holds what a user should know of the place."""

    def __init__(self, place: Path, write: bool):
        self.place, self.remarks = place, list[str]()
        file = place / "ledger.sqlite"
        with plain_words(place):
            if write:
                self.sql = sqlite3.connect(file, isolation_level=None, timeout=30)
                self._keep_journal()
                self.sql.execute("pragma synchronous = full")
            else:
                self.sql = sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None, timeout=30)

    def _keep_journal(self) -> None:
        """Write ahead, so that others can read meanwhile, where that is safe: not between machines."""
        network = on_network(self.place)
        mode = self.sql.execute(f"pragma journal_mode = {'delete' if network else 'wal'}").fetchone()[0]
        if mode != "wal":
            where = "lies on a network disk" if network else "lies on a disk that cannot share memory"
            self.remarks.append(f"the store {self.place} {where}: it is slower there, and cannot be read while it is written")

    def close(self) -> None:
        """Close the file; nothing is lost without."""
        self.sql.close()

    @contextlib.contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """All that is written within is there together, or not at all; durable at the end of the block."""
        with plain_words(self.place):
            self.sql.execute("begin immediate")
            try:
                yield self.sql
                self.sql.execute("commit")
            except BaseException:
                with contextlib.suppress(sqlite3.Error):  # a full disk has rolled back by itself
                    self.sql.execute("rollback")
                raise

    @contextlib.contextmanager
    def snapshot(self) -> Iterator[None]:
        """All that is asked within is of one instant, whatever another process writes meanwhile."""
        with plain_words(self.place):
            self.sql.execute("begin")
            try:
                yield
            finally:
                self.sql.execute("rollback")

    def ask(self, question: str, *values: Any) -> list[Any]:
        """Return all rows of an answer."""
        with plain_words(self.place):
            return self.sql.execute(question, values).fetchall()

    # -- what it is --------------------------------------------------------------------------------------------------------

    def check_model(self, model_version: str) -> None:
        """Raise StoreError if the ledger is of another model or another hubsim."""
        self.check_format()
        kept = self.model_version()
        if kept != model_version:
            raise StoreError(
                f"the store {self.place} holds runs of model version {kept}, this is {model_version}: results of both must not be mixed. Nothing in it was"
                " changed, and it can still be queried and exported; take another folder for new runs, or the hubsim that made it"
            )

    def check_format(self) -> None:
        """Raise StoreError unless this hubsim can read the ledger, and it is whole."""
        there = {name for (name,) in self.ask("select name from sqlite_master")}
        if not there:
            raise damaged(self.place, "it is empty")
        found = self.ask("select value from meta where name = 'format'") if "meta" in there else []
        if not found or found[0][0] != FORMAT:
            raise StoreError(f"{self.place / 'ledger.sqlite'} is not a ledger that this hubsim can read")
        if gone := [name for name in re.findall(r"^create (?:table|index) (\w+)", TABLES, re.MULTILINE) if name not in there]:
            raise damaged(self.place, f"it has no {', '.join(gone)}")

    def model_version(self) -> str:
        """The version of the model that all its runs are of."""
        found = self.ask("select value from meta where name = 'model version'")
        if not found:
            raise damaged(self.place, "it does not say its model version")
        return str(found[0][0])

    def parsed(self, text: Any, kind: type[T], what: str) -> T:
        """What a cell of JSON holds, which is of a `kind`. Raises StoreError if it does not; `what` says what it is."""
        try:
            found = json.loads(text)
        except (ValueError, TypeError, RecursionError) as error:
            raise damaged(self.place, f"{what}: {error}") from error
        if not isinstance(found, kind):
            raise damaged(self.place, f"{what}: {str(text)[:40]!r} is not a {kind.__name__}")
        return found

    def figures(self, text: Any, identity: str, state: str) -> dict[str, float]:
        """The figures of a run, which one that is done has. Raises StoreError if they are damaged."""
        what = f"the figures of run {identity}"
        try:
            found = figures_of(self.parsed(text, dict, what))
        except (ValueError, TypeError) as error:
            raise damaged(self.place, f"{what}: {error}") from error
        if state == "done" and not found:
            raise damaged(self.place, f"{what} are gone")
        return found

    def uses(self, text: Any, identity: str) -> list[dict[str, Any]]:
        """What a run says of families of elements. Raises StoreError if it is damaged."""
        found = self.parsed(text, list, f"the uses of run {identity}")
        if not all(isinstance(use, dict) for use in found):
            raise damaged(self.place, f"the uses of run {identity}")
        return found

    # -- runs --------------------------------------------------------------------------------------------------------------

    def records(self) -> Iterator[Record]:
        """All runs, by identity; without their tables."""
        with plain_words(self.place):
            yield from map(self._record, self.sql.execute(f"select {COLUMNS} from runs order by identity"))

    def get(self, identity: str) -> Record | None:
        """What is known of a run."""
        rows = self.ask(f"select {COLUMNS} from runs where identity = ?", identity)
        return self._record(rows[0]) if rows else None

    def put_many(self, records: Iterable[Record]) -> None:
        """Keep runs. Raises Contradiction if one is there with another digest; then none of these is kept."""
        with self.transaction() as sql:
            for record in records:
                self._put(sql, record)

    def _put(self, sql: sqlite3.Connection, record: Record) -> None:
        have = sql.execute("select state, digest from runs where identity = ?", (record.identity,)).fetchone()
        is_done = have is not None and have[0] == "done"
        if is_done and record.state == "done" and record.digest != have[1]:
            raise Contradiction(record.identity, have[1], record.digest, str(self.place))
        if not is_done:
            kills = sql.execute("select coalesce(max(n), 0) from kills where identity = ?", (record.identity,)).fetchone()[0]
            sql.execute(
                "insert or replace into runs values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (record.identity, record.hub, record.seed, record.replication, record.engine, record.state, record.digest, record.wall_s, record.reason,
                 record.replay, kills + 1 if record.state == "done" else record.attempts, time.time(),
                 figures_to_text(record.figures), uses_to_text(record.uses)),
            )  # fmt: skip
            sql.execute("delete from kills where identity = ?", (record.identity,))
        for name, packed in record.tables.items():
            if sql.execute("insert or ignore into kept values (?, ?, null)", (record.identity, name)).rowcount:
                sql.execute("insert into pending values (?, ?, ?)", (record.identity, name, packed))

    def states(self) -> dict[str, str]:
        """Identity to state of all runs, in one question."""
        return dict(self.ask("select identity, state from runs indexed by known"))

    def kept(self) -> dict[str, set[str]]:
        """Identity to names of the tables that are kept, of runs that have some."""
        found: dict[str, set[str]] = {}
        for identity, name in self.ask("select identity, name from kept"):
            found.setdefault(identity, set()).add(name)
        return found

    def digests(self, study: str | None) -> list[tuple[str, str]]:
        """Identity and digest of all runs that are done, or those of a study, in order of identity."""
        if study is None:
            return self.ask("select identity, digest from runs indexed by known where state = 'done' order by identity")
        of_study = "identity in (select identity from members where study = ?)"
        return self.ask(f"select identity, digest from runs where state = 'done' and {of_study} order by identity", study)

    def killed(self, identity: str) -> int:
        """Note that a run has killed its process; return how often in all."""
        with self.transaction() as sql:
            sentence = "insert into kills values (?, 1) on conflict do update set n = n + 1 returning n"
            return int(sql.execute(sentence, (identity,)).fetchall()[0][0])

    def forget_failed(self, study: str | None) -> int:
        """Forget what failed or was set aside, so that it is done again; return how many."""
        of_study = "" if study is None else " and identity in (select identity from members where study = ?)"
        values = () if study is None else (study,)
        with self.transaction() as sql:
            gone = sql.execute(f"delete from runs where state != 'done'{of_study}", values).rowcount
            sql.execute("delete from kills")
        return gone

    # -- studies -----------------------------------------------------------------------------------------------------------

    def add_study(self, name: str, spec: dict[str, Any]) -> None:
        """Keep what a study is. Raises StoreError if one of that name is another."""
        hashed = hashlib.sha256(json.dumps(spec, sort_keys=True).encode()).hexdigest()[:32]
        have = self.ask("select hash from studies where name = ?", name)
        if have and have[0][0] != hashed:
            raise StoreError(f"the store {self.place} has another study named {name!r}; give this one another name, or take another folder")
        if not have:
            with self.transaction() as sql:
                sql.execute("insert into studies values (?, ?, ?)", (name, json.dumps(spec), hashed))

    def studies(self) -> dict[str, dict[str, Any]]:
        """What each study is, by name."""
        return {name: self.parsed(spec, dict, f"study {name!r}") for name, spec in self.ask("select name, spec from studies")}

    def add_points(self, study: str, points: Iterable[Point]) -> None:
        """Keep points of a study. Raises StoreError if one is there and is another."""
        have = {point.number: point for point in self.points(study)}
        new = [point for point in points if have.get(point.number) != point]
        for point in new:
            if point.number in have:
                raise StoreError(f"point {point.number} of study {study!r} is another in {self.place}; a changed scenario takes another folder")
        with self.transaction() as sql:
            sql.executemany("insert into points values (?, ?, ?, ?)", [(study, p.number, json.dumps(p.parameters), p.hub) for p in new])

    def points(self, study: str) -> list[Point]:
        """The points of a study, by number."""
        rows = self.ask("select number, parameters, hub from points where study = ? order by number", study)
        return [Point(number, self.parsed(parameters, dict, f"point {number} of study {study!r}"), hub) for number, parameters, hub in rows]

    def add_members(self, study: str, members: Iterable[tuple[int, int, int, str, str]]) -> None:
        """Say which runs belong to a study: number of the point, seed, replication, engine, identity. Those already there stay."""
        with self.transaction() as sql:
            sql.executemany("insert or ignore into members values (?, ?, ?, ?, ?, ?)", [(study, *member) for member in members])

    def members(self, study: str) -> list[tuple[int, int, int, str, str]]:
        """The runs of a study, as `add_members` takes them, in order."""
        return self.ask("select point, seed, replication, engine, identity from members where study = ? order by 1, 2, 3, 4", study)

    def _record(self, row: Any) -> Record:
        identity, hub, seed, replication, engine, state, digest, wall_s, reason, replay, attempts, figures, uses = row
        found = self.figures(figures, identity, state), self.uses(uses, identity)
        return Record(identity, hub, seed, replication, engine, state, digest, *found, wall_s, reason, replay, attempts)


def make(place: Path, model_version: str) -> None:
    """Make the ledger of a new store, whole or not at all: one without its tables is a damaged one."""
    hidden = place / UNFINISHED
    with plain_words(place):
        for left in (hidden, place / f"{UNFINISHED}-journal"):
            left.unlink(missing_ok=True)
        with contextlib.closing(sqlite3.connect(hidden, isolation_level=None)) as sql:
            sql.execute("pragma synchronous = full")
            sql.execute("begin")
            for sentence in TABLES.split(";\n"):
                sql.execute(sentence)
            sql.executemany("insert into meta values (?, ?)", [("format", FORMAT), ("model version", model_version)])
            sql.execute("commit")
        os.replace(hidden, place / "ledger.sqlite")
        durable(place)
