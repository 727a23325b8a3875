# Celery configuration of the shop, production
import os
from datetime import timedelta
from celery.schedules import crontab, solar
from kombu import Exchange, Queue

HOUR = 60 * 60
broker_url = os.environ.get("CELERY_BROKER_URL", "redis://redis:6379/0")
result_backend = broker_url
timezone = 'Europe/Berlin'
enable_utc = True
accept_content = ['json']
task_serializer = "json"
task_time_limit = 30 * 60
task_soft_time_limit = 25 * 60
task_acks_late = True
worker_concurrency = 4
worker_max_tasks_per_child = 500
worker_max_memory_per_child = 200_000  # kB
worker_prefetch_multiplier = 1
worker_hijack_root_logger = False
task_compression = 'gzip'
result_expires = timedelta(hours=12)
task_default_queue = "default"
task_queues = (
    Queue("default", Exchange("default"), routing_key="default"),
    Queue("emails", routing_key="emails.#"),
    Queue('reports', queue_arguments={'x-max-priority': 10, "x-dead-letter-exchange": 'dlx'}),
)


def route_task(name, args, kwargs, options, task=None, **kw):
    """By what is in it."""
    return {'queue': 'emails'}


task_routes = ([
    ('proj.tasks.emails.*', {'queue': 'emails'}),
    ('proj.tasks.reports.*', {'queue': 'reports', 'priority': 3}),
    (re.compile(r'(video|image)\.tasks\..*'), {'queue': 'media'}),
], route_task)
task_annotations = {
    '*': {'rate_limit': '100/s'},
    'proj.tasks.emails.send_email': {'rate_limit': '10/m', 'time_limit': 2 * HOUR},
}
beat_schedule = {
    # every night
    'nightly-report': {
        'task': 'proj.tasks.reports.nightly',
        'schedule': crontab(hour=2, minute=30, day_of_week='mon-fri'),
        'args': ('daily', 7),
        'options': {'queue': 'reports', 'expires': 3600},
    },
    'cleanup-every-5': {
        'task': 'proj.tasks.maintenance.cleanup', 'schedule': timedelta(minutes=5), 'kwargs': {'limit': 100, 'where': '${HOME}'},
    },
    'poll': {'task': 'proj.tasks.poll', 'schedule': 30.0, 'relative': True},
    'sunset': {'task': 'proj.tasks.lights_on', 'schedule': solar('sunset', 52.5, 13.4)},
    'first-monday': {'task': 'proj.tasks.poll', 'schedule': crontab(0, 8, day_of_week='monday', day_of_month='1-7')},
}
