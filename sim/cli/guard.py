"""What a user sees when something goes wrong: one plain line and an exit code, never a traceback.

Exit codes: 0 done, 1 fault of hubsim or of the machine, 2 input or usage error, 3 some replications failed, 130 interrupted.
"""

import contextlib
import functools
import os
import signal
import sys
import traceback
from collections.abc import Callable, Iterable
from typing import Any

DONE, FAULT, INPUT, SOME_FAILED, INTERRUPTED = 0, 1, 2, 3, 130
DEBUG = "HUBSIM_DEBUG"
_stopped_by: list[int] = []
"""signals that have ended the program"""


class InputError(Exception):
    """Something the user gave cannot be used; the text is for the user."""


def tell(message: str) -> None:
    """A plain line on standard error; silent if nobody listens any more."""
    with contextlib.suppress(OSError):
        print(message, file=sys.stderr, flush=True)


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
    if isinstance(error, InputError | Refused) or _is_scenario_error(error):
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


def _is_scenario_error(error: BaseException) -> bool:
    # only if its module was loaded can an error have been raised: nothing is imported for this question
    kinds = (("sim.scenario", "ScenarioError"), ("sim.plant", "PlantError"), ("sim.kernels.movers", "Standstill"))
    return any(isinstance(error, kind) for module, name in kinds if (kind := getattr(sys.modules.get(module), name, None)) is not None)


def guarded(command: Callable[..., int | None]) -> Callable[..., None]:
    """A command that ends the process with its exit code, whatever happens; it returns an exit code, or None for 0."""

    @functools.wraps(command)
    def run(*args: Any, **kwargs: Any) -> None:
        try:
            code = command(*args, **kwargs) or DONE
            if sys.stdout is not None:
                sys.stdout.flush()
        except BrokenPipeError:
            # the reader (head, less) has seen enough; keep Python from complaining when it closes the stream
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            code = DONE
        except (Exception, KeyboardInterrupt) as error:
            # a library may make an error of its own of the exit by which a signal ends the program
            code = INTERRUPTED if _stopped_by else _code(error)
        sys.exit(code)

    return run


def stop_on_signals() -> None:
    """Let Ctrl-C and a polite kill end the program with a word, exit code 130, and everything unfinished removed, whatever it is doing.

    As an exit, not as KeyboardInterrupt: the library of the command line takes that for an error of its own. Ctrl-C stays without effect where
    it has none, as in the background of a shell script.
    """

    def stop(number: int, frame: object) -> None:
        _stopped_by.append(number)
        with contextlib.suppress(OSError):
            os.write(2, b"interrupted\n")  # not by print, which may be what was interrupted
        raise SystemExit(INTERRUPTED)

    for number in (signal.SIGINT, signal.SIGTERM):
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, stop)
