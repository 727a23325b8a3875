/** What systemd would see of a process: its socket, which a program of the system's own perl reads, and its tools. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { waitFor } from './wait-for.ts';

/** Whether systemd's tools and perl are there (scripts/systemd.mjs). */
export function hasSystemd(): boolean {
  const runs = (program: string): boolean => spawnSync(program, ['--version'], { stdio: 'ignore' }).status === 0;
  return ['systemd-notify', 'systemd-analyze', 'perl'].every(runs);
}

/** Node has no datagram sockets of the local host. A line per message: its time, monotonic, and its fields as JSON would. */
const RECEIVER = String.raw`
use strict; use Socket; use Time::HiRes qw(clock_gettime CLOCK_MONOTONIC);
my $path = $ARGV[0]; $path =~ s/^@/\0/; $| = 1;
socket(my $socket, PF_UNIX, SOCK_DGRAM, 0) or die $!;
bind($socket, pack('S a*', AF_UNIX, $path)) or die $!;
print "listens\n";
while (defined recv($socket, my $text, 65536, 0)) {
  my $at = clock_gettime(CLOCK_MONOTONIC) * 1000;
  $text =~ s/\n/\x1f/g;
  print "$at $text\n";
}`;

export interface Notice {
  /** Of the host's monotonic clock, milliseconds. */
  readonly at: number;
  readonly fields: Readonly<Record<string, string>>;
}

export class NotifySocket {
  readonly #child: ChildProcess;
  #text = '';

  private constructor(address: string) {
    this.#child = spawn('perl', ['-e', RECEIVER, address], { stdio: ['ignore', 'pipe', 'inherit'] });
    this.#child.stdout?.on('data', (chunk: Buffer) => (this.#text += chunk.toString()));
  }

  /** @param address a path, or `@name` for one that is in no folder */
  static async listen(address: string): Promise<NotifySocket> {
    const socket = new NotifySocket(address);
    await waitFor('the socket of systemd', () => socket.#text.startsWith('listens\n'));
    return socket;
  }

  /** All that came, but the barriers by which systemd-notify waits until it was read. */
  notices(): readonly Notice[] {
    const lines = this.#text.slice(0, this.#text.lastIndexOf('\n') + 1).split('\n');
    const notices = lines.slice(1, -1).map((line): Notice => {
      const at = line.indexOf(' ');
      const fields = line
        .slice(at + 1)
        .split('\u001f')
        .filter(Boolean);
      return { at: Number(line.slice(0, at)), fields: Object.fromEntries(fields.map(pair)) };
    });
    return notices.filter(({ fields }) => fields['BARRIER'] === undefined);
  }

  /** Those that carry a field. */
  with(field: string): readonly Notice[] {
    return this.notices().filter(({ fields }) => fields[field] !== undefined);
  }

  close(): void {
    this.#child.kill('SIGKILL');
  }
}

function pair(text: string): [string, string] {
  const at = text.indexOf('=');
  return [text.slice(0, at), text.slice(at + 1)];
}
