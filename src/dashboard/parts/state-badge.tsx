/** The state of a job: an icon, the word and a colour, so that none of them is needed to read the others. */
import { Icon, type IconName } from './icons.tsx';

export const JOB_STATES = [
  'scheduled',
  'blocked',
  'available',
  'running',
  'retryable',
  'completed',
  'cancelled',
  'dead',
] as const;
export type JobState = (typeof JOB_STATES)[number];

/** What a state means, for those who meet it the first time. */
export const STATE_MEANINGS: Readonly<Record<JobState, string>> = {
  scheduled: 'waits for its time',
  blocked: 'waits for something else',
  available: 'waits for a worker',
  running: 'a worker runs it',
  retryable: 'failed, and is tried again',
  completed: 'ended well',
  cancelled: 'ended on purpose',
  dead: 'failed for good',
};

interface BadgeProps {
  readonly tone: string;
  readonly icon: IconName;
  readonly label: string;
  readonly title?: string;
}

/** A word with an icon on a tint. @param tone of styles.css, as `dead` */
export function ToneBadge({ tone, icon, label, title }: BadgeProps) {
  return (
    <span className="badge" data-tone={tone} {...(title !== undefined && { title })}>
      <Icon name={icon} size={14} />
      {label}
    </span>
  );
}

export function StateBadge({ state }: { readonly state: JobState }) {
  return <ToneBadge tone={state} icon={state} label={state} title={STATE_MEANINGS[state]} />;
}
