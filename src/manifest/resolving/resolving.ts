import type { Combined } from '../normalizing/combine.ts';
import type { CalendarTexts } from '../exclusions.ts';
import type { ExpandedSource, Expansion } from '../expanding/expand.ts';
import type { LoadOptions } from '../ports.ts';
import type { Problems } from '../problems.ts';

export type ResolvedTask = ExpandedSource['tasks'][string];

/** What every part of resolve works on. */
export interface Resolving extends Expansion {
  /** Those of the source, for whoever goes through all: ten thousand are listed once. */
  readonly tasks: readonly (readonly [name: string, task: ResolvedTask])[];
  readonly combined: Combined;
  readonly problems: Problems;
  /** Absolute folder of the main file. */
  readonly directory: string;
  readonly options: LoadOptions;
  readonly calendars: CalendarTexts;
}
