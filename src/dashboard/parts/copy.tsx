/** To the clipboard, also where the page came over plain HTTP and browsers offer none. */
import { ActionIcon, Tooltip } from '@mantine/core';
import { useEffect, useState } from 'react';

import { Icon } from './icons.tsx';

/** @returns whether it is there now */
export async function copyText(text: string): Promise<boolean> {
  try {
    if (window.isSecureContext) {
      await navigator.clipboard.writeText(text);
      return true;
    }
  } catch {
    // Not allowed: the old way may be.
  }
  return copyOldWay(text);
}

function copyOldWay(text: string): boolean {
  const before = document.activeElement;
  const area = document.createElement('textarea');
  area.value = text;
  area.setAttribute('readonly', '');
  area.className = 'off-screen';
  // Inside of a dialog, which keeps the focus to itself.
  (document.querySelector('[role="dialog"]') ?? document.body).append(area);
  area.select();
  // Deprecated, and all that a page without TLS has.
  // eslint-disable-next-line @typescript-eslint/no-deprecated
  const done = document.execCommand('copy');
  area.remove();
  if (before instanceof HTMLElement) before.focus();
  return done;
}

const SHOWN_MS = 1_500;

/** @returns what to call, and how the last call ended, for a moment */
export function useCopy(): readonly [copy: (text: string) => void, outcome: Copied] {
  const [outcome, setOutcome] = useState<Copied>(null);
  useEffect(() => {
    if (outcome === null) return undefined;
    const timer = window.setTimeout(() => setOutcome(null), SHOWN_MS);
    return () => window.clearTimeout(timer);
  }, [outcome]);
  return [(text) => void copyText(text).then((done) => setOutcome(done ? 'copied' : 'failed')), outcome];
}

export type Copied = 'copied' | 'failed' | null;

/** What a button says of itself. @param what it copies: `job id` */
export function copyLabelOf(outcome: Copied, what: string): string {
  if (outcome === null) return `Copy ${what}`;
  return outcome === 'copied' ? 'Copied' : 'Not copied: select it and copy by hand';
}

interface CopyButtonProps {
  readonly text: string;
  /** What it copies: `job id`. */
  readonly what: string;
}

export function CopyButton({ text, what }: CopyButtonProps) {
  const [copy, outcome] = useCopy();
  const label = copyLabelOf(outcome, what);
  return (
    <Tooltip label={label}>
      <ActionIcon variant="subtle" color="gray" size={24} aria-label={label} onClick={() => copy(text)}>
        <Icon name={outcome === 'copied' ? 'check' : 'copy'} size={15} />
      </ActionIcon>
    </Tooltip>
  );
}
