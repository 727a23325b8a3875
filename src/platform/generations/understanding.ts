/** What a manifest comes to before it runs: loaded by whoever asks for it, and by nobody who runs jobs. */
export { adviceOf, adviceOnWarnings, placed } from '../doctor/advise.ts';
export { liveFindings } from '../doctor/live.ts';
export { planWithoutStore } from '../local/local-plan.ts';
export { runTests } from '../rehearsal/run-tests.ts';
export { loadOf } from '../simulation/load.ts';
export { simulate } from '../simulation/simulate.ts';
export { svgOf } from '../simulation/svg.ts';
