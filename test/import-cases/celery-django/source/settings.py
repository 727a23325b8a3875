"""Django settings for the shop project."""
import os
from pathlib import Path
from celery.schedules import crontab
import environ

env = environ.Env()
BASE_DIR = Path(__file__).resolve().parent.parent
SECRET_KEY = env('SECRET_KEY')
DEBUG = False
TIME_ZONE = 'America/New_York'
MINUTES = 60
DATABASES = {'default': {'ENGINE': 'django.db.backends.postgresql', 'NAME': 'shop'}}

CELERY_BROKER_URL = env.str('REDIS_URL', default='redis://:s3cret@redis:6379/0')
CELERY_RESULT_BACKEND = 'django-db'
CELERY_TIMEZONE = TIME_ZONE
CELERY_TASK_TIME_LIMIT = 5 * MINUTES
CELERY_TASK_ALWAYS_EAGER = False
CELERY_BEAT_SCHEDULER = 'django_celery_beat.schedulers:DatabaseScheduler'
CELERYD_CONCURRENCY = int(os.environ.get('WEB_CONCURRENCY', 2))
CELERY_BEAT_SCHEDULE = {
    'sync-%s' % 'stock': {
        'task': 'Stock.Sync',
        'schedule': crontab(minute={0, 20, 40}, hour='8-18/2', day_of_month='*', month_of_year='*/3'),
        'args': [],
        'kwargs': dict(full=True),
    },
    "expire-carts": {"task": "carts.tasks.expire", "schedule": crontab(minute=15, hour='*/3'), "kwargs": {"older_than": 3 * MINUTES, "dry": not True}},
    **EXTRA_BEAT,
}


class CeleryConfig:
    task_soft_time_limit = 240
    task_routes = {'carts.*': 'carts', 'Stock.Sync': {'queue': 'default'}}
    task_ignore_result = True
    worker_pool = 'gevent'
