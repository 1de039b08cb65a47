"""The programming interface `/api/v1`: what the pages do, for programs."""
