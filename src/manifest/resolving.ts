import type { Combined } from './combine.ts';
import type { CalendarTexts } from './exclusions.ts';
import type { Expansion } from './expand.ts';
import type { LoadOptions } from './ports.ts';
import type { Problems } from './problems.ts';

/** What every part of resolve works on. */
export interface Resolving extends Expansion {
  readonly combined: Combined;
  readonly problems: Problems;
  /** Absolute folder of the main file. */
  readonly directory: string;
  readonly options: LoadOptions;
  readonly calendars: CalendarTexts;
}
