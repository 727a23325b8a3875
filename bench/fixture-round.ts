/**
 * One round of one row, variant and contestant in a process of its own: argv = row, variant, contestant, jobs, place
 * as JSON. Prints the figures as one line of JSON.
 */
import { type Contestant, type Place, SETTINGS, WARM_UP } from './contestant.ts';
import { CONTESTANTS } from './contestants/index.ts';
import type { Figures } from './row.ts';
import { ROWS } from './rows/index.ts';

const [rowName = '', variant = '', name = '', countText = '', placeText = ''] = process.argv.slice(2);
const entry = CONTESTANTS[name];
const row = ROWS[rowName];
if (!entry || !row) throw new Error(`no row "${rowName}" or contestant "${name}"`);

const place = JSON.parse(placeText) as Place;
const opened: Contestant[] = [];
const full = Number(countText);
const pace = entry.pace[row.work] ?? 1;
/** Also when the round fails or takes too long: Python's workers would outlive this process. */
async function close(): Promise<void> {
  await Promise.all(opened.map((contestant) => contestant.close()));
}
process.once('SIGTERM', () => void close().finally(() => process.exit(1)));

let figures: Figures;
try {
  figures = await row.measure({
    contestant: name,
    variant,
    place,
    jobs: Math.ceil(full * pace),
    scale: Math.min(1, full / row.jobs),
    // Python has no compiler that would need one.
    warmUp: Math.ceil(Math.min(WARM_UP, full) * (entry.abilities.includes('inProcess') ? 1 : pace)),
    open: async (settings) => {
      const contestant = await entry.load();
      opened.push(contestant);
      await contestant.open(place, { ...SETTINGS, ...settings });
      return contestant;
    },
  });
} finally {
  await close();
}
process.stdout.write(`${JSON.stringify(figures)}\n`, () => process.exit(0));
