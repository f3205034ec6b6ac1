"""Payloads built from the schemas alone: what a message may look like, place by place."""
