import { strict as assert } from 'node:assert';

import { ENGINES } from '../support/engines.ts';
import { waitFor } from '../support/wait-for.ts';
import { Shop } from './shop.ts';

const CUSTOMERS = 7;
const PENDING_ORDERS = 20;

interface Order {
  readonly id: number;
  readonly status: string;
}

for (const harness of ENGINES) {
  describe(`The example shop on ${harness.name}`, function () {
    let shop: Shop;

    before(async () => {
      shop = await Shop.open(harness);
      await shop.start();
    });
    after(() => shop.close());

    const statusOf = (id: number): string | undefined =>
      (shop.rows(`SELECT id, status FROM orders WHERE id = ${id}`) as Order[])[0]?.status;

    it('answers 202 with the id of the task, tells its status, and the e-mail lies in the outbox', async () => {
      const email = { to: 'ann@example.com', subject: 'Welcome', body: 'Hello Ann' };
      const { status, body } = await shop.call('POST', '/notifications/send-email', email);
      assert.equal(status, 202);
      assert.equal(body.message, 'E-mail queued for sending');
      await shop.finished(body.task_id);
      assert.deepEqual((await shop.call('GET', `/notifications/task/${body.task_id}`)).body, {
        task_id: body.task_id,
        status: 'completed',
        result: { status: 'sent', to: 'ann@example.com' },
        error: null,
      });
      const [message = ''] = await shop.outbox();
      for (const line of [/^To: ann@example.com\r?$/m, /^Subject: Welcome\r?$/m, /^Hello Ann/m]) {
        assert.match(message, line);
      }
    });

    it('refuses an e-mail that breaks the schema with every pointer, and does not know a wrong id', async () => {
      const { status, body } = await shop.call('POST', '/notifications/send-email', { to: 'nobody', extra: 1 });
      assert.equal(status, 422);
      assert.equal(body.code, 'PAYLOAD_INVALID');
      assert.deepEqual(body.violations.map(({ pointer }) => pointer).sort(), ['', '', '/to']);
      assert.equal((await shop.call('GET', '/notifications/task/nothing')).status, 404);
    });

    it('writes a report from the orders and keeps its status where the shop sees it', async () => {
      const job = await shop.run('reports.generate', { report_id: 1 });
      assert.equal(job.state, 'completed');
      assert.deepEqual([job.progress?.done, job.progress?.total], [2, 2]);
      const [head, ...lines] = await shop.report('report-1.csv');
      assert.equal(head, 'customer,orders,total');
      assert.equal(lines.length, CUSTOMERS);
      const { file } = job.result as { file: string };
      assert.deepEqual(shop.rows('SELECT status, file, error FROM reports WHERE id = 1'), [
        { status: 'completed', file, error: null },
      ]);
    });

    it('deletes old reports by a shell script', async () => {
      assert.deepEqual((await shop.run('reports.sweep', { days: 1 })).result, { deleted: 0 });
      await shop.age('old.csv', 3);
      const job = await shop.run('reports.sweep', { days: 1 });
      assert.deepEqual([job.state, job.result], ['completed', { deleted: 1 }]);
      assert.match(job.logs[0]?.line ?? '', /^deleted .*old\.csv$/);
    });

    it('gives up at once on a report that does not exist', async () => {
      const job = await shop.run('reports.generate', { report_id: 777 });
      assert.deepEqual([job.state, job.attempts.length, job.error?.message], ['dead', 1, 'report 777 not found']);
    });

    it('takes a declined payment as final and marks the order', async () => {
      const job = await shop.run('payments.process', { order_id: 1, card: 'declined' });
      assert.deepEqual([job.state, job.attempts.length, job.error?.name], ['dead', 1, 'PaymentDeclined']);
      assert.equal(statusOf(1), 'payment_failed');
    });

    it('tries a payment again that the gateway did not answer', async () => {
      const job = await shop.run('payments.process', { order_id: 2, card: 'flaky' });
      assert.equal(job.state, 'completed');
      assert.deepEqual(
        job.attempts.map(({ outcome, error }) => [outcome, error?.name ?? null]),
        [
          ['failed', 'GatewayTimeout'],
          ['failed', 'GatewayTimeout'],
          ['completed', null],
        ],
      );
      assert.equal(statusOf(2), 'paid');
    });

    it('processes all pending orders though one of them fails', async () => {
      const job = await shop.fire('process-pending-orders');
      // The clock may have fired it too, at a full five minutes: together they did all, once.
      const { processed, failed } = job.result as { processed: number; failed: number };
      assert.ok([0, PENDING_ORDERS].includes(processed) && [0, 1].includes(failed), JSON.stringify(job.result));
      const counts = shop.rows('SELECT status, count(*) AS count FROM orders GROUP BY status ORDER BY status');
      assert.deepEqual(counts, [
        { status: 'failed', count: 1 },
        { status: 'paid', count: 1 },
        { status: 'payment_failed', count: 1 },
        { status: 'processed', count: 58 },
      ]);
    });

    it('deletes the old sessions and keeps the others', async () => {
      const job = await shop.fire('cleanup-old-data');
      assert.equal(job.state, 'completed');
      assert.deepEqual(shop.rows('SELECT count(*) AS count FROM sessions'), [{ count: 9 }]);
      assert.match(job.logs.map(({ line }) => line).join(), /^deleted \d+ sessions older than 30 days$/);
    });

    it('makes an e-mail of a path and a body', async () => {
      const answer = await shop.call('POST', '/send-notification/bea@example.com', { message: 'Look here' });
      assert.deepEqual([answer.status, answer.body.message], [202, 'Notification will be sent']);
      await waitFor('the e-mail', async () => (await shop.outbox()).some((message) => message.includes('Look here')));
    });

    it('makes two jobs of one request, and none when one of them is refused', async () => {
      const { status, body } = await shop.call('POST', '/users/7/action?action=log-in');
      assert.deepEqual([status, body], [202, { status: 'ok' }]);
      const noted = () => shop.rows('SELECT user, action FROM activities');
      await waitFor('the note', async () => noted().length > 0);
      assert.deepEqual(noted(), [{ user: 7, action: 'log-in' }]);
      await waitFor('the e-mail', async () =>
        (await shop.outbox()).some((message) => message.includes('User 7: log-in')),
      );
      assert.equal((await shop.call('POST', '/users/seven/action?action=log-in')).status, 422);
    });

    it('brings the catalogue in, once', async () => {
      assert.equal(((await shop.fire('sync-external-data')).result as { products: number }).products, 4);
      assert.equal(((await shop.fire('sync-external-data')).result as { changed: number }).changed, 0);
      assert.equal(shop.rows('SELECT * FROM products').length, 4);
    });

    it('writes the report of the week', async () => {
      const job = await shop.fire('weekly-report');
      const { week_until: day, customers } = job.result as { week_until: string; customers: number };
      const [, ...lines] = await shop.report(`weekly-${day}.csv`);
      assert.equal(lines.length, customers);
      assert.ok(customers > 0);
    });

    it('sends bulk e-mails as one run, one job and one file each, and shows the counts', async () => {
      const before = (await shop.outbox()).length;
      const recipients = Array.from({ length: 25 }, (_, n) => `reader-${n}@example.com`);
      const { status, body } = await shop.call('POST', '/notifications/send-bulk', { recipients, subject: 'News' });
      assert.deepEqual([status, body.count], [202, 25]);
      const run = await shop.over(body.task_id);
      assert.deepEqual([run.state, run.workflow], ['completed', 'bulk-mail']);
      const [step] = run.steps;
      assert.deepEqual([step?.total, step?.completed, step?.failed], [25, 25, 0]);
      const seen = await shop.call('GET', `/notifications/send-bulk/${run.id}?wait=1s`);
      assert.deepEqual([seen.status, seen.body], [200, { state: 'completed', count: 25, sent: 25, failed: 0 }]);
      assert.equal((await shop.call('GET', '/notifications/send-bulk/none')).status, 404);
      const sent = (await shop.outbox()).filter((message) => message.includes('Subject: News'));
      assert.equal(sent.length, 25);
      assert.equal((await shop.outbox()).length, before + 25);
      assert.deepEqual(new Set(sent.map((message) => /^To: (.+?)\r?$/m.exec(message)?.[1])), new Set(recipients));
      assert.equal((await shop.call('POST', '/notifications/send-bulk', { recipients: [], subject: 'x' })).status, 422);
    });

    it('writes a report and tells who asked for it, or says why not', async () => {
      const { body } = await shop.call('POST', '/reports/3/send', { to: 'boss@example.com' });
      assert.equal((await shop.over(body.task_id)).state, 'completed');
      assert.ok((await shop.outbox()).some((message) => message.includes('To: boss@example.com')));
      const unknown = await shop.call('POST', '/reports/777/send', { to: 'boss@example.com' });
      const failed = await shop.over(unknown.body.task_id);
      assert.deepEqual([failed.state, failed.error?.message], ['failed', 'report 777 not found']);
      assert.deepEqual(
        failed.steps.map(({ state }) => state),
        ['failed', 'skipped'],
      );
    });

    it('tells the sales people of each customer at night, and raises no alarm', async () => {
      const { body } = await shop.call('POST', '/api/schedules/nightly-digest/run');
      const run = await shop.over(body.id);
      const states = Object.fromEntries(run.steps.map(({ name, state }) => [name, state]));
      assert.deepEqual(states, { find: 'completed', tell: 'completed', alarm: 'skipped' });
      const { told } = run.result as { told: number };
      const tell = run.steps.find(({ name }) => name === 'tell');
      assert.deepEqual([told, tell?.total], [tell?.completed, tell?.completed]);
    });

    it('tells accounting of a payment, signed, and once', async () => {
      const told = () => shop.accounting.received.filter(({ body }) => body.includes('payments.process'));
      const before = told().length;
      const { id, result } = await shop.run('payments.process', { order_id: 4, card: '4242' });
      await waitFor('the letter to accounting', () => Promise.resolve(told().length > before));
      const [letter] = told().slice(before);
      const { event, job, result: told4 } = JSON.parse(letter?.body ?? '') as Readonly<Record<string, unknown>>;
      assert.deepEqual([letter?.method, letter?.url, event], ['POST', '/payments', 'success']);
      assert.equal((job as { id: string }).id, id);
      assert.deepEqual(told4, result);
      assert.match(String(letter?.headers['skep-signature']), /^t=\d+,v1=[0-9a-f]{64}$/);
      assert.ok(!letter?.body.includes('4242'));
    });

    it('pays back what was paid; the account is in no view of the job', async () => {
      assert.equal((await shop.run('payments.process', { order_id: 5, card: '4242' })).state, 'completed');
      const iban = 'DE02120300000000202051';
      const job = await shop.run('payments.refund', { order_id: 5, iban });
      assert.deepEqual([job.state, job.payload, job.result], ['completed', '[hidden]', '[hidden]']);
      assert.deepEqual(
        job.logs.map(({ line }) => line),
        ['refunded order 5 to [hidden]'],
      );
      assert.equal(statusOf(5), 'refunded');
      const again = await shop.run('payments.refund', { order_id: 5, iban });
      assert.deepEqual([again.state, again.attempts.length], ['dead', 1]);
    });

    it('compares the articles in a thread', async () => {
      const job = await shop.run('catalog.find-doubles', {});
      assert.deepEqual(job.result, { compared: 6, pairs: [{ one: 'honey-250', other: 'honey-500', alike: 0.6 }] });
      assert.deepEqual([job.progress?.done, job.progress?.total], [4, 4]);
    });

    it('answers, sends the letter by a job and notes it without one', async () => {
      const answer = await shop.call('POST', '/users/8/forgot-password', { email: 'dan@example.com' });
      assert.deepEqual(answer.body, { status: 'ok' });
      const { jobs } = (await shop.call('GET', '/api/jobs?task=emails.send&limit=1')).body;
      assert.equal((await shop.finished(jobs[0]?.id ?? '')).state, 'completed');
      assert.ok((await shop.outbox()).some((message) => message.includes('Subject: Your new password')));
      const noted = () => shop.rows("SELECT user FROM activities WHERE action = 'forgot'");
      await waitFor('the note', async () => noted().length > 0);
      assert.deepEqual(noted(), [{ user: 8 }]);
      const stored = (await shop.call('GET', '/api/jobs?task=users.log-activity')).body.jobs;
      assert.ok(stored.every(({ payload }) => !JSON.stringify(payload).includes('forgot')));
    });
  });

  describe(`The example shop on ${harness.name}, killed in the middle`, function () {
    let shop: Shop;
    beforeEach(async () => {
      shop = await Shop.open(harness);
    });
    afterEach(() => shop.close());

    it('goes on where it was: every e-mail is there once, none is lost', async () => {
      const first = await shop.start();
      const recipients = Array.from({ length: 300 }, (_, n) => `reader-${n}@example.com`);
      const { body } = await shop.call('POST', '/notifications/send-bulk', { recipients, subject: 'Sale' });
      await waitFor('some e-mails', async () => (await shop.outbox()).length >= 20);
      await first.kill();
      const second = await shop.start();
      const { state, steps } = await shop.over(body.task_id);
      assert.deepEqual([state, steps[0]?.completed], ['completed', 300]);
      const to = (await shop.outbox()).map((message) => /^To: (.+?)\r?$/m.exec(message)?.[1]);
      assert.equal(to.length, 300);
      assert.deepEqual(new Set(to), new Set(recipients));
      second.signal('SIGTERM');
      assert.equal((await second.ended).code, 0);
    });

    it('does the same work with one process per role', async () => {
      await shop.start('--only', 'api');
      const others = await Promise.all([
        shop.start('--only', 'worker', '-q', 'emails'),
        shop.start('--only', 'worker', '-x', 'emails'),
        shop.start('--only', 'scheduler'),
      ]);
      assert.equal((await shop.run('emails.send', { to: 'ann@example.com', subject: 'Hi' })).state, 'completed');
      assert.equal((await shop.run('reports.generate', { report_id: 2 })).state, 'completed');
      assert.equal((await shop.fire('weekly-report')).state, 'completed');
      const { workers } = (await shop.call('GET', '/api/workers')).body;
      assert.deepEqual(workers.map(({ roles }) => roles.join()).sort(), ['api', 'scheduler', 'worker', 'worker']);
      for (const one of others) one.signal('SIGTERM');
      assert.deepEqual(await Promise.all(others.map(async (one) => (await one.ended).code)), [0, 0, 0]);
    });
  });
}
