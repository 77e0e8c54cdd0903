"""What a run found, and where it is kept.

run               the contract: what an engine returns
collect           from what control and movers hold at the end to a run
families, hours   copies taken together; the day in hours
bottleneck        what limits the hub, and the evidence
recovery          what events cost, beside the same day without them
haulage           yards, gates, lanes, shared roads and fleets
summary, record   for people; for programs (JSON);  texts: the words, in English and Chinese;  printable: what can be shown
verdicts          what a verdict calls its rules and what there can be more of
folder            files and folders that are whole or not there;  writer, trace, readme: what is in them;  reader: back to a run
workbook, tables  tables for Excel;  those of a run
memory            the most a process has taken
"""
