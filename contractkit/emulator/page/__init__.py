"""The inbox: a page that shows what came to the emulator, and lets a person order answers.

From the top down: application, pages, guard, opened, copies, orders, resending, streaming,
rendering, filters, rows, message_view, marked_body, inbox, timelines, feed, web.
"""
