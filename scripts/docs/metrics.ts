/** docs/metrics.md: the hand-written part stays, the tables come from the table of instruments. */
import { ALL_INSTRUMENTS, type Instrument, METRIC_ATTRIBUTES } from '../../src/telemetry/metrics/instruments.ts';
import { prometheusName } from '../../src/telemetry/metrics/prometheus.ts';

const BEGIN = '<!-- begin: from the table of instruments -->';
const END = '<!-- end: from the table of instruments -->';

/**
 * @param page docs/metrics.md as it stands
 * @returns the same with the part between BEGIN and END made anew
 */
export function metricsPage(page: string): string {
  return page.slice(0, page.indexOf(BEGIN)) + tables() + page.slice(page.indexOf(END) + END.length);
}

function tables(): string {
  const instruments = [
    '| metric | for Prometheus | kind, unit | attributes | says |',
    '| --- | --- | --- | --- | --- |',
  ];
  instruments.push(...Object.values(ALL_INSTRUMENTS).map(rowOf));
  const attributes = ['| attribute | for Prometheus | says |', '| --- | --- | --- |'];
  for (const [name, meaning] of Object.entries(METRIC_ATTRIBUTES)) {
    attributes.push(`| \`${name}\` | \`${name.replaceAll('.', '_')}\` | ${meaning} |`);
  }
  return [BEGIN, instruments.join('\n'), attributes.join('\n'), END].join('\n\n');
}

function rowOf(instrument: Instrument): string {
  const { name, kind, unit, meaning, attributes, fixed = {} } = instrument;
  const read = prometheusName(instrument) + (kind === 'counter' ? '_total' : '');
  const all = [...Object.keys(fixed), ...attributes].map((attribute) => `\`${attribute}\``).join(', ');
  return `| \`${name}\` | \`${read}\` | ${kind}, ${unit} | ${all} | ${meaning} |`;
}
