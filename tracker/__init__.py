"""A fact-check claim tracker.

The floor plan, imports running downstairs only:

- ``app``        puts the house together
- ``api``, ``web``, ``cli``   doors: JSON over HTTP, pages and feeds, commands
- ``services``   deeds: one function a verb, the only floor that writes
- ``models``, ``schemas``, ``formats``   shapes: rows, JSON of the API, published documents
- ``domain``     rules a fact-checker would recognise, standard library only
- ``lib``, ``errors``, ``config``   ground: small libraries that know nothing of claims
"""
