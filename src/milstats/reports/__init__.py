"""Answers as reports: rows for machines, a page for people."""
