"""The pages: a public view of the ledger in English and Chinese."""
