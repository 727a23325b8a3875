"""RQ as its users have it. Run: each line says how many jobs to store, and how many of them per call."""
import os
import sys

from redis import Redis
from rq import Queue

NOTE = "a payload of about one hundred bytes, as jobs have"


def noop(payload):
    return {"ok": True}


def payload(n):
    return {"n": n, "to": f"person-{n}@example.com", "note": NOTE}


def store(queue, count, per_call):
    for start in range(0, count, per_call):
        numbers = range(start, min(start + per_call, count))
        if per_call == 1:
            queue.enqueue("rq_app.noop", payload(start))
        else:
            queue.enqueue_many([Queue.prepare_data("rq_app.noop", (payload(n),)) for n in numbers])


if __name__ == "__main__":
    default = Queue(connection=Redis(port=int(os.environ["BENCH_REDIS_PORT"])))
    for line in sys.stdin:
        store(default, *map(int, line.split()))
        print("stored", flush=True)
