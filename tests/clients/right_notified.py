"""A right client that waits for the notification of how its message ended."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.clients.sending import (
    ACCEPTED,
    FAILED,
    MESSAGE,
    NO_ANSWER,
    NO_SENSE,
    SECONDS,
    accepts,
    post,
    run,
)

STATES = {"Delivered": ACCEPTED, "Failed": FAILED, "Un-Delivered": FAILED}
changed = threading.Condition()
ends: dict[str, int] = {}


class Listener(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        told = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        note = told["deliveryInfoNotification"]
        state = note["deliveryInfo"]["deliveryStatus"]
        with changed:
            if state in STATES:
                ends[note["transid"]] = STATES[state]
                changed.notify_all()
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


server = ThreadingHTTPServer(("127.0.0.1", 0), Listener)
threading.Thread(target=server.serve_forever, daemon=True).start()


def send() -> int:
    url = f"http://127.0.0.1:{server.server_port}/receipts"
    try:
        _, body = post(MESSAGE | {"notifyurl": url})
        if not accepts(body):
            return FAILED
        sent = json.loads(body)["response"][0]["transid"]
    except NO_ANSWER + NO_SENSE:
        return FAILED
    with changed:
        changed.wait_for(lambda: sent in ends, SECONDS)
        return ends.get(sent, ACCEPTED)


run(send)
