/** JSON as text, exact to the last digit, in rows that are made when they are scrolled to. Nothing in it is markup. */
import { Group, Text } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useRef, useState } from 'react';

import { CopyButton } from './copy.tsx';
import { type JsonLine, jsonLines } from './json-text.ts';
import { counted, countOf } from './times.ts';

const ROW = 20;
/** What one row shows of a long text; all of it is copied. */
const SHOWN = 2_000;
/** Of one line, characters: that is seen at once, and picked as text. */
const SHORT = 40;

interface JsonViewProps {
  /** Valid JSON. */
  readonly text: string;
  /** What it is, for those who hear it. */
  readonly label: string;
}

export function JsonView({ text, label }: JsonViewProps) {
  const lines = useMemo(() => jsonLines(text), [text]);
  const [folded, setFolded] = useState<ReadonlySet<number>>(new Set());
  const shown = useMemo(() => visible(lines, folded), [lines, folded]);
  const frame = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count: shown.length,
    getScrollElement: () => frame.current,
    estimateSize: () => ROW,
    overscan: 20,
  });
  const toggle = (index: number): void => {
    const next = new Set(folded);
    if (!next.delete(index)) next.add(index);
    setFolded(next);
  };
  const short = lines.length === 1 && text.length <= SHORT;
  return (
    <div className="json">
      {!short && (
        <Group justify="space-between" mb={4}>
          <Text size="xs" c="dimmed">
            {counted(lines.length, 'line')}, {countOf(text.length)} characters
          </Text>
          <CopyButton text={text} what={label} />
        </Group>
      )}
      <div ref={frame} className="json-frame" data-short={short} tabIndex={0} role="region" aria-label={label}>
        <div style={{ height: rows.getTotalSize(), position: 'relative' }}>
          {rows.getVirtualItems().map(({ index, start }) => {
            const at = shown[index] ?? 0;
            const line = lines[at];
            return (
              line && (
                <div
                  key={at}
                  className="json-line"
                  style={{ transform: `translateY(${start}px)`, paddingLeft: line.depth * 16 + 18 }}
                >
                  <Line line={line} folded={folded.has(at)} onToggle={() => toggle(at)} />
                </div>
              )
            );
          })}
        </div>
      </div>
    </div>
  );
}

interface LineProps {
  readonly line: JsonLine;
  readonly folded: boolean;
  readonly onToggle: () => void;
}

function Line({ line, folded, onToggle }: LineProps) {
  const { key, text, kind, comma } = line;
  const cut = text.length > SHOWN ? `${text.slice(0, SHOWN)} … ${countOf(text.length - SHOWN)} more characters` : text;
  return (
    <>
      {kind === 'open' && (
        <button
          type="button"
          className="json-fold"
          aria-expanded={!folded}
          aria-label={key ?? 'value'}
          onClick={onToggle}
        >
          {folded ? '▸' : '▾'}
        </button>
      )}
      {key !== null && <span className="json-key">{key}: </span>}
      <span className={`json-${kind}`}>{cut}</span>
      {folded && <span> … {text === '{' ? '}' : ']'}</span>}
      {comma && ','}
    </>
  );
}

function visible(lines: readonly JsonLine[], folded: ReadonlySet<number>): readonly number[] {
  const shown: number[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    shown.push(at);
    if (folded.has(at)) at = lines[at]?.end ?? at;
  }
  return shown;
}
