"""Payloads made from the schemas alone: valid ones, and ones that break one rule."""
