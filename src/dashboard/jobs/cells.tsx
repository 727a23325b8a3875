/** What stands in the rows of the list of jobs. Plain elements: a row that comes into view while one scrolls must cost little. */
import { useRouter } from '@tanstack/react-router';
import type { MouseEvent } from 'react';

import { BASE_PATH } from '../api/place.ts';
import { copyLabelOf, useCopy } from '../parts/copy.tsx';
import { Icon } from '../parts/icons.tsx';

/** To the page of a job, as a `Link` would lead there; that one works out its address by the whole state of the router. */
export function RowLink({ id, label }: { readonly id: string; readonly label: string }) {
  const router = useRouter();
  const follow = (event: MouseEvent): void => {
    // Another window or a download is the browser's.
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    void router.navigate({ to: '/jobs/$id', params: { id } });
  };
  return (
    <a href={`${BASE_PATH}jobs/${encodeURIComponent(id)}`} className="cell-link mantine-focus-auto" onClick={follow}>
      {label}
    </a>
  );
}

export function CopyId({ id }: { readonly id: string }) {
  const [copy, outcome] = useCopy();
  const label = copyLabelOf(outcome, 'job id');
  return (
    <button
      type="button"
      className="cell-copy mantine-focus-auto"
      data-hint={label}
      aria-label={label}
      onClick={() => copy(id)}
    >
      <Icon name={outcome === 'copied' ? 'check' : 'copy'} size={15} />
    </button>
  );
}

interface PickProps {
  readonly id: string;
  readonly picked: boolean;
  readonly onPick: (id: string, on: boolean) => void;
}

export function Pick({ id, picked, onPick }: PickProps) {
  return (
    <input
      type="checkbox"
      className="cell-pick mantine-focus-auto"
      aria-label={`Pick ${id}`}
      checked={picked}
      onChange={(event) => onPick(id, event.currentTarget.checked)}
    />
  );
}
