/** Where the server of a manifest listens, as far as a file says it that may be broken everywhere else. */
import { isMap, isScalar } from 'yaml';

import type { Json } from '../foundation/index.ts';
import { manifestDefaults } from './normalizing/defaults.ts';
import { interpolate } from './interpolate.ts';
import { read } from './read.ts';
import { parseYamlText } from './yaml/yaml-text.ts';

export interface AdminAddress {
  readonly host: string;
  readonly port: number;
}

/**
 * A guess, for finding a server that was started when the file was better: whoever uses it makes sure that it is that
 * server. Only the file itself is looked at, not what it includes. Never throws.
 * @param file absolute
 * @param env  what `${NAME}` reads
 * @returns host and port as written where they can be read, else their defaults
 */
export async function adminAddress(
  file: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<AdminAddress> {
  const { host, port } = manifestDefaults.admin;
  const written = await adminOf(file);
  const [givenHost, givenPort] = ['host', 'port'].map((key) => textOf(written[key], env));
  const number = /^\d{1,5}$/.test(givenPort ?? '') ? Number(givenPort) : LAST_PORT + 1;
  return {
    host: givenHost === undefined || givenHost === '' ? host.default : givenHost,
    port: number <= LAST_PORT ? number : port.default,
  };
}

/** A text or number with its references to the environment replaced. */
function textOf(value: Json | undefined, env: Readonly<Record<string, string | undefined>>): string | undefined {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' ? (interpolate(value, { ...NOBODY_ASKS, env }) as string) : undefined;
}

const LAST_PORT = 65_535;

/** Problems of the file are told by whoever reads it whole. */
const NOBODY_ASKS = { isTemplate: () => false, problem: () => undefined, touched: () => undefined };

/** The scalars of `admin`, whatever else is wrong. */
async function adminOf(file: string): Promise<Readonly<Record<string, Json>>> {
  const result = await read(file);
  if (!result.ok) return {};
  try {
    const admin = parseYamlText(result.text).get('admin');
    if (!isMap(admin)) return {};
    return Object.fromEntries(
      admin.items.flatMap(({ key, value }) =>
        isScalar(key) && isScalar(value) ? [[String(key.value), value.value as Json]] : [],
      ),
    );
  } catch {
    return {};
  }
}
