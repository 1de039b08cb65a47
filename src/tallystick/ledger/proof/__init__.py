"""The transparency log: what makes a ledger provable to somebody who does not trust its keeper."""
