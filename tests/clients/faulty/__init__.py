"""Clients with one fault each, as it is found in public code."""
