from celery import Celery, shared_task
from .errors import *
app = Celery('proj', broker='redis://localhost:6379/1', include=['proj.tasks'])
app.config_from_object('proj.celeryconfig')
app.conf.beat_schedule['extra'] = {'task': 'proj.emails.digest', 'schedule': crontab(minute='*/15')}

@shared_task(bind=True, name="proj.tasks.emails.send_email", autoretry_for=(SMTPError, ConnectionError), retry_backoff=True,
             retry_backoff_max=600, retry_jitter=True, max_retries=5, acks_late=True, rate_limit="30/m")
def send_email(self, to: str, subject: str = "hi", *, body=None):
    """Send one e-mail.

    More of it."""
    return {"status": "sent"}

@app.task(bind=True, max_retries=3, default_retry_delay=60, time_limit=120, soft_time_limit=100, ignore_result=True)
def digest(self, day):
    try:
        work(day)
    except Exception as exc:
        raise self.retry(exc=exc)

@app.task(queue='slow', priority=9, expires=60, serializer="pickle", base=MyTask)
def slow():
    pass

@app.on_after_configure.connect
def setup(sender, **kwargs):
    sender.add_periodic_task(10.0, slow.s(), name='slow every 10')
    sender.add_periodic_task(crontab(hour=7, minute=30, day_of_week=1), digest.s('Happy Mondays!'), expires=10)

@app.task(name='proj.tasks.reports.nightly')
def nightly(kind, days): ...
