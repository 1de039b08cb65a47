"""Log lines as JSON objects, one to a line."""

import json
import logging
from contextvars import ContextVar
from datetime import UTC, datetime

request_id: ContextVar[str] = ContextVar("request_id", default="")
"""By which id the request that is being answered is known; empty outside of one."""

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
            **({"request": request_id.get()} if request_id.get() else {}),
            **{name: record.__dict__[name] for name in EXTRA if name in record.__dict__},
        }
        if record.exc_info:
            told["error"] = self.formatException(record.exc_info)
        return json.dumps(told, ensure_ascii=False)
