/** Puts a text or a revision in force in every process, after its plan was looked at. */
import { Checkbox, Stack, Text, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';

import { request } from '../api/request.ts';
import { useAct } from '../api/use-api.ts';
import { Confirm } from '../parts/confirm.tsx';
import { Loading, ProblemNote } from '../parts/told.tsx';
import { PlanText } from './plan.tsx';

interface ApplyProps {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly title: string;
  /** What is put in force: one of them. */
  readonly what: { readonly revision: number } | { readonly text: string };
}

export function Apply({ opened, onClose, title, what }: ApplyProps) {
  const [message, setMessage] = useState('');
  const [hold, setHold] = useState(false);
  const apply = useAct('POST /api/apply');
  // What was looked at is what is done: it is not asked again while somebody reads it.
  const { data: plan, error } = useQuery({
    queryKey: ['plan', what],
    queryFn: () => request('POST /api/plan', { body: what }),
    enabled: opened,
    refetchOnWindowFocus: false,
    retry: false,
    staleTime: 0,
    gcTime: 0,
  });
  const act = async (): Promise<void> => {
    if (plan === undefined) throw error ?? new Error('The plan is not there yet.');
    const body = { ...what, from: plan.from?.revision ?? 0, ...(message !== '' && { message }), ...(hold && { hold }) };
    const { status, revision } = await apply.mutateAsync({ body });
    notifications.show({
      title: status === 'applied' ? `Revision ${revision.revision} is in force` : 'It was in force already',
      message: 'Every process takes it within two seconds.',
    });
  };
  return (
    <Confirm opened={opened} onClose={onClose} title={title} onConfirm={act} wide>
      <Stack gap="sm">
        {error !== null && <ProblemNote error={error} />}
        {plan === undefined ? error === null && <Loading what="Plan" rows={4} /> : <PlanText plan={plan} />}
        {plan !== undefined && plan.refused.length > 0 && (
          <Checkbox
            label="Let those jobs wait until somebody declares them again"
            checked={hold}
            onChange={(event) => setHold(event.currentTarget.checked)}
          />
        )}
        <TextInput
          label="Why"
          description="For the list of revisions and the audit"
          maxLength={1_000}
          value={message}
          onChange={(event) => setMessage(event.currentTarget.value)}
        />
        <Text size="sm" c="dimmed">
          Every process takes it, and those that come. No file is written: files on disk that say something else are
          told of until they are changed.
        </Text>
      </Stack>
    </Confirm>
  );
}
