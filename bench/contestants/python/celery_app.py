"""Celery as its users have it: Redis as broker and result backend, JSON. Run: stores as many jobs as each line says."""
import os
import sys

from celery import Celery

SERVER = "redis://127.0.0.1:" + os.environ["BENCH_REDIS_PORT"]
NOTE = "a payload of about one hundred bytes, as jobs have"

# Results have a database to themselves, so that its size is their number.
app = Celery("bench", broker=SERVER + "/0", backend=SERVER + "/1")


@app.task(name="noop")
def noop(payload):
    return {"ok": True}


if __name__ == "__main__":
    for line in sys.stdin:
        for n in range(int(line.split()[0])):
            noop.delay({"n": n, "to": f"person-{n}@example.com", "note": NOTE})
        print("stored", flush=True)
