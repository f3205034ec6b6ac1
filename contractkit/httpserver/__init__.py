"""A WSGI application on a port, with limits on time and connections.

From the top down: server, connections, bodies, heads, fields, deadlines.
"""
