"""The command line: what comes first (`start`), commands (`app`), the one that runs a scenario (`run`), progress, and when something goes wrong (`guard`).

Nothing heavy is imported at the top of a module here: `hubsim --help` answers at once.
"""
