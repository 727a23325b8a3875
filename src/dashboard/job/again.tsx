/** The same job once more, with a payload that may be another: what is wrong with it the server says. */
import { Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';

import { apiUrl } from '../api/place.ts';
import { ApiProblem, asProblem } from '../api/problem.ts';
import { requestRaw } from '../api/request.ts';
import type { Job } from '../api/types.generated.ts';
import { ProblemNote } from '../parts/told.tsx';

interface AgainProps {
  readonly job: Job;
  /** As it is written. */
  readonly payload: string;
  readonly opened: boolean;
  readonly onClose: () => void;
}

export function Again({ job, payload, opened, onClose }: AgainProps) {
  return (
    <Modal opened={opened} onClose={onClose} title={`Enqueue ${job.task} again`} size="lg" centered>
      {opened && <Editor job={job} payload={payload} onClose={onClose} />}
    </Modal>
  );
}

function Editor({ job, payload, onClose }: Omit<AgainProps, 'opened'>) {
  const navigate = useNavigate();
  const [text, setText] = useState(payload);
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const enqueue = async (): Promise<void> => {
    setBusy(true);
    try {
      JSON.parse(text);
      // As it was typed: through JavaScript large numbers would become others.
      const made = await requestRaw(apiUrl(`/api/tasks/${encodeURIComponent(job.task)}/jobs`), `{"payload":${text}}`);
      onClose();
      await navigate({ to: '/jobs/$id', params: { id: (JSON.parse(made) as { id: string }).id } });
    } catch (thrown) {
      setError(thrown instanceof SyntaxError ? notJson(thrown) : asProblem(thrown));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Stack>
      <Text size="sm">A new job of its own. This one stays as it is.</Text>
      <Textarea
        label="Payload"
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        autosize
        minRows={6}
        maxRows={20}
        className="code-input"
        spellCheck={false}
        data-autofocus
      />
      {error !== null && <ProblemNote error={error} />}
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          Back
        </Button>
        <Button onClick={() => void enqueue()} loading={busy}>
          Enqueue
        </Button>
      </Group>
    </Stack>
  );
}

function notJson({ message }: SyntaxError): ApiProblem {
  return new ApiProblem({ status: 400, code: 'PAYLOAD_INVALID', message: `This is no JSON: ${message}` });
}
