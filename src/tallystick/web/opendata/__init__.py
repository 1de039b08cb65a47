"""Open data: every public list once, as rows that pages, CSV files and JSON answers share."""
