"""The catalogue: what the commune can do for people. A *procedure* has papers, days, fees, steps and a legal basis;
a *record* is one procedure as data, *curated* by us or *crawled* from the national portal; an *event* is a life event."""
