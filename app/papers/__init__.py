"""What the counter prints and passes on: the official form filled in, the copy sheet for the portal, the appointment slip.

The words: a layout (data/<slug>.json) says how the form of one slug lies on paper: its lines, each of cells, each cell a
label and what it says, with `{question id}` where an answer goes. A clerk's correction is a change of that file.
"""
