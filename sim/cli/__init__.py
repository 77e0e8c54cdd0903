"""The command line: commands (`app`), the one that runs a scenario (`run`), progress, and what happens when something goes wrong (`guard`).

Nothing heavy is imported at the top of a module here: `hubsim --help` answers at once.
"""
