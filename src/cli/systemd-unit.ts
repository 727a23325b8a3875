/** The text of a systemd unit that runs Skep: systemd.service(5), systemd.syntax(7). */
import { SkepError } from '../foundation/index.ts';

/**
 * What a stop may take after warm and soft, at most: five seconds for the last outcomes, then the store, resources and the
 * traces are closed. Whoever ends processes waits as long.
 */
export const STOP_REST_MS = 10_000;

export interface UnitParts {
  readonly name: string;
  /** Absolute path of the manifest. */
  readonly file: string;
  /** Absolute path of the project. */
  readonly folder: string;
  /** Program and arguments. */
  readonly command: readonly string[];
  /** Absolute path; need not be there. */
  readonly envFile: string;
  readonly stopMs: number;
  /** Whoever stands still for so long has lost its jobs to others. */
  readonly stillMs: number;
  /** Of the manager of one user, not of the system. */
  readonly ofUser: boolean;
  /** The account that it runs under; undefined: the manager's own. */
  readonly account: string | undefined;
}

/** @throws SkepError USAGE of a path that no unit can name */
export function unitOf(parts: UnitParts): string {
  const { name, file, folder, command, envFile, stopMs, stillMs, ofUser, account } = parts;
  const seconds = (ms: number): string => `${Math.ceil(ms / 1_000)}`;
  const sections: [string, readonly string[]][] = [
    ['Unit', [`Description=Skep: jobs of ${plain(name)}`, ...(ofUser ? [] : NETWORK)]],
    [
      'Service',
      [
        'Type=notify',
        '# systemd-notify speaks for the process.',
        'NotifyAccess=all',
        `WorkingDirectory=${plain(folder)}`,
        `EnvironmentFile=-${plain(envFile)}`,
        'Environment=NODE_ENV=production',
        `ExecStart=${command.map(quoted).join(' ')}`,
        'ExecReload=/bin/kill -HUP $MAINPID',
        'Restart=always',
        'RestartSec=2',
        '# A manifest that is refused, or wrong use: the next start would say the same.',
        'RestartPreventExitStatus=2',
        '# shutdown.warm and shutdown.soft, and what the rest of a stop takes.',
        `TimeoutStopSec=${seconds(stopMs + STOP_REST_MS)}`,
        '# Whoever stood still for so long has lost its jobs to others. A core would hold payloads.',
        `WatchdogSec=${seconds(stillMs)}`,
        'WatchdogSignal=SIGKILL',
        '# Skep ends its children itself; a child that runs out of memory is a failed attempt, not the end of the service.',
        'KillMode=mixed',
        'OOMPolicy=continue',
        ...(account === undefined ? [] : [`User=${plain(account)}`]),
        'UMask=0027',
        'NoNewPrivileges=true',
        ...(ofUser ? [] : HARDENING),
      ],
    ],
    ['Install', [`WantedBy=${ofUser ? 'default.target' : 'multi-user.target'}`]],
  ];
  const head = `# Of ${plain(file)}, by \`skep systemd\`: print it anew when \`shutdown\`, the lease, or the place of Node changes.`;
  return [head, ...sections.map(([title, lines]) => [`[${title}]`, ...lines, ''].join('\n'))].join('\n');
}

const NETWORK = ['Wants=network-online.target', 'After=network-online.target redis-server.service'];
/** MemoryDenyWriteExecute is not among them: Node compiles as it runs. */
const HARDENING = [
  'PrivateTmp=true',
  'ProtectSystem=full',
  'ProtectKernelTunables=true',
  'ProtectKernelModules=true',
  'ProtectKernelLogs=true',
  'ProtectControlGroups=true',
  'RestrictSUIDSGID=true',
  'LockPersonality=true',
];

/** The rest of a line: `%` begins a specifier. */
function plain(text: string): string {
  // eslint-disable-next-line no-control-regex -- a line break would begin another setting
  if (/[\u0000-\u001f]/.test(text) || text.endsWith('\\')) {
    throw new SkepError('USAGE', `no unit can name ${JSON.stringify(text)}`);
  }
  return text.replaceAll('%', '%%');
}

/** A word of a command. */
function quoted(word: string): string {
  const text = plain(word).replaceAll('$', '$$$$');
  return /^[\w./:@%=,+-]+$/.test(text) ? text : `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}
