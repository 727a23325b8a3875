/** What a changed manifest would change, and what is wrong with it. No file is written. */
import { Button, Group, Stack, Text, Textarea } from '@mantine/core';
import { useState } from 'react';

import type { ManifestDraft, Plan } from '../api/types.generated.ts';
import { request } from '../api/request.ts';
import { useApi } from '../api/use-api.ts';
import { Section } from '../parts/fact-list.tsx';
import { Loading, ProblemNote } from '../parts/told.tsx';
import { Apply } from './apply.tsx';
import { PlanText } from './plan.tsx';
import { Problems } from './source.tsx';

export function Draft() {
  const { data, error } = useApi('GET /api/manifest/source', {}, { every: false });
  if (error !== null) return <ProblemNote error={error} />;
  if (data === undefined) return <Loading what="Source" />;
  return <Editor start={data.files[0]?.text ?? ''} />;
}

function Editor({ start }: { readonly start: string }) {
  const [text, setText] = useState(start);
  const [told, setTold] = useState<ManifestDraft | null>(null);
  const [plan, setPlan] = useState<Plan | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const check = async (): Promise<void> => {
    setBusy(true);
    setError(null);
    setTold(null);
    setPlan(null);
    try {
      const draft = await request('POST /api/manifest/draft', { body: { text } });
      setTold(draft);
      if (draft.valid) setPlan(await request('POST /api/plan', { body: { text } }));
    } catch (thrown) {
      setError(thrown);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Section title="Try a change">
      <Stack gap="sm">
        <Text size="sm">
          What it would change is told here. The file stays as it is; stars stand for what they cover.
        </Text>
        <Textarea
          label="Manifest"
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value);
            setPlan(null);
            setTold(null);
          }}
          autosize
          minRows={10}
          maxRows={28}
          className="code-input"
          spellCheck={false}
        />
        <Group>
          <Button size="xs" loading={busy} onClick={() => void check()}>
            Check
          </Button>
        </Group>
        {error !== null && <ProblemNote error={error} />}
        {told !== null && <Told told={told} />}
        {plan !== null && plan.changes.length > 0 && <PlanText plan={plan} />}
        {plan !== null && plan.changes.length > 0 && <ApplyText text={text} />}
      </Stack>
    </Section>
  );
}

function Told({ told: { valid, problems, changes } }: { readonly told: ManifestDraft }) {
  return (
    <div role="status">
      <Problems problems={problems} />
      {valid && changes.length === 0 && <Text size="sm">It is right, and changes nothing.</Text>}
    </div>
  );
}

function ApplyText({ text }: { readonly text: string }) {
  const [opened, setOpened] = useState(false);
  return (
    <Group>
      <Button size="xs" variant="default" onClick={() => setOpened(true)}>
        Apply…
      </Button>
      <Apply opened={opened} onClose={() => setOpened(false)} title="Apply this text" what={{ text }} />
    </Group>
  );
}
