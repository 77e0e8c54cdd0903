"""What a user sees when something goes wrong: one plain line and an exit code, never a traceback.

Exit codes: 0 done, 1 fault of hubsim or of the machine, 2 input or usage error, 3 some replications failed, 130 interrupted.
"""

import contextlib
import functools
import io
import os
import sys
import traceback
from collections.abc import Callable, Iterable
from typing import Any, NoReturn

from sim.results.printable import printable

from .start import INTERRUPTED, stopped_by

DONE, FAULT, INPUT, SOME_FAILED = 0, 1, 2, 3
DEBUG = "HUBSIM_DEBUG"
INPUTS = (
    ("sim.scenario", "ScenarioError"),
    ("sim.plant", "PlantError"),
    ("sim.kernels.movers", "Standstill"),
    ("sim.policies", "PolicyError"),
    ("sim.experiment.cluster", "ClusterError"),
)
"""errors that are the user's to mend"""
FAULTS = (("sim.store.faults", "DiskFull"),)
"""errors of the machine that say themselves where and what to do"""


class InputError(Exception):
    """Something the user gave cannot be used; the text is for the user."""


def tell(message: str) -> None:
    """A plain line on standard error; silent if nobody listens any more."""
    with contextlib.suppress(OSError):
        print(printable(message), file=sys.stderr, flush=True)


def say(words: str) -> None:
    """Words on standard output, ended by a line feed if they are not."""
    print(printable(words), end="" if words.endswith("\n") else "\n")


def say_json(words: str) -> None:
    """JSON on standard output: in UTF-8, whatever a terminal here would take."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")
    print(words)


def warn(doubts: Iterable[object]) -> None:
    """A plain line for each thing in a scenario that is doubtful, but not wrong."""
    for doubt in doubts:
        tell(f"warning: {doubt}")


def _code(error: BaseException) -> int:
    """Say what went wrong and return the exit code."""
    from sim.results.folder import Refused

    if isinstance(error, KeyboardInterrupt):
        tell("interrupted")
        return INTERRUPTED
    if _is_one_of(error, FAULTS):
        tell(str(error))
        return FAULT
    if isinstance(error, InputError | Refused) or _is_one_of(error, INPUTS):
        tell(str(error))
        return INPUT
    if isinstance(error, MemoryError):
        tell(f"not enough memory: {error}" if str(error) else "not enough memory")
        return FAULT
    if isinstance(error, OSError) and error.errno is not None:
        where = f": {error.filename}" if error.filename else ""
        tell(f"the system says: {error.strerror}{where}; nothing unfinished was left behind")
    else:
        tell(f"this is a fault of hubsim, not of your input: {type(error).__name__}: {' '.join(str(error).split())}")
    if os.environ.get(DEBUG) == "1":
        traceback.print_exception(error, file=sys.stderr)
    else:
        tell(f"set {DEBUG}=1 to see where it happened")
    return FAULT


def _is_one_of(error: BaseException, kinds: Iterable[tuple[str, str]]) -> bool:
    # only if its module was loaded can an error have been raised: nothing is imported for this question
    return any(isinstance(error, kind) for module, name in kinds if (kind := getattr(sys.modules.get(module), name, None)) is not None)


def guarded(command: Callable[..., int | None]) -> Callable[..., NoReturn]:
    """A command that ends the process with its exit code, whatever happens; it returns an exit code, or None for 0."""

    @functools.wraps(command)
    def run(*args: Any, **kwargs: Any) -> NoReturn:
        try:
            code = _done(command, *args, **kwargs)
            sys.stdout.flush()
        except BrokenPipeError:
            _let_go_of_output()  # the reader (head, less) has seen enough
            code = DONE
        except (Exception, KeyboardInterrupt) as error:
            # a library may make an error of its own of the exit by which a signal ends the program
            code = INTERRUPTED if stopped_by else _code(error)
            try:
                sys.stdout.flush()
            except OSError:
                _let_go_of_output()
        sys.exit(INTERRUPTED if stopped_by else code)

    return run


def _done(command: Callable[..., int | None], *args: Any, **kwargs: Any) -> int:
    """The exit code of a command, also of one that has ended by an exit: of its own, or of the library of the command line."""
    try:
        return command(*args, **kwargs) or DONE
    except SystemExit as end:
        if isinstance(end.__context__, BrokenPipeError):
            raise end.__context__ from None  # the library makes exit 1 of it
        return end.code if isinstance(end.code, int) else DONE


def _let_go_of_output() -> None:
    """Keep Python from complaining when it closes a standard output that takes nothing more."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def hush_figures() -> None:
    """Let matplotlib say nothing of a home folder that it cannot write: it helps itself."""
    import logging

    logging.getLogger("matplotlib").setLevel(logging.ERROR)
