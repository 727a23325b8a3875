/** A cron expression written as a mapping of its fields, as Celery's crontab() takes it. */

export interface CronObject {
  readonly second: CronValue;
  readonly minute: CronValue;
  readonly hour: CronValue;
  readonly dayOfMonth: CronValue;
  readonly month: CronValue;
  readonly dayOfWeek: CronValue;
}

/** null: any, and no field of seconds. */
type CronValue = number | string | null;

const FULL_NAME =
  /\b(?:january|february|march|april|june|july|august|september|october|november|december|sunday|monday|tuesday|wednesday|thursday|friday|saturday)\b/gi;

/** @returns the same as text; what the fields hold is not checked. Full names of days and months become short ones */
export function cronText({ second, minute, hour, dayOfMonth, month, dayOfWeek }: CronObject): string {
  const fields = [minute, hour, dayOfMonth, month, dayOfWeek].map((value) => fieldText(value ?? '*'));
  return [...(second === null ? [] : [fieldText(second)]), ...fields].join(' ');
}

/** White space inside of a field would make two of it: lists are often written with some after the comma. */
function fieldText(value: number | string): string {
  return String(value)
    .replaceAll(/\s/g, '')
    .replaceAll(FULL_NAME, (name) => name.slice(0, 3).toUpperCase());
}
