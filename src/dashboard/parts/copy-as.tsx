/** What a page shows or does, as a command to be typed: nothing is in the dashboard alone. */
import { Button, Menu } from '@mantine/core';

import { type Asked, type EndpointName, written } from '../api/request.ts';
import { useCopy } from './copy.tsx';
import { Icon } from './icons.tsx';

/** @param word as it is meant @returns as a shell takes it */
export function quoted(word: string): string {
  return /^[\w./:@%+=,-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** `skep jobs show ID`, from its words. */
export function cliLine(words: readonly string[]): string {
  return ['skep', ...words].map(quoted).join(' ');
}

/** The token is not written into it, but taken from the environment. */
export function curlLine<Name extends EndpointName>(name: Name, asked: Asked<Name>, withToken: boolean): string {
  const { method, url, body } = written(name, asked);
  const parts = ['curl', '-fsS'];
  if (method !== 'GET') parts.push('-X', method);
  const lines = [[...parts, quoted(url.href)].join(' ')];
  if (withToken) lines.push(`-H "Authorization: Bearer $SKEP_TOKEN"`);
  if (body !== null) lines.push(`-H 'Content-Type: application/json'`, `-d ${quoted(body)}`);
  return lines.join(' \\\n  ');
}

interface CopyAsProps<Name extends EndpointName> {
  /** Words of the command line behind `skep`. */
  readonly cli: readonly string[] | null;
  readonly name: Name;
  readonly asked?: Asked<Name>;
}

export function CopyAs<Name extends EndpointName>({ cli, name, asked = {} }: CopyAsProps<Name>) {
  const [copy, outcome] = useCopy();
  const label = outcome === null ? 'Copy as' : outcome === 'copied' ? 'Copied' : 'Not copied';
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="default" size="xs" leftSection={<Icon name="terminal" size={15} />} aria-live="polite">
          {label}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {cli !== null && <Menu.Item onClick={() => copy(cliLine(cli))}>Command of skep</Menu.Item>}
        <Menu.Item onClick={() => copy(curlLine(name, asked, true))}>curl, with a token</Menu.Item>
        <Menu.Item onClick={() => copy(curlLine(name, asked, false))}>curl</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
