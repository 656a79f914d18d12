By
Oda Lind

PUBLISHED:

10:12 EST, 5 March 2024

|

UPDATED:

11:40 EST, 5 March 2024

A ferry that ran aground off Quayton was pulled free on Tuesday.

Nobody was hurt, the coast guard said.

The ferry carried 120 people.

@highlight

Ferry off Quayton free again

@highlight

120 people were aboard
