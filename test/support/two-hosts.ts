/**
 * Two hosts' worth of processes: each in a network namespace of its own, joined to this one by a cable (veth).
 * Where namespaces may not be made (no root, a container without the right) the processes use two loopback
 * addresses instead; the test's title and assertions stay the same, `kind` tells which it was.
 */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { randomInt } from 'node:crypto';

const run = promisify(execFile);

export interface Host {
  /** Put before a command to run it there. */
  readonly within: readonly string[];
  /** Under which this machine is reached from there. */
  readonly address: string;
}

export interface TwoHosts {
  readonly kind: 'namespaces' | 'loopback';
  readonly hosts: readonly [Host, Host];
  remove(): Promise<void>;
}

export async function twoHosts(): Promise<TwoHosts> {
  const tag = randomInt(1, 250);
  const names = [`skep${process.pid}a`, `skep${process.pid}b`] as const;
  const remove = async (): Promise<void> => {
    // The cable goes with the namespace that holds one end of it.
    for (const name of names) await run('ip', ['netns', 'del', name]).catch(() => undefined);
  };
  try {
    const first = await host(names[0], `10.${tag}.213`);
    const second = await host(names[1], `10.${tag}.214`);
    return { kind: 'namespaces', hosts: [first, second], remove };
  } catch {
    await remove();
    const hosts = [
      { within: [], address: '127.0.0.1' },
      { within: [], address: '127.0.0.2' },
    ] as const;
    return { kind: 'loopback', hosts, remove: () => Promise.resolve() };
  }
}

async function host(name: string, network: string): Promise<Host> {
  const cable = name.replace('skep', 'sk');
  const steps = [
    `netns add ${name}`,
    `link add ${cable} type veth peer name eth0 netns ${name}`,
    `addr add ${network}.1/30 dev ${cable}`,
    `link set ${cable} up`,
    `-n ${name} addr add ${network}.2/30 dev eth0`,
    `-n ${name} link set eth0 up`,
    `-n ${name} link set lo up`,
  ];
  for (const step of steps) await run('ip', step.split(' '));
  return { within: ['ip', 'netns', 'exec', name], address: `${network}.1` };
}
