/** A plain table of things with names: small enough to be all there, wide enough to be scrolled on a phone. */
import { Table } from '@mantine/core';
import type { ReactNode } from 'react';

import { type Role, useMay } from '../api/session.ts';

export interface ListColumn<T> {
  readonly label: string;
  readonly cell: (item: T) => ReactNode;
  /** A figure: aligned to the right. */
  readonly figure?: boolean;
  /** May take several lines; the first may always. */
  readonly wrap?: boolean;
  /** Not on a phone. */
  readonly wide?: boolean;
  /** For those alone who may do what is in it. */
  readonly role?: Exclude<Role, 'viewer'>;
}

interface ListingProps<T> {
  /** What the rows are, for those who do not see them. */
  readonly label: string;
  readonly items: readonly T[];
  readonly columns: readonly ListColumn<T>[];
  readonly keyOf: (item: T) => string;
}

export function Listing<T>({ label, items, columns: all, keyOf }: ListingProps<T>) {
  const may = { operator: useMay('operator'), admin: useMay('admin') };
  const columns = all.filter(({ role }) => role === undefined || may[role]);
  return (
    <div className="listing" tabIndex={0} role="region" aria-label={label}>
      <Table verticalSpacing={7} horizontalSpacing="sm" aria-label={label}>
        <Table.Thead>
          <Table.Tr>
            {columns.map(({ label: head, figure, wide }) => (
              <Table.Th key={head} data-figure={figure} data-wide={wide}>
                {head}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {items.map((item) => (
            <Table.Tr key={keyOf(item)}>
              {columns.map(({ label: head, cell, figure, wide, wrap }) => (
                <Table.Td key={head} data-figure={figure} data-wide={wide} data-wrap={wrap}>
                  {cell(item)}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}

export function None() {
  return (
    <span className="none" aria-label="none">
      –
    </span>
  );
}
