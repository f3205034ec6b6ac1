"""Values built for a place from the schemas that judge it."""
