"""From everyday words to a procedure, or straight to the answer.

An *entry* is a listed procedure; *phrases* are what people say for it; *outside* is what people say that nothing answers.
The *index* is one table of weights, made when the catalogue is published. A *hit* is a procedure found; a *question* is
asked back when the words alone cannot tell procedures apart.
"""
