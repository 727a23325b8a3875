/** `npm run bench:docs -- RESULTS.json …`: writes docs/performance.md from the results of a run, or of several. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { format, resolveConfig } from 'prettier';

import { merged } from './merge.ts';
import { writePerformancePage } from './performance-page.ts';
import type { Results } from './results.ts';

const PAGE = path.join(import.meta.dirname, '..', 'docs', 'performance.md');

const files = process.argv.slice(2);
if (files.length === 0) throw new Error('which results? npm run bench:docs -- RESULTS.json');
const results = merged(files.map((file) => JSON.parse(readFileSync(file, 'utf8')) as Results));
const settings = await resolveConfig(PAGE);
writeFileSync(PAGE, await format(writePerformancePage(results), { ...settings, parser: 'markdown' }));
