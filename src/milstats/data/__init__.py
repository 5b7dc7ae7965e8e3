"""Data files to checked values, and back."""
