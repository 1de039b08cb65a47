"""Migrations of the texts of organisations."""
