/** The log lines of a job: those that hold a text, and all of them as a file. */
import { Button, Code, Group, Text, TextInput } from '@mantine/core';

import type { Job } from '../api/types.generated.ts';
import { useView } from '../app/search.ts';
import { Icon } from '../parts/icons.tsx';
import { counted, countOf } from '../parts/times.ts';

type Line = Job['logs'][number];

export function Logs({ job: { id, logs } }: { readonly job: Job }) {
  const [view, change] = useView();
  const sought = (view.log ?? '').toLowerCase();
  const shown = sought === '' ? logs : logs.filter(({ line }) => line.toLowerCase().includes(sought));
  if (logs.length === 0)
    return (
      <Text size="sm">
        It has written none: a handler does by <Code>ctx.log(text)</Code>.
      </Text>
    );
  return (
    <>
      <Group gap="xs" mb="xs">
        <TextInput
          size="xs"
          aria-label="Lines with"
          placeholder="Lines with …"
          value={view.log ?? ''}
          onChange={({ currentTarget: { value } }) =>
            change({ log: value === '' ? undefined : value }, { replace: true })
          }
          leftSection={<Icon name="search" size={14} />}
        />
        <Text size="xs" c="dimmed" role="status">
          {sought === '' ? counted(logs.length, 'line') : `${countOf(shown.length)} of ${counted(logs.length, 'line')}`}
        </Text>
        <Button
          size="xs"
          variant="default"
          ml="auto"
          leftSection={<Icon name="download" size={14} />}
          onClick={() => download(`${id}.log`, shown)}
        >
          Download
        </Button>
      </Group>
      <div className="log" role="log" aria-label="Log lines" tabIndex={0}>
        {shown.map(({ at, line }, index) => (
          <div key={`${index} ${at}`} className="log-line">
            <time dateTime={at}>{at.slice(11, 23)}</time>
            <span>{line}</span>
          </div>
        ))}
      </div>
    </>
  );
}

/** Made by the browser: nothing is asked for it. */
function download(name: string, lines: readonly Line[]): void {
  const text = lines.map(({ at, line }) => `${at} ${line}\n`).join('');
  const url = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
  const anchor = document.createElement('a');
  anchor.href = url;
  anchor.download = name;
  anchor.click();
  URL.revokeObjectURL(url);
}
