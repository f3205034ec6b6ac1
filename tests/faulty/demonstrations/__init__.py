"""For each fault the requests that a faulty server answers otherwise than the right one."""
