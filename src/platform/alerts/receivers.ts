/** Receivers of alerts, for people. */
import type { AlertTarget } from '../../manifest/index.ts';

/** Addresses may hold secrets: a webhook is shown by its host. */
export function receiverText(target: AlertTarget): string {
  if (target.kind === 'task') return `task ${target.task}`;
  return target.kind === 'email' ? target.email : `webhook ${hostOf(target.url)}`;
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : '';
}
