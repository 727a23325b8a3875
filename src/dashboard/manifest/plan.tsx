/** What a change means for the work that is there, as `skep plan` tells it. */
import { Code, Stack, Text } from '@mantine/core';

import type { Plan } from '../api/types.generated.ts';
import { Concern } from '../parts/concern.tsx';
import { ToneBadge } from '../parts/state-badge.tsx';
import { Time } from '../parts/time.tsx';
import { Problems } from './source.tsx';

type Change = Plan['changes'][number];
type Field = Change['fields'][number];

const KINDS = {
  add: { tone: 'completed', icon: 'plus', label: 'added' },
  change: { tone: 'retryable', icon: 'edit', label: 'changed' },
  remove: { tone: 'dead', icon: 'trash', label: 'removed' },
} as const;

export function PlanText({ plan }: { readonly plan: Plan }) {
  const { from, to, changes, refused, schedules, problems } = plan;
  if (changes.length === 0) {
    return (
      <Text size="sm" role="status">
        {from === null ? 'Nothing is in force yet.' : `It changes nothing: revision ${from.revision} says the same.`}
      </Text>
    );
  }
  return (
    <Stack gap="xs" role="group" aria-label="Plan">
      <Text size="sm" c="dimmed">
        {from === null ? 'Nothing is in force yet' : `Revision ${from.revision}`} →{' '}
        {to.of === null ? <Code>{to.hash.slice(0, 12)}</Code> : `what revision ${to.of} said`}
      </Text>
      {refused.map(({ code, text }) => (
        <Concern key={code + text} severity="fail" message={text}>
          {code}
        </Concern>
      ))}
      <div className="plan-frame" tabIndex={0} role="region" aria-label="Changes">
        <ul className="plan">
          {changes.map((change) => (
            <ChangeEntry key={`${change.section} ${change.name}`} change={change} />
          ))}
        </ul>
      </div>
      {schedules.map(({ name, before, after }) => (
        <Text size="sm" key={name} component="div">
          Schedule {name} fires next <Time at={before[0] ?? null} absolute /> → <Time at={after[0] ?? null} absolute />
        </Text>
      ))}
      <Problems problems={problems} />
    </Stack>
  );
}

function ChangeEntry({ change: { kind, section, name, fields, effect } }: { readonly change: Change }) {
  // The fingerprint of a schedule follows from what differs beside it.
  const told = fields.length > 1 ? fields.filter((field) => field.name !== 'spec') : fields;
  return (
    <li>
      <ToneBadge {...KINDS[kind]} />{' '}
      <span className="plain">
        {section} <b>{name}</b>
      </span>
      {told.map((field) => (
        <div key={field.name} className="plan-field plain">
          <FieldText field={field} />
        </div>
      ))}
      <div className="plan-effect plain">{effect}</div>
    </li>
  );
}

/** What might hold a secret only differs. */
function FieldText({ field: { name, before, after } }: { readonly field: Field }) {
  if (before === null && after === null) return `${name} differs`;
  return (
    <>
      {name}: <del>{before ?? 'none'}</del> → <ins>{after ?? 'none'}</ins>
    </>
  );
}
