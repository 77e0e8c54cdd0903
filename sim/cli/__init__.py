"""The command line: what comes first (`start`), commands (`app`, `sweep`), those that run a scenario (`run`, `several`, `precise`, `warm_up`), fit one (`fit`),
judge one (`verdict`), reckon its land (`site`), make a document of what was found (`report`) or one figure (`plot`), compare some (`compare`, `compared`)
or carry out a study (`studies`, `told`), what those of many runs share (`offices`), `progress`, and when something goes wrong (`guard`).

Nothing heavy is imported at the top of a module here: `hubsim --help` answers at once.
"""
