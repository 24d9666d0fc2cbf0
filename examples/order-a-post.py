#!/usr/bin/env python3
"""Places one order, watches it, picks its first idea, approves the finished post, and prints the post's address.

Needs Python 3.8 or newer and nothing else. GALLEY_URL and GALLEY_KEY come from the environment; the keyword is the
argument.
"""

import json
import os
import sys
import time
import urllib.error
import urllib.request
import uuid

ORDERS = "/api/blog-generation"
DEADLINE_SECONDS = 600


class Galley:
    def __init__(self, url, key):
        self.url = url.rstrip("/")
        self.key = key
        self.shown = None

    def call(self, method, path, body=None, idempotency_key=None):
        """Returns the answer's JSON; a bad answer ends the program with what the API says."""
        headers = {"Authorization": f"Bearer {self.key}"}
        if body is not None:
            headers["Content-Type"] = "application/json"
        if idempotency_key is not None:
            headers["Idempotency-Key"] = idempotency_key
        request = urllib.request.Request(
            self.url + path,
            method=method,
            headers=headers,
            data=None if body is None else json.dumps(body).encode(),
        )
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            sys.exit(f"Error: the API answers {error.code}: {error.read().decode(errors='replace')}")
        except urllib.error.URLError as error:
            sys.exit(f"Error: no answer: {error.reason}")

    def wait_for(self, order_id, status, deadline):
        while True:
            order = self.call("GET", f"{ORDERS}/{order_id}")
            if order["status"] != self.shown:
                print(f"It is {order['status']}", file=sys.stderr)
            self.shown = order["status"]
            if order["status"] == status:
                return order
            if order["status"] in ("FAILED", "CANCELLED", "UNCONFIRMED"):
                sys.exit(f"Error: the order is {order['status']}: {order['error']}")
            if time.monotonic() > deadline:
                sys.exit(f"Error: the order is still {order['status']}")
            time.sleep(1)


def setting(name, meaning):
    value = os.environ.get(name)
    if not value:
        sys.exit(f"Error: {name} is not set; it is {meaning}")
    return value


def main():
    galley = Galley(
        setting("GALLEY_URL", "the address of the API, such as http://127.0.0.1:3000"),
        setting("GALLEY_KEY", "the API key of your store"),
    )
    keyword = sys.argv[1] if len(sys.argv) > 1 else "hand coffee grinder"
    deadline = time.monotonic() + DEADLINE_SECONDS

    # With the key a repeated request does not become a second order.
    body = {"sourceType": "keyword", "sourceId": keyword, "publishMode": "approve"}
    placed = galley.call("POST", ORDERS, body, idempotency_key=str(uuid.uuid4()))
    order_id = placed["id"]
    print(f"Order {order_id} is placed", file=sys.stderr)

    order = galley.wait_for(order_id, "AWAITING_SELECTION", deadline)
    idea = order["ideas"][0]
    print(f"Picking: {idea['title']}", file=sys.stderr)
    galley.call(
        "POST", f"{ORDERS}/{order_id}/select", {"ideaId": idea["id"]}, idempotency_key=f"pick-{order_id}"
    )

    order = galley.wait_for(order_id, "AWAITING_APPROVAL", deadline)
    print(f"Approving: {order['post']['title']}", file=sys.stderr)
    galley.call("POST", f"{ORDERS}/{order_id}/approve", idempotency_key=f"approve-{order_id}")

    order = galley.wait_for(order_id, "DONE", deadline)
    print(order["publication"]["url"])


if __name__ == "__main__":
    main()
