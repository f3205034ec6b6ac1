"""Values that are worth trying."""
