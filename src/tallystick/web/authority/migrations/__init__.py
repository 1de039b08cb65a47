"""Migrations of the workspace."""
