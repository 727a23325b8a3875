/** How attempts have ended in a time: counts as links, a share, how long they took. */
import { SimpleGrid } from '@mantine/core';
import { Link } from '@tanstack/react-router';

import { countOf, percentOf, spanOf } from './times.ts';

interface Spread {
  readonly p50: number;
  readonly p95: number;
}

interface Ended {
  readonly completed: number;
  readonly failed: number;
  readonly dead: number;
  readonly failureRate: number | null;
  readonly waitMs: Spread | null;
  readonly runMs: Spread | null;
}

/** @param q search for the jobs of it @param within how far back, as a search has it: `1h` */
export function Outcomes({ ended, q, within }: { readonly ended: Ended; readonly q: string; readonly within: string }) {
  const { completed, failed, dead, failureRate, waitMs, runMs } = ended;
  return (
    <SimpleGrid cols={{ base: 2, sm: 4 }} spacing="sm">
      <FigureTile label="Completed" value={countOf(completed)} q={`${q} state:completed finished:<${within}`} />
      <FigureTile
        label="Failed"
        value={failureRate === null ? '–' : percentOf(failureRate)}
        note={`${countOf(failed)} tried again, ${countOf(dead)} dead`}
        q={`${q} state:dead finished:<${within}`}
      />
      <FigureTile label="Wait, p50 / p95" value={both(waitMs)} q={`${q} finished:<${within}`} />
      <FigureTile label="Run, p50 / p95" value={both(runMs)} q={`${q} finished:<${within}`} />
    </SimpleGrid>
  );
}

interface FigureTileProps {
  readonly label: string;
  readonly value: string;
  readonly note?: string;
  readonly q: string;
}

function FigureTile({ label, value, note, q }: FigureTileProps) {
  return (
    <Link to="/jobs" search={{ q }} className="tile">
      <span className="tile-label">{label}</span>
      <span className="tile-figure">{value}</span>
      {note !== undefined && <span className="tile-note">{note}</span>}
    </Link>
  );
}

function both(spread: Spread | null): string {
  // A line breaks between the two, never between a figure and its unit.
  const [half, most] = [spread?.p50 ?? 0, spread?.p95 ?? 0].map((ms) => spanOf(ms).replaceAll(' ', '\u00A0'));
  return spread === null ? '–' : `${half} / ${most}`;
}
