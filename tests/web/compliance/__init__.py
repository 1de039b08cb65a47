"""Tests of compliance cases on the pages and in the interface."""
