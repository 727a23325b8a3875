"""
Celery as its users have it: Redis as broker and result backend, JSON. Run: stores as many jobs as each line says, or goes through the graph
that a line `graph ID KIND SIZE` asks for.
"""
import os
import sys
import threading
import time

from celery import Celery, chain, chord, group

SERVER = "redis://127.0.0.1:" + os.environ["BENCH_REDIS_PORT"]
NOTE = "a payload of about one hundred bytes, as jobs have"
LOOK_S = 0.01

# Results have a database to themselves, so that its size is their number.
app = Celery("bench", broker=SERVER + "/0", backend=SERVER + "/1")


@app.task(name="noop")
def noop(payload):
    return {"ok": True}


@app.task(name="gather")
def gather(parts):
    return {"count": len(parts)}


def item(n):
    return {"n": n, "to": "person@example.com", "note": "an item of a graph"}


def run(kind, size):
    if kind == "fan":
        group(noop.s(item(n)) for n in range(size)).apply_async().get()
        return
    if kind == "chain":
        result = chain(*[noop.si(item(1)) for _ in range(size)]).apply_async()
    else:
        result = chord([noop.s(item(n)) for n in range(size)])(gather.s())
    # Several are waited for at a time, which its own way of waiting does not bear.
    while not result.ready():
        time.sleep(LOOK_S)


def graph(number, kind, size):
    run(kind, size)
    print("done", number, flush=True)


if __name__ == "__main__":
    for line in sys.stdin:
        words = line.split()
        if words[0] == "graph":
            threading.Thread(target=graph, args=(words[1], words[2], int(words[3]))).start()
            continue
        for n in range(int(words[0])):
            noop.delay({"n": n, "to": f"person-{n}@example.com", "note": NOTE})
        print("stored", flush=True)
