/** One line that somebody should look at: what it is, and what to do. */
import { Text } from '@mantine/core';
import type { ReactNode } from 'react';

import { Icon, type IconName } from './icons.tsx';
import { Words } from './words.tsx';

interface ConcernProps {
  readonly severity: 'fail' | 'warn' | 'note';
  readonly message: ReactNode;
  readonly icon?: IconName;
  readonly children?: ReactNode;
}

const TONES = { fail: 'dead', warn: 'retryable', note: 'scheduled' } as const;
const ICONS = { fail: 'errors', warn: 'errors', note: 'info' } as const;

export function Concern({ severity, message, icon = ICONS[severity], children }: ConcernProps) {
  return (
    <div className="concern" data-tone={TONES[severity]}>
      <Icon name={icon} size={18} />
      <Text size="sm" fw={550} className="plain" component="span">
        {typeof message === 'string' ? <Words text={message} /> : message}
      </Text>
      {children !== undefined && (
        <Text size="sm" c="dimmed" component="span">
          {children}
        </Text>
      )}
    </div>
  );
}
