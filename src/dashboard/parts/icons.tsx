/** Line icons of 24 by 24, after Tabler Icons (MIT): the few that are used, instead of a package of five thousand. */
import type { CSSProperties } from 'react';

const PATHS = {
  overview: 'M4 4h6v8h-6zM4 16h6v4h-6zM14 12h6v8h-6zM14 4h6v4h-6z',
  jobs: 'M9 6h11M9 12h11M9 18h11M5 6v.01M5 12v.01M5 18v.01',
  queues: 'M4 6h16M4 12h12M4 18h8M19 15l3 3l-3 3',
  tasks: 'M7 8l-4 4l4 4M17 8l4 4l-4 4M14 4l-4 16',
  errors:
    'M12 9v4M10.363 3.591l-8.106 13.534a1.914 1.914 0 0 0 1.636 2.871h16.214a1.914 1.914 0 0 0 1.636-2.871l-8.106-13.534a1.914 1.914 0 0 0-3.274 0zM12 16h.01',
  schedules: 'M3 12a9 9 0 1 0 18 0a9 9 0 0 0-18 0M12 7v5l3 3',
  workflows:
    'M5 18m-2 0a2 2 0 1 0 4 0a2 2 0 1 0-4 0M19 6m-2 0a2 2 0 1 0 4 0a2 2 0 1 0-4 0M12 12m-2 0a2 2 0 1 0 4 0a2 2 0 1 0-4 0M6.500 16.500l4-3M13.500 10.500l4-3',
  alerts:
    'M10 5a2 2 0 1 1 4 0a7 7 0 0 1 4 6v3a4 4 0 0 0 2 3h-16a4 4 0 0 0 2-3v-3a7 7 0 0 1 4-6M9 17v1a3 3 0 0 0 6 0v-1',
  mute: 'M10 5a2 2 0 1 1 4 0a7 7 0 0 1 4 6v2M17 17h-13a4 4 0 0 0 2-3v-3a7 7 0 0 1 1.300-3.900M9 17v1a3 3 0 0 0 6 0v-1M3 3l18 18',
  doctor:
    'M6 4h-1a2 2 0 0 0-2 2v3.500a5.500 5.500 0 0 0 11 0v-3.500a2 2 0 0 0-2-2h-1M8 15a6 6 0 1 0 12 0v-3M11 3v2M6 3v2M18 10a2 2 0 1 0 4 0a2 2 0 1 0-4 0',
  sources: 'M12 3v9M8 8l4 4l4-4M4 14v4a2 2 0 0 0 2 2h12a2 2 0 0 0 2-2v-4M4 14h4l1 2h6l1-2h4',
  workers: 'M3 4h18v8h-18zM3 12h18v8h-18zM7 8v.01M7 16v.01',
  routes:
    'M6 19m-2 0a2 2 0 1 0 4 0a2 2 0 1 0-4 0M18 5m-2 0a2 2 0 1 0 4 0a2 2 0 1 0-4 0M12 19h4.500a3.500 3.500 0 0 0 0-7h-8a3.500 3.500 0 0 1 0-7h3.500',
  manifest: 'M14 3v4a1 1 0 0 0 1 1h4M17 21h-10a2 2 0 0 1-2-2v-14a2 2 0 0 1 2-2h7l5 5v11a2 2 0 0 1-2 2zM9 13h6M9 17h6',
  audit: 'M9 5h-2a2 2 0 0 0-2 2v12a2 2 0 0 0 2 2h10a2 2 0 0 0 2-2v-12a2 2 0 0 0-2-2h-2M9 3h6v4h-6zM9 14l2 2l4-4',
  settings:
    'M4 6h8M16 6h4M4 12h2M10 12h10M4 18h11M19 18h1M14 6m-2 0a2 2 0 1 0 4 0a2 2 0 1 0-4 0M8 12m-2 0a2 2 0 1 0 4 0a2 2 0 1 0-4 0M17 18m-2 0a2 2 0 1 0 4 0a2 2 0 1 0-4 0',
  scheduled: 'M3 12a9 9 0 1 0 18 0a9 9 0 0 0-18 0M12 7v5l3 3',
  blocked: 'M5 13a2 2 0 0 1 2-2h10a2 2 0 0 1 2 2v6a2 2 0 0 1-2 2h-10a2 2 0 0 1-2-2zM8 11v-4a4 4 0 1 1 8 0v4',
  available: 'M6 4h12M6 20h12M7 4v3a5 5 0 0 0 10 0v-3M7 20v-3a5 5 0 0 1 10 0v3',
  running: 'M7 4v16l13-8z',
  retryable: 'M20 11a8.100 8.100 0 0 0-15.500-2m-.5-4v4h4M4 13a8.100 8.100 0 0 0 15.500 2m.5 4v-4h-4',
  completed: 'M5 12l5 5l10-10',
  cancelled: 'M3 12a9 9 0 1 0 18 0a9 9 0 1 0-18 0M5.700 5.700l12.600 12.600',
  dead: 'M18 6l-12 12M6 6l12 12',
  pause: 'M7 5h3v14h-3zM14 5h3v14h-3z',
  play: 'M7 4v16l13-8z',
  copy: 'M8 10a2 2 0 0 1 2-2h8a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2h-8a2 2 0 0 1-2-2zM16 8v-2a2 2 0 0 0-2-2h-8a2 2 0 0 0-2 2v8a2 2 0 0 0 2 2h2',
  check: 'M5 12l5 5l10-10',
  search: 'M3 10a7 7 0 1 0 14 0a7 7 0 1 0-14 0M21 21l-6-6',
  sun: 'M8 12a4 4 0 1 0 8 0a4 4 0 1 0-8 0M3 12h1M12 3v1M20 12h1M12 20v1M5.600 5.600l.7.7M18.400 5.600l-.7.7M17.700 17.700l.7.7M6.300 17.700l-.7.7',
  moon: 'M12 3h.4a7.500 7.500 0 0 0 7.900 12.400a9 9 0 1 1-8.300-12.400z',
  device: 'M3 5a1 1 0 0 1 1-1h16a1 1 0 0 1 1 1v10a1 1 0 0 1-1 1h-16a1 1 0 0 1-1-1zM7 20h10M9 16v4M15 16v4',
  external: 'M12 6h-6a2 2 0 0 0-2 2v10a2 2 0 0 0 2 2h10a2 2 0 0 0 2-2v-6M11 13l9-9M15 4h5v5',
  columns: 'M4 4h16v16h-16zM10 4v16M15 4v16',
  close: 'M18 6l-12 12M6 6l12 12',
  person: 'M8 7a4 4 0 1 0 8 0a4 4 0 1 0-8 0M6 21v-2a4 4 0 0 1 4-4h4a4 4 0 0 1 4 4v2',
  more: 'M12 5v.01M12 12v.01M12 19v.01',
  trash: 'M4 7h16M10 11v6M14 11v6M5 7l1 12a2 2 0 0 0 2 2h8a2 2 0 0 0 2-2l1-12M9 7v-3h6v3',
  terminal: 'M5 7l5 5l-5 5M12 19h7',
  edit: 'M4 20h4l10.500-10.500a2.828 2.828 0 1 0-4-4l-10.500 10.500zM13.500 6.500l4 4',
  download: 'M4 17v2a2 2 0 0 0 2 2h12a2 2 0 0 0 2-2v-2M7 11l5 5l5-5M12 4v12',
  right: 'M9 6l6 6l-6 6',
  down: 'M6 9l6 6l6-6',
  keyboard: 'M2 6h20v12h-20zM6 10v.01M10 10v.01M14 10v.01M18 10v.01M6 14v.01M18 14v.01M10 14h4',
  help: 'M12 16v.01M12 13a2 2 0 0 0 .9-3.800a2 2 0 0 0-2.900 1.300M3 12a9 9 0 1 0 18 0a9 9 0 1 0-18 0',
  trace: 'M3 5h8M8 10h9M12 15h9M6 20h8',
  info: 'M3 12a9 9 0 1 0 18 0a9 9 0 1 0-18 0M12 9h.01M11 12h1v4h1',
  plus: 'M12 5v14M5 12h14',
} as const;

export type IconName = keyof typeof PATHS;

interface IconProps {
  readonly name: IconName;
  readonly size?: number;
  readonly style?: CSSProperties;
}

/** Says nothing by itself: a text or a label stands beside it. */
export function Icon({ name, size = 18, style }: IconProps) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth={1.75}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
      style={{ flex: 'none', ...style }}
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
