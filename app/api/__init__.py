"""For the systems that an office has already: dossiers out, states in, news to where they listen; lists for a spreadsheet.

Words: a *system* is a program of an office's, known by its *key* and allowed what its *rights* say; a *hook* is an https address
that hears of changes; a *message* is one piece of news on its way there.
"""
