"""The values of a table and the words for them."""
