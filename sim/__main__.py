"""The command line: `hubsim`, the same as `python -m sim`."""

from sim.cli.guard import stop_on_signals


def main() -> None:
    """Entry point of the command `hubsim`."""
    stop_on_signals()  # before anything that takes time is imported
    from sim.cli.app import main as commands

    commands()


if __name__ == "__main__":
    main()
