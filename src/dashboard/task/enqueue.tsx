/** A job of the task, from a form by the schema of its payload or from JSON. What is wrong with it the server says. */
import { Button, Group, JsonInput, SegmentedControl, Stack, Text, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type SyntheticEvent, useState } from 'react';

import { apiUrl } from '../api/place.ts';
import { ApiProblem, asProblem } from '../api/problem.ts';
import { requestRaw } from '../api/request.ts';
import { cliLine } from '../parts/copy-as.tsx';
import { CopyButton } from '../parts/copy.tsx';
import { JobLink } from '../parts/links.tsx';
import { ProblemNote } from '../parts/told.tsx';
import { type Field, fieldsOf, payloadOf, type Typed } from './fields.ts';
import { FieldInput } from './field-input.tsx';

interface EnqueueProps {
  readonly task: string;
  readonly schema: unknown;
}

export function EnqueueForm({ task, schema }: EnqueueProps) {
  const fields = fieldsOf(schema);
  const [asJson, setAsJson] = useState(fields === null);
  const [typed, setTyped] = useState<Typed>({});
  const [text, setText] = useState('{}');
  const [delay, setDelay] = useState('');
  const payload = asJson || fields === null ? text : payloadOf(fields, typed);
  const { enqueue, busy, error, made } = useEnqueue(task);
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    void enqueue(payload, delay);
  };
  const turn = (next: string): void => {
    // What was typed into the form goes along; JSON may say what no field can.
    if (next === 'json' && fields !== null) setText(payloadOf(fields, typed));
    setAsJson(next === 'json');
  };
  return (
    <Stack component="form" gap="sm" onSubmit={submit}>
      {fields !== null && (
        <SegmentedControl
          size="xs"
          aria-label="Written as"
          value={asJson ? 'json' : 'form'}
          onChange={turn}
          data={[
            { value: 'form', label: 'Form' },
            { value: 'json', label: 'JSON' },
          ]}
          w="fit-content"
        />
      )}
      {asJson || fields === null ? (
        <JsonInput
          label="Payload"
          value={text}
          onChange={setText}
          autosize
          minRows={5}
          maxRows={20}
          spellCheck={false}
          className="code-input"
        />
      ) : (
        <Fields fields={fields} typed={typed} onType={(name, value) => setTyped({ ...typed, [name]: value })} />
      )}
      <TextInput
        label="Delay"
        description="As 30s, 5m or 2h; empty: at once"
        value={delay}
        onChange={(event) => setDelay(event.currentTarget.value)}
      />
      {error !== null && <ProblemNote error={error} />}
      {made !== null && (
        <Text size="sm" role="status">
          Enqueued <JobLink id={made} />
        </Text>
      )}
      <Group gap="xs">
        <Button type="submit" loading={busy}>
          Enqueue
        </Button>
        <CopyButton
          text={cliLine(['enqueue', task, payload, ...(delay === '' ? [] : ['--delay', delay])])}
          what="as a command of skep"
        />
      </Group>
    </Stack>
  );
}

interface FieldsProps {
  readonly fields: readonly Field[];
  readonly typed: Typed;
  readonly onType: (name: string, value: string) => void;
}

function Fields({ fields, typed, onType }: FieldsProps) {
  return fields.map((field) => (
    <FieldInput
      key={field.name}
      field={field}
      value={typed[field.name] ?? field.start}
      onChange={(value) => onType(field.name, value)}
    />
  ));
}

function useEnqueue(task: string) {
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const [made, setMade] = useState<string | null>(null);
  const enqueue = async (payload: string, delay: string): Promise<void> => {
    setBusy(true);
    setError(null);
    setMade(null);
    try {
      JSON.parse(payload);
      const options = delay === '' ? '' : `,"options":${JSON.stringify({ delay })}`;
      // As it was typed: through JavaScript large numbers would become others.
      const body = `{"payload":${payload}${options}}`;
      const answer = await requestRaw(apiUrl(`/api/tasks/${encodeURIComponent(task)}/jobs`), body);
      setMade((JSON.parse(answer) as { id: string }).id);
      await client.invalidateQueries({ queryKey: ['api'] });
    } catch (thrown) {
      setError(thrown instanceof SyntaxError ? notJson(thrown) : asProblem(thrown));
    } finally {
      setBusy(false);
    }
  };
  return { enqueue, busy, error, made };
}

function notJson({ message }: SyntaxError): ApiProblem {
  return new ApiProblem({ status: 400, code: 'PAYLOAD_INVALID', message: `This is no JSON: ${message}` });
}
