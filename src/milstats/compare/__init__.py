"""Whether two figures may be compared, and what follows."""
