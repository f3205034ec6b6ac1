"""A WSGI application on a port, with limits on time and connections."""
