"""OpenAPI documents: their operations, and all that these need, as a contract."""
