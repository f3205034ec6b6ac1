"""Exports, each judged by the tools that read it."""
