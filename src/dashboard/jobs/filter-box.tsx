/** Where a search is typed: keys and values are offered, words stand below as chips. The text is the `q` of the address. */
import { Autocomplete, CloseButton, Group, Text } from '@mantine/core';
import { useRef, useState } from 'react';

import { useApi } from '../api/use-api.ts';
import { Icon } from '../parts/icons.tsx';
import { useShortcuts } from '../parts/shortcuts.ts';
import { SEARCH_KEYS, suggestions, without, wordsOf } from './query.ts';

interface FilterBoxProps {
  readonly q: string;
  readonly onChange: (q: string) => void;
}

export function FilterBox({ q, onChange }: FilterBoxProps) {
  const [text, setText] = useState(q);
  const [given, setGiven] = useState(q);
  const [asked, setAsked] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const tasks = useApi('GET /api/tasks', {}, { enabled: asked, every: false });
  const queues = useApi('GET /api/queues', {}, { enabled: asked, every: false });
  // The address has changed, by a link or by going back.
  if (given !== q) {
    setGiven(q);
    setText(q);
  }
  useShortcuts([{ keys: '/', label: 'Search', run: () => input.current?.focus() }]);
  const known = {
    task: (tasks.data?.tasks ?? []).map(({ name }) => name),
    queue: (queues.data?.queues ?? []).map(({ name }) => name),
  };
  return (
    <div>
      <Autocomplete
        ref={input}
        aria-label="Search jobs"
        placeholder="state:dead task:emails.* payload.user.id:42"
        leftSection={<Icon name="search" size={16} />}
        rightSection={
          text === '' ? null : <CloseButton size="sm" aria-label="Clear the search" onClick={() => onChange('')} />
        }
        value={text}
        onChange={setText}
        onFocus={() => setAsked(true)}
        onBlur={() => text !== q && onChange(text.trim())}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && !event.defaultPrevented) onChange(text.trim());
          if (event.key === 'Escape') event.currentTarget.blur();
        }}
        data={[...suggestions(text, known)]}
        filter={({ options }) => options}
        renderOption={({ option }) => <Offer text={option.value} />}
        comboboxProps={{ transitionProps: { duration: 0 } }}
        selectFirstOptionOnChange={false}
        maxDropdownHeight={320}
        spellCheck={false}
      />
      <Group gap={6} mt={6} mih={24}>
        {wordsOf(q).map((word, index) => (
          <span className="chip" key={`${index} ${word}`}>
            {word}
            <CloseButton size={20} aria-label={`Without ${word}`} onClick={() => onChange(without(q, index))} />
          </span>
        ))}
      </Group>
    </div>
  );
}

function Offer({ text }: { readonly text: string }) {
  const word = text.slice(text.lastIndexOf(' ') + 1);
  const meaning = SEARCH_KEYS[word.replace(/^-/, '').replace(/:$/, '')];
  return (
    <Group gap="sm" wrap="nowrap">
      <Text size="sm" ff="monospace">
        {word}
      </Text>
      {meaning !== undefined && (
        <Text size="xs" c="dimmed">
          {meaning}
        </Text>
      )}
    </Group>
  );
}
