"""What a run found, and where it is kept.

run               the contract: what an engine returns
families, hours   copies taken together; the day in hours
bottleneck        what limits the hub, and the evidence
haulage           yards, gates, lanes, shared roads and fleets
summary, record   for people; for programs (JSON);  texts: the words, in English and Chinese
folder            files and folders that are whole or not there;  writer, trace: what is in them
memory            the most a process has taken
"""
