"""The budgets of docs/budgets.md, measured here and now: `python -m tests.bench`, or `make bench`."""
