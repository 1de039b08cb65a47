"""Soaks: the ledger under races, kills and a failover, against what its writers were told."""

import sys
from pathlib import Path

# The tests' own PostgreSQL server is reused, and the tests are not a package.
TESTS = Path(__file__).parents[1] / "tests"
sys.path += [str(TESTS), str(TESTS / "ledger")]
