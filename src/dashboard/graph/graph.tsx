/** A graph of steps, drawn: boxes that are links, lines in between. The list beside it says the same. */
import './graph.css';

import { Link } from '@tanstack/react-router';
import { type KeyboardEvent, useEffect, useMemo, useRef } from 'react';

import { Icon, type IconName } from '../parts/icons.tsx';
import { dependentsOf } from './fold.ts';
import { layout, NODE, type Spot, STEP } from './layout.ts';

export interface GraphNode {
  readonly id: string;
  readonly needs: readonly string[];
  readonly label: string;
  /** The state in words, and what more there is to say. */
  readonly note: string;
  /** Of styles.css. */
  readonly tone: string;
  readonly icon: IconName;
  /** Whether it stands for several. */
  readonly folded: boolean;
  /** Of what is in it, how much is done: 0 to 1; null: it is one thing. */
  readonly done: number | null;
  /** Where it leads; null: nowhere yet. */
  readonly to: { readonly path: string; readonly id?: string; readonly search?: unknown } | null;
  readonly selected: boolean;
}

interface GraphProps {
  /** In an order in which each stands behind what it needs. */
  readonly nodes: readonly GraphNode[];
  readonly label: string;
  /** What is brought into view at first. */
  readonly focus: string | null;
}

const MARGIN = 12;

export default function Graph({ nodes, label, focus }: GraphProps) {
  // What changes while a run goes on is how it looks, not where it stands.
  const shape = JSON.stringify(nodes.map(({ id, needs }) => ({ id, needs })));
  const { spots, edges, width, height } = useMemo(
    () => layout(JSON.parse(shape) as { id: string; needs: string[] }[]),
    [shape],
  );
  const frame = useRef<HTMLDivElement>(null);
  const ground = useRef<HTMLDivElement>(null);
  const places = useMemo(() => new Map(spots.map((spot) => [spot.id, spot])), [spots]);
  useEffect(() => {
    const spot = focus === null ? undefined : places.get(focus);
    if (frame.current === null || spot === undefined) return;
    const { clientWidth, clientHeight } = frame.current;
    const left = leftFor(spot.x, clientWidth);
    // So that its last boxes do not hold it back in the middle of others.
    if (left > 0 && ground.current !== null) ground.current.style.minWidth = `${left + clientWidth}px`;
    frame.current.scrollLeft = left;
    frame.current.scrollTop =
      spot.y + NODE.height + 2 * MARGIN <= clientHeight ? 0 : spot.y - (clientHeight - NODE.height) / 2;
    // Only at first: afterwards it is where the reader put it.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [shape]);
  const go = (event: KeyboardEvent): void => {
    const from = (event.target as HTMLElement).closest<HTMLElement>('[data-node]')?.dataset.node;
    const next = from === undefined ? null : neighbour(event.key, from, nodes, spots);
    if (next === null) return;
    event.preventDefault();
    frame.current?.querySelector<HTMLElement>(`[data-node="${CSS.escape(next)}"] .graph-box`)?.focus();
  };
  return (
    <div
      ref={frame}
      className="graph"
      tabIndex={0}
      role="region"
      aria-label={`${label}; arrow keys go from step to step`}
      onKeyDown={go}
    >
      <div ref={ground} style={{ position: 'relative', width: width + 2 * MARGIN, height: height + 2 * MARGIN }}>
        <svg
          className="graph-lines"
          width={width + 2 * MARGIN}
          height={height + 2 * MARGIN}
          aria-hidden="true"
          focusable="false"
        >
          <marker id="graph-tip" viewBox="0 0 8 8" refX={8} refY={4} markerWidth={7} markerHeight={7} orient="auto">
            <path d="M0 0L8 4L0 8z" />
          </marker>
          <g transform={`translate(${MARGIN} ${MARGIN})`}>
            {edges.map(({ from, to, path }) => (
              <path key={`${from} ${to}`} d={path} markerEnd="url(#graph-tip)" />
            ))}
          </g>
        </svg>
        <ul>
          {nodes.map((node) => {
            const spot = places.get(node.id);
            return spot && <Box key={node.id} node={node} spot={spot} />;
          })}
        </ul>
      </div>
    </div>
  );
}

/** @returns where the view begins so that a box is near its middle and no other is cut on its left */
function leftFor(x: number, width: number): number {
  if (x + NODE.width + 2 * MARGIN <= width) return 0;
  return Math.round((x - (width - NODE.width) / 2) / STEP) * STEP;
}

function Box({ node, spot }: { readonly node: GraphNode; readonly spot: Spot }) {
  const { id, label, note, tone, icon, folded, done, to, selected } = node;
  const inside = (
    <>
      <span className="graph-name">
        <Icon name={icon} size={15} />
        <span>{label}</span>
      </span>
      <span className="graph-note">{note}</span>
      {done !== null && (
        <span className="graph-done" aria-hidden="true">
          <span style={{ width: `${done * 100}%` }} />
        </span>
      )}
    </>
  );
  const looks = {
    className: 'graph-box',
    title: `${label}: ${note}`,
    'data-folded': folded,
    'data-selected': selected,
  };
  return (
    <li
      data-node={id}
      data-tone={tone}
      style={{ left: spot.x + MARGIN, top: spot.y + MARGIN, width: NODE.width, height: NODE.height }}
    >
      {to === null ? (
        <span {...looks} tabIndex={0}>
          {inside}
        </span>
      ) : (
        <Link
          {...looks}
          {...(selected && { 'aria-current': true })}
          to={to.path}
          params={{ id: to.id ?? '' }}
          search={to.search ?? {}}
          resetScroll={to.search === undefined}
        >
          {inside}
        </Link>
      )}
    </li>
  );
}

/** @returns the id of what lies that way; null: nothing does, or it is no arrow key */
function neighbour(key: string, from: string, nodes: readonly GraphNode[], spots: readonly Spot[]): string | null {
  if (key === 'ArrowRight') return dependentsOf(nodes).get(from)?.[0] ?? null;
  if (key === 'ArrowLeft') return nodes.find(({ id }) => id === from)?.needs[0] ?? null;
  if (key !== 'ArrowUp' && key !== 'ArrowDown') return null;
  const own = spots.find(({ id }) => id === from);
  const column = spots.filter(({ x }) => x === own?.x).sort((a, b) => a.y - b.y);
  return column[column.findIndex(({ id }) => id === from) + (key === 'ArrowUp' ? -1 : 1)]?.id ?? null;
}
