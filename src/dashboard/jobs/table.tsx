/** Rows of jobs: only those in view are made, so that fifty thousand scroll as smoothly as fifty. */
import { Checkbox } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';

import { useMay } from '../api/session.ts';
import type { Job } from '../api/types.generated.ts';
import { densitySetting, useStored } from '../parts/stored.ts';
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
              <div
                key={job.id}
                role="row"
                aria-rowindex={index + 2}
                className="rows-row"
                data-current={index === current}
                style={{ ...grid, height, transform: `translateY(${start}px)` }}
              >
                <span role="cell" className="cell">
                  {may && (
                    <Checkbox
                      size="xs"
                      aria-label={`Pick ${job.id}`}
                      checked={picked.has(job.id)}
                      onChange={(event) => onPick(job.id, event.currentTarget.checked)}
                    />
                  )}
                </span>
                {columns.map(({ key, cell }) => (
                  <span role="cell" className="cell" key={key}>
                    {cell(job)}
                  </span>
                ))}
              </div>
            )
          );
        })}
      </div>
    </div>
  );
}

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
