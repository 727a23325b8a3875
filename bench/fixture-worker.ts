/**
 * One of several processes that run the same jobs: argv = contestant, place as JSON. It does what its parent says
 * (`{ enqueue: N }`, `consume`) and says how many handlers have started.
 */
import { type Place, enqueueAll, jobs, SETTINGS } from './contestant.ts';
import { CONTESTANTS } from './contestants/index.ts';

const REPORT_EVERY_MS = 5;

const [name = '', placeText = ''] = process.argv.slice(2);
const contestant = await CONTESTANTS[name]?.load();
if (!contestant) throw new Error(`no contestant "${name}"`);
await contestant.open(JSON.parse(placeText) as Place, SETTINGS);

const say = (what: string | number): void => {
  process.send?.(what);
};

async function consume(): Promise<void> {
  let done = 0;
  let said = 0;
  setInterval(() => {
    if (done !== said) say((said = done));
  }, REPORT_EVERY_MS);
  await contestant?.consume(() => {
    done += 1;
  });
}

process.on('message', (told: 'consume' | { readonly enqueue: number }) => {
  if (told === 'consume') void consume();
  else void enqueueAll(contestant, jobs(told.enqueue)).then(() => say('stored'));
});
process.on('disconnect', () => process.exit());
say('open');
