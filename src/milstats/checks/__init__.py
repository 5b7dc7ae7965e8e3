"""What can be wrong with a table, a page or a draft."""
