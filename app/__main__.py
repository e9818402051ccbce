"""`python -m app` is `gocua`."""

from .cli import main

main()
