"""Jobs of the shop, for `rq cron cron_config.py`."""
from datetime import datetime, timedelta
from redis import Redis
from rq import Queue, Retry, cron, Callback
from rq.decorators import job
from rq_scheduler import Scheduler

from app import jobs, mails

REDIS_URL = 'redis://localhost:6379/2'
QUEUES = ['high', 'default', 'low']
SENTRY_DSN = 'sync+http://public:secret@example.com/1'

redis = Redis.from_url(REDIS_URL)
queue = Queue('low', connection=redis, default_timeout=600)
scheduler = Scheduler(connection=redis)

cron.register(jobs.refresh_cache, queue_name='high', interval=60)
cron.register(
    jobs.nightly_report,
    queue_name="low",
    cron='30 2 * * 1-5',  # weekdays
    args=('daily',),
    kwargs={'days': 7, 'to': mails.OPS},
    job_timeout='1h',
    result_ttl=0,
)
scheduler.cron("0 0 * * 0", func=mails.weekly_digest, args=[], kwargs={'kind': 'digest'}, repeat=None, queue_name='low', use_local_timezone=True)
scheduler.schedule(scheduled_time=datetime.utcnow(), func=jobs.poll, interval=300, repeat=10, result_ttl=600)
scheduler.enqueue_in(timedelta(minutes=1), jobs.once)


@job('high', connection=redis, timeout=30, retry=Retry(max=3, interval=[10, 30, 60]), result_ttl=3600)
def charge(order, amount=0):
    """Charge an order."""
    return order


def place(order):
    queue.enqueue(mails.confirm, order, job_timeout=90, retry=Retry(max=2), on_failure=Callback(mails.report), description='Confirm an order')
    job = queue.enqueue('app.jobs.ship', order, depends_on=order.job, ttl=60)
    charge.delay(order)
