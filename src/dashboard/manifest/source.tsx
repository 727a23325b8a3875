/** The files of the manifest, line by line, with each problem below its line. */
import { Group, Stack, Text } from '@mantine/core';
import { Fragment } from 'react';

import type { ManifestSource } from '../api/types.generated.ts';
import { useApi } from '../api/use-api.ts';
import { Concern } from '../parts/concern.tsx';
import { Words } from '../parts/words.tsx';
import { CopyButton } from '../parts/copy.tsx';
import { Section } from '../parts/fact-list.tsx';
import { Icon } from '../parts/icons.tsx';
import { Time } from '../parts/time.tsx';
import { counted } from '../parts/times.ts';
import { Loading, ProblemNote } from '../parts/told.tsx';

type Refused = NonNullable<ManifestSource['refused']>;
type Problem = Refused['problems'][number];

export function Source() {
  const { data, error, refetch } = useApi('GET /api/manifest/source', {}, { every: 10_000 });
  if (error !== null) return <ProblemNote error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Loading what="Source" rows={10} />;
  return (
    <Stack gap="md">
      {data.refused !== null && <RefusedFiles refused={data.refused} />}
      {data.files.map((file) => (
        <Section key={file.file} title={data.refused === null ? file.file : `${file.file}, in force`}>
          <Lines {...file} problems={[]} />
        </Section>
      ))}
    </Stack>
  );
}

function RefusedFiles({ refused: { at, files, problems } }: { readonly refused: Refused }) {
  return (
    <>
      <Concern severity="fail" message={`The newest file is not in force: ${counted(problems.length, 'problem')}`}>
        refused <Time at={at} />
      </Concern>
      <Problems problems={problems} />
      {files.map((file) => (
        <Section key={file.file} title={`${file.file}, refused`}>
          <Lines {...file} problems={problems.filter((problem) => problem.file === file.file)} />
        </Section>
      ))}
    </>
  );
}

interface LinesProps {
  readonly file: string;
  readonly text: string;
  readonly problems: readonly Problem[];
}

export function Lines({ file, text, problems }: LinesProps) {
  const lines = text.replace(/\n$/, '').split('\n');
  return (
    <>
      <Group justify="space-between" mb={4}>
        <Text size="xs" c="dimmed">
          {counted(lines.length, 'line')}
        </Text>
        <CopyButton text={text} what={file} />
      </Group>
      <div className="source" tabIndex={0} role="region" aria-label={`Text of ${file}`}>
        {lines.map((line, index) => {
          const here = problems.filter((problem) => problem.line === index + 1);
          return (
            <Fragment key={index}>
              <div className="source-line" data-wrong={here.length > 0}>
                <span aria-hidden="true">{index + 1}</span>
                <code>{line}</code>
              </div>
              <Problems problems={here} />
            </Fragment>
          );
        })}
      </div>
    </>
  );
}

/** What is wrong, each with what would be right. */
export function Problems({ problems }: { readonly problems: readonly Problem[] }) {
  return problems.map(({ code, severity, message, hint, file, line, column }) => (
    <div
      className="source-problem"
      data-tone={severity === 'error' ? 'dead' : 'retryable'}
      key={`${code} ${line} ${column} ${message}`}
    >
      <Icon name="errors" size={15} />
      <span className="plain">
        <Words text={hint === undefined ? message : `${message}; ${hint}`} />{' '}
        <small>
          {code}, {file}:{line}:{column}
        </small>
      </span>
    </div>
  ));
}
