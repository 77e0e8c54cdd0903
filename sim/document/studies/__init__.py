"""The report of a study, one module a chapter: `chapter(findings) -> Chapter`; one that has nothing to say has no blocks.

findings  a study as it was found, from the plain values of `sim.experiment.account`: words for its figures, points in order
answer    the question, the answer and how sure it is: all on the first page
design    what was varied, how, and what the figures are
found     all points as a table, and drawn
matters   which factors move each figure
failed    what failed, with the command that does it again
evidence  files, versions, seeds, store, how to do it again
"""
