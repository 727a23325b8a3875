/** E-mails, without an outside service: real messages (RFC 5322) that land as files in var/outbox. */
import { rename, writeFile } from 'node:fs/promises';

import { createTransport } from 'nodemailer';
import type { HandlerContext } from 'skep';

import { shopFile } from './shop/folder.ts';

interface Email {
  readonly to: string;
  readonly subject: string;
  readonly body?: string;
}

/** Swap this transport for `createTransport(process.env.SMTP_URL)` and the e-mails really leave. */
const transport = createTransport({ streamTransport: true, buffer: true });

/** Sends one e-mail. Its file is named by the idempotency key: a second attempt replaces, never doubles. */
export async function send(email: Email, ctx: HandlerContext) {
  ctx.logger.info({ to: email.to }, 'sending e-mail');
  const { message } = await transport.sendMail({
    from: 'shop@example.com',
    to: email.to,
    subject: email.subject,
    text: email.body ?? '',
    messageId: `<${ctx.idempotencyKey}@shop.example.com>`,
  });
  const file = shopFile('outbox', `${ctx.idempotencyKey.replaceAll(/[^A-Za-z0-9-]/g, '_')}.eml`);
  await writeFile(`${file}.part`, message as Buffer);
  await rename(`${file}.part`, file);
  return { status: 'sent', to: email.to };
}
