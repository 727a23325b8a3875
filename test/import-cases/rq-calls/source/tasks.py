from datetime import datetime, timedelta
from os import getenv

from redis import Redis
from rq import Queue, Retry
from rq.decorators import job

connection = Redis(host="redis", port=6380, db=2, password=getenv("REDIS_PASSWORD"))


@job("low", connection=connection, timeout=5, result_ttl=0, retry=Retry(max=3, interval=[10, 30, 60]))
def add(x, y):
    """Adds two numbers."""
    return x + y


def remind(user): ...


def view(request):
    Queue("mid", connection=connection).enqueue("tasks.remind", 7, job_timeout="2h")
    Queue("mid", connection=connection).enqueue_at(datetime(2027, 1, 1), remind, 8)
