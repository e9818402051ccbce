"""The search among the catalogue's procedures, 500 and 7,000: real names, and names made of their words."""

from __future__ import annotations

import random
import time

from app.procedures import record
from app.search import phrases, rules
from tests.bench.figures import Row
from tests.search.test_figures import asked
from tests.search.test_speed import mutated

SIZES = (500, 7_000)
P95_MS = 20.0
