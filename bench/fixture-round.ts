/** One round of one contestant in a process of its own: argv = name, count, place as JSON. Prints one line of JSON. */
import { CONTESTANTS } from './contestants/index.ts';
import type { Place } from './contestant.ts';

export interface RoundFigures {
  readonly enqueuePerSecond: number;
  readonly processPerSecond: number;
  /** CPU seconds of this process (not of Redis) per million jobs, enqueue and process together. */
  readonly cpuMicrosPerJob: number;
}

const [name = '', countText = '', placeText = ''] = process.argv.slice(2);
const count = Number(countText);
const contestant = await CONTESTANTS[name]?.load();
if (!contestant) throw new Error(`no contestant "${name}"`);

async function perSecond(act: () => Promise<void>): Promise<number> {
  const begin = performance.now();
  await act();
  return count / ((performance.now() - begin) / 1_000);
}

await contestant.open(JSON.parse(placeText) as Place);
const enqueuePerSecond = await perSecond(() => contestant.enqueue(count));
const processPerSecond = await perSecond(() => contestant.process(count));
await contestant.close();
const { user, system } = process.cpuUsage();
const figures: RoundFigures = { enqueuePerSecond, processPerSecond, cpuMicrosPerJob: (user + system) / count };
process.stdout.write(`${JSON.stringify(figures)}\n`, () => process.exit(0));
