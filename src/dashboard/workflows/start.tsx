/** Starts a run of a workflow with an input. */
import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';

import { apiUrl } from '../api/place.ts';
import { requestRaw } from '../api/request.ts';
import { useMay } from '../api/session.ts';
import type { StartedRun } from '../api/types.generated.ts';
import { Icon } from '../parts/icons.tsx';
import { JsonAsk } from '../parts/json-ask.tsx';

interface StartRunProps {
  readonly name: string;
  readonly small?: boolean;
}

export function StartRun(props: StartRunProps) {
  return useMay('operator') ? <Start {...props} /> : null;
}

function Start({ name, small = false }: StartRunProps) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const [opened, setOpened] = useState(false);
  const start = async (input: string): Promise<void> => {
    const answer = await requestRaw(apiUrl(`/api/workflows/${encodeURIComponent(name)}/runs`), `{"input":${input}}`);
    await client.invalidateQueries({ queryKey: ['api'] });
    await navigate({ to: '/runs/$id', params: { id: (JSON.parse(answer) as StartedRun).id } });
  };
  return (
    <>
      <Button
        size={small ? 'compact-xs' : 'xs'}
        variant="default"
        leftSection={<Icon name="running" size={small ? 13 : 15} />}
        aria-label={`Start ${name}`}
        onClick={() => setOpened(true)}
      >
        Start
      </Button>
      <JsonAsk
        opened={opened}
        onClose={() => setOpened(false)}
        title={`Start a run of ${name}`}
        label="Input"
        start="{}"
        onSend={start}
      />
    </>
  );
}
