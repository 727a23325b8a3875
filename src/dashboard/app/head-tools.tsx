/** At the right of the head: what is live, the palette, the zone, the scheme. */
import { ActionIcon, Button, Group, Kbd, Menu, Tooltip, useMantineColorScheme } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';

import { setPaused, useLiveState, useUpdatedAt } from '../api/live.ts';
import { Icon, type IconName } from '../parts/icons.tsx';
import { useStored, zoneSetting } from '../parts/stored.ts';
import { useNow } from '../parts/time.tsx';
import { spanOf } from '../parts/times.ts';
import { openPalette } from './palette-door.tsx';
import { Who } from './who.tsx';

export function HeadTools() {
  return (
    <Group gap={6} wrap="nowrap">
      <Live />
      <Tooltip label="Go to a page, a job, a task">
        <Button
          variant="default"
          size="xs"
          visibleFrom="sm"
          leftSection={<Icon name="search" size={15} />}
          rightSection={<Kbd size="xs">{isMac() ? '⌘' : 'Ctrl'} K</Kbd>}
          onClick={() => openPalette()}
        >
          Go to
        </Button>
      </Tooltip>
      <ActionIcon
        variant="default"
        size={30}
        hiddenFrom="sm"
        aria-label="Go to a page, a job, a task"
        onClick={() => openPalette()}
      >
        <Icon name="search" size={16} />
      </ActionIcon>
      <Zone />
      <Scheme />
      <Who />
    </Group>
  );
}

function isMac(): boolean {
  return navigator.userAgent.includes('Mac');
}

const LIVE = {
  live: { tone: 'completed', label: 'Live', title: 'What is shown is kept up to date. Press to pause (p).' },
  paused: { tone: 'scheduled', label: 'Paused', title: 'Nothing changes until you go on (p).' },
  reconnecting: { tone: 'retryable', label: 'Reconnecting', title: 'The server does not answer. It is asked again.' },
  stale: {
    tone: 'dead',
    label: 'Stale',
    title: 'The server has not answered for a while: what is shown is old. It is asked again.',
  },
} as const;

/** Older than that is told, for nobody may take it for the present. */
const STALE_MS = 10_000;

function Live() {
  const state = useLiveState();
  const client = useQueryClient();
  const now = useNow();
  const updatedAt = useUpdatedAt();
  const age = updatedAt === null ? 0 : now - updatedAt;
  const shown = state === 'reconnecting' && age > STALE_MS ? 'stale' : state;
  const { tone, label, title } = LIVE[shown];
  const toggle = (): void => {
    setPaused(state !== 'paused');
    if (state === 'paused') void client.invalidateQueries({ queryKey: ['api'] });
  };
  return (
    <Tooltip label={title}>
      <button type="button" className="live" data-tone={tone} aria-pressed={state === 'paused'} onClick={toggle}>
        {state === 'live' ? (
          <span className="live-dot" />
        ) : (
          <Icon name={state === 'paused' ? 'play' : 'retryable'} size={14} />
        )}
        <span className="live-word" role="status">
          {label}
        </span>
        {state !== 'live' && age > STALE_MS && <span className="live-age">as of {spanOf(age)} ago</span>}
      </button>
    </Tooltip>
  );
}

function Zone() {
  const zone = useStored(zoneSetting);
  return (
    <Tooltip
      label={
        zone === 'utc' ? 'Times are in UTC' : `Times are local (${Intl.DateTimeFormat().resolvedOptions().timeZone})`
      }
    >
      <Button
        variant="default"
        size="xs"
        visibleFrom="xs"
        aria-label={zone === 'utc' ? 'UTC: show times as local ones' : 'Local: show times in UTC'}
        onClick={() => zoneSetting.set(zone === 'utc' ? 'local' : 'utc')}
      >
        {zone === 'utc' ? 'UTC' : 'Local'}
      </Button>
    </Tooltip>
  );
}

const SCHEMES = [
  ['auto', 'As the system', 'device'],
  ['light', 'Light', 'sun'],
  ['dark', 'Dark', 'moon'],
] as const satisfies readonly (readonly [string, string, IconName])[];

function Scheme() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const [, name, icon] = SCHEMES.find(([value]) => value === colorScheme) ?? SCHEMES[0];
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="default" size={30} aria-label={`Colours: ${name}`}>
          <Icon name={icon} size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {SCHEMES.map(([value, label, symbol]) => (
          <Menu.Item key={value} leftSection={<Icon name={symbol} size={16} />} onClick={() => setColorScheme(value)}>
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
