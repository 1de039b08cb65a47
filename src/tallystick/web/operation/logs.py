"""Log lines as JSON objects, one to a line."""

import json
import logging
from datetime import UTC, datetime

EXTRA = ("method", "path", "status", "seconds", "user", "address", "queries")


class JsonLines(logging.Formatter):
    """Write a record as one JSON object with its time in UTC and what it measured."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        told = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            **{name: record.__dict__[name] for name in EXTRA if name in record.__dict__},
        }
        if record.exc_info:
            told["error"] = self.formatException(record.exc_info)
        return json.dumps(told, ensure_ascii=False)
