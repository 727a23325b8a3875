/** How this browser shows things. Nothing of it is told to the server. */
import { Paper, SegmentedControl, Stack, Text, useMantineColorScheme } from '@mantine/core';
import type { ReactNode } from 'react';

import { Page } from '../parts/page.tsx';
import { densitySetting, shortcutSetting, type Stored, useStored, zoneSetting } from '../parts/stored.ts';

export default function Settings() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <Page title="Settings">
      <Paper withBorder p="lg" maw={560}>
        <Stack gap="lg">
          <Choice title="Colours" why="As the system chooses, or always the same.">
            <SegmentedControl
              aria-label="Colours"
              value={colorScheme}
              onChange={(value) => setColorScheme(value)}
              data={[
                { value: 'auto', label: 'System' },
                { value: 'light', label: 'Light' },
                { value: 'dark', label: 'Dark' },
              ]}
            />
          </Choice>
          <Setting
            from={zoneSetting}
            title="Times"
            why="Where times are written out."
            labels={{ local: 'Local', utc: 'UTC' }}
          />
          <Setting
            from={densitySetting}
            title="Rows"
            why="How much stands on one page."
            labels={{ comfortable: 'Comfortable', compact: 'Compact' }}
          />
          <Setting
            from={shortcutSetting}
            title="Keys"
            why="Single keys that do something, as p and j. Ctrl or ⌘ and K works always."
            labels={{ on: 'On', off: 'Off' }}
          />
        </Stack>
      </Paper>
    </Page>
  );
}

interface ChoiceProps {
  readonly title: string;
  readonly why: string;
}

function Choice({ title, why, children }: ChoiceProps & { readonly children: ReactNode }) {
  return (
    <Stack gap={6} align="flex-start">
      <Text component="h2" fw={600} size="md">
        {title}
      </Text>
      <Text size="sm" c="dimmed">
        {why}
      </Text>
      {children}
    </Stack>
  );
}

interface SettingProps<T extends string> extends ChoiceProps {
  readonly from: Stored<T>;
  readonly labels: Readonly<Record<T, string>>;
}

function Setting<T extends string>({ from, title, why, labels }: SettingProps<T>) {
  const value = useStored(from);
  const data = Object.entries<string>(labels).map(([key, label]) => ({ value: key, label }));
  return (
    <Choice title={title} why={why}>
      <SegmentedControl aria-label={title} value={value} onChange={(next) => from.set(next as T)} data={data} />
    </Choice>
  );
}
