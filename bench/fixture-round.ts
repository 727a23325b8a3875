/**
 * One round of one row, variant and contestant in a process of its own: argv = row, variant, contestant, jobs, place
 * as JSON. Prints the figures as one line of JSON.
 */
import { type Contestant, type Place, SETTINGS, WARM_UP } from './contestant.ts';
import { CONTESTANTS } from './contestants/index.ts';
import { ROWS } from './rows/index.ts';

const [rowName = '', variant = '', name = '', countText = '', placeText = ''] = process.argv.slice(2);
const entry = CONTESTANTS[name];
const row = ROWS[rowName];
if (!entry || !row) throw new Error(`no row "${rowName}" or contestant "${name}"`);

const place = JSON.parse(placeText) as Place;
const opened: Contestant[] = [];
const full = Number(countText);
const pace = entry.pace[row.work];
const figures = await row.measure({
  contestant: name,
  variant,
  place,
  jobs: Math.ceil(full * pace),
  scale: Math.min(1, full / row.jobs),
  warmUp: Math.ceil(Math.min(WARM_UP, full) * pace),
  open: async (settings) => {
    const contestant = await entry.load();
    opened.push(contestant);
    await contestant.open(place, { ...SETTINGS, ...settings });
    return contestant;
  },
});
for (const contestant of opened) await contestant.close();
process.stdout.write(`${JSON.stringify(figures)}\n`, () => process.exit(0));
