/** What narrows a list that comes in pages: it stands in the address, and another choice begins at the first page. */
import { Button, Select, TextInput } from '@mantine/core';
import { useState } from 'react';

import { useView } from '../app/search.ts';

interface WordProps {
  readonly label: string;
  /** Its name in the address. */
  readonly word: string;
}

/** A text that is applied by Enter, or when the field is left. */
export function Word({ label, word }: WordProps) {
  const [view, change] = useView();
  const [text, setText] = useState(view[word] ?? '');
  const apply = (): void => change({ [word]: text === '' ? undefined : text, cursor: undefined });
  return (
    <TextInput
      className="narrowing"
      label={label}
      size="xs"
      value={text}
      onChange={(event) => setText(event.currentTarget.value)}
      onBlur={() => text !== (view[word] ?? '') && apply()}
      onKeyDown={(event) => event.key === 'Enter' && apply()}
    />
  );
}

interface ChoiceProps extends WordProps {
  readonly data: { readonly value: string; readonly label: string }[];
}

export function Choice({ label, word, data }: ChoiceProps) {
  const [view, change] = useView();
  return (
    <Select
      className="narrowing"
      label={label}
      size="xs"
      data={data}
      value={view[word] ?? ''}
      onChange={(value) => change({ [word]: value === '' || value === null ? undefined : value, cursor: undefined })}
      allowDeselect={false}
    />
  );
}

/** @param next cursor of the page after this one, null at the end */
export function PageTurns({ next }: { readonly next: string | null }) {
  const [view, change] = useView();
  const turn = (label: string, cursor: string | undefined) => (
    <Button size="xs" variant="default" onClick={() => change({ cursor })}>
      {label}
    </Button>
  );
  return (
    <>
      {view.cursor !== undefined && turn('First page', undefined)}
      {next !== null && turn('Next page', next)}
    </>
  );
}
