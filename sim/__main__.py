"""The command line: `hubsim`, the same as `python -m sim`."""

from sim.cli.start import be_deaf, open_streams, stop_on_signals


def main() -> None:
    """Entry point of the command `hubsim`."""
    stop_on_signals()  # before anything that takes time is imported
    open_streams()
    from sim.cli.app import main as commands

    try:
        commands()
    finally:
        be_deaf()


if __name__ == "__main__":
    main()
