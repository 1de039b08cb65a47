"""Workbooks opened with suspicion: container, sheets, cells as text, header rows, damage."""
