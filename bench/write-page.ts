/** `npm run bench:docs -- RESULTS.json`: writes docs/performance.md from the results of a run. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { writePerformancePage } from './performance-page.ts';
import type { Results } from './results.ts';

const PAGE = path.join(import.meta.dirname, '..', 'docs', 'performance.md');

const [file] = process.argv.slice(2);
if (file === undefined) throw new Error('which results? npm run bench:docs -- RESULTS.json');
writeFileSync(PAGE, writePerformancePage(JSON.parse(readFileSync(file, 'utf8')) as Results));
