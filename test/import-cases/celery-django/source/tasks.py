import logging
from celery import chord, shared_task, Task
from celery.utils.log import get_task_logger

logger = get_task_logger(__name__)


class Base(Task):
    autoretry_for = (Exception,)


@shared_task(
    name='carts.tasks.expire',
    autoretry_for=[Exception],
    retry_kwargs={'max_retries': None, 'countdown': 5},
)
def expire(older_than, dry=False, *args, **kwargs):
    '''Removes carts that are "old" (${age}).'''
    logger.info('expire %s', older_than)


@shared_task(bind=True)
async def delete(self, pk: int, /, *, reason: str = "none") -> None:
    raise self.retry(countdown=2 ** self.request.retries)


if True:
    @shared_task
    def plain(): return 1
