/** The built-in task behind alerts: its payload says which receiver it is for, and the manifest in force where that is. */
import type * as Mailer from 'nodemailer';

import type { Executor, HandlerContext } from '../core/index.ts';
import { inTime, type Json, SkepError, systemClock } from '../foundation/index.ts';
import type { AlertTarget, Manifest } from '../manifest/index.ts';
import { RequestError } from './request/request-error.ts';
import type { RequestParts } from './request/request-executor.ts';
import { sendHook } from './request/webhook-executor.ts';

type Mail = Extract<AlertTarget, { readonly kind: 'email' }>;

/** What is told, as far as a mail needs it. */
interface Told {
  readonly to?: unknown;
  readonly alert?: unknown;
  readonly event?: unknown;
  readonly since?: unknown;
  readonly project?: unknown;
  readonly description?: unknown;
  readonly subjects?: readonly { readonly message?: unknown }[];
  readonly more?: unknown;
}

/** Addresses and secrets stand in the manifest alone, as those of webhooks do. */
export function alertExecutor({ alerts }: Pick<Manifest, 'alerts'>, parts: RequestParts = {}): Executor {
  return {
    code: 'alert',
    start: async (payload: Json, ctx) => {
      const { to: key, ...told } = payload as Told;
      const name = String(told.alert);
      const target = Object.hasOwn(alerts, name) ? alerts[name]?.to.find((one) => one.key === key) : undefined;
      // It is tried again: while one manifest replaces another, some process has it.
      if (target === undefined || target.kind === 'task')
        throw new RequestError('REQUEST_REFUSED', 'the manifest of this process has no such receiver');
      if (target.kind === 'webhook') return sendHook(target, told as unknown as Json, ctx, parts);
      return sendMail(target, told, ctx, parts);
    },
  };
}

const WAIT_MS = 30_000;
/** All of it: a server that says a word now and then keeps every wait from ending. */
const MAIL_MS = 120_000;

/** @throws what makes the attempt fail: it is tried again */
async function sendMail(
  { email, smtp, from }: Mail,
  told: Told,
  { idempotencyKey: key, signal }: Pick<HandlerContext, 'idempotencyKey' | 'signal'>,
  { clock = systemClock }: RequestParts,
): Promise<Json> {
  const { createTransport } = await loaded();
  const waits = { connectionTimeout: WAIT_MS, greetingTimeout: WAIT_MS, socketTimeout: WAIT_MS };
  const transport = createTransport({ url: smtp, ...waits });
  try {
    const sending = transport.sendMail({
      ...{ from: from ?? email, to: email, subject: subjectOf(told), text: textOf(told) },
      // Of all attempts of the job: whoever gets it twice can tell.
      messageId: `<${key.replaceAll(/[^\w.-]/g, '-')}@skep>`,
      disableFileAccess: true,
      disableUrlAccess: true,
    });
    const tooLate = (): Error =>
      new RequestError('REQUEST_TIMED_OUT', `the mail server took longer than ${MAIL_MS} ms`);
    const { messageId } = await inTime(sending, { clock, ms: MAIL_MS, signal, tooLate });
    return { messageId };
  } finally {
    transport.close();
  }
}

/** @throws SkepError HANDLER_MISSING where the optional package is not installed */
async function loaded(): Promise<typeof Mailer> {
  try {
    return await import('nodemailer');
  } catch (cause) {
    throw new SkepError('HANDLER_MISSING', 'mails need the package nodemailer, which cannot be loaded', {
      hint: 'npm install nodemailer',
      cause,
    });
  }
}

function subjectOf({ alert, event, project }: Told): string {
  return `[${String(project)}] ${event === 'recovered' ? 'over' : 'alert'}: ${String(alert)}`;
}

function textOf({ alert, event, since, description, subjects = [], more = 0 }: Told): string {
  const head = `${String(alert)} ${event === 'recovered' ? 'is over; it held' : 'holds'} since ${String(since)}.`;
  const lines = subjects.map(({ message }) => `- ${String(message)}`);
  const rest = Number(more) > 0 ? [`- and ${Number(more)} more`] : [];
  const about = typeof description === 'string' ? ['', description] : [];
  return [head, '', ...lines, ...rest, ...about, ''].join('\n');
}
