/** Rows of jobs: only those in view are made, so that fifty thousand scroll as smoothly as fifty. */
import { Checkbox } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { memo, useCallback, useEffect, useRef } from 'react';

import { useMay } from '../api/session.ts';
import type { Job } from '../api/types.generated.ts';
import { densitySetting, useStored } from '../parts/stored.ts';
import { Pick } from './cells.tsx';
import type { Column } from './columns.tsx';

interface JobTableProps {
  readonly jobs: readonly Job[];
  readonly columns: readonly Column[];
  readonly picked: ReadonlySet<string>;
  readonly onPick: (id: string, on: boolean) => void;
  readonly onPickAll: (on: boolean) => void;
  /** Index of the row that keys mean. */
  readonly current: number;
  readonly onMore: (() => void) | null;
  readonly onScrolled: (away: boolean) => void;
}

const NEAR_END = 40;

export function JobTable({ jobs, columns, picked, onPick, onPickAll, current, onMore, onScrolled }: JobTableProps) {
  const frame = useRef<HTMLDivElement>(null);
  const height = useStored(densitySetting) === 'compact' ? 30 : 38;
  const rows = useVirtualizer({
    count: jobs.length,
    getScrollElement: () => frame.current,
    estimateSize: () => height,
    overscan: 12,
  });
  const items = rows.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (onMore !== null && last > jobs.length - NEAR_END) onMore();
  }, [last, jobs.length, onMore]);
  useEffect(() => {
    if (current >= 0) rows.scrollToIndex(current);
    // The virtualizer is another one in every render.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [current]);
  // Picked to be acted on, and for nothing else.
  const may = useMay('operator');
  const grid = { gridTemplateColumns: `${may ? '36px' : '8px'} ${columns.map(({ width }) => width).join(' ')}` };
  const picking = useRef(onPick);
  useEffect(() => {
    picking.current = onPick;
  });
  const pick = useCallback((id: string, on: boolean) => picking.current(id, on), []);
  return (
    <div
      ref={frame}
      className="rows"
      role="table"
      aria-label="Jobs"
      aria-rowcount={jobs.length + 1}
      tabIndex={0}
      onScroll={(event) => onScrolled(event.currentTarget.scrollTop > height)}
    >
      <div className="rows-head" role="row" aria-rowindex={1} style={grid}>
        <span role="columnheader" className="cell">
          {may && <PickAll picked={picked.size} of={jobs.length} onPickAll={onPickAll} />}
        </span>
        {columns.map(({ key, label }) => (
          <span role="columnheader" className="cell" key={key}>
            {label}
          </span>
        ))}
      </div>
      <div role="rowgroup" style={{ height: rows.getTotalSize(), position: 'relative' }}>
        {items.map(({ index, start }) => {
          const job = jobs[index];
          return (
            job && (
              <Row
                key={job.id}
                job={job}
                index={index}
                start={start}
                height={height}
                grid={grid.gridTemplateColumns}
                columns={columns}
                current={index === current}
                picked={may ? picked.has(job.id) : null}
                onPick={pick}
              />
            )
          );
        })}
      </div>
    </div>
  );
}

interface RowProps {
  readonly job: Job;
  readonly index: number;
  /** Pixels from the top of all rows. */
  readonly start: number;
  readonly height: number;
  readonly grid: string;
  readonly columns: readonly Column[];
  readonly current: boolean;
  /** null: nothing may be done with it, so it is not picked. */
  readonly picked: boolean | null;
  readonly onPick: (id: string, on: boolean) => void;
}

/** Made once for as long as it is in view: what scrolling costs is the rows that come. */
const Row = memo(function Row(props: RowProps) {
  const { job, index, start, height, grid, columns, current, picked, onPick } = props;
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      className="rows-row"
      data-current={current}
      style={{ gridTemplateColumns: grid, height, transform: `translateY(${start}px)` }}
    >
      <span role="cell" className="cell">
        {picked !== null && <Pick id={job.id} picked={picked} onPick={onPick} />}
      </span>
      {columns.map(({ key, cell }) => (
        <span role="cell" className="cell" key={key}>
          {cell(job)}
        </span>
      ))}
    </div>
  );
});

interface PickAllProps {
  readonly picked: number;
  readonly of: number;
  readonly onPickAll: (on: boolean) => void;
}

function PickAll({ picked, of, onPickAll }: PickAllProps) {
  return (
    <Checkbox
      size="xs"
      aria-label="Pick all that are loaded"
      checked={picked > 0 && picked >= of}
      indeterminate={picked > 0 && picked < of}
      onChange={(event) => onPickAll(event.currentTarget.checked)}
    />
  );
}
