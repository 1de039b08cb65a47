"""Running the pages: health, measures, logs, and where a request comes from."""
