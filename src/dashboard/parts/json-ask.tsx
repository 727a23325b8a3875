/** Asks for some JSON before something is done with it; it is sent as it was typed, with every digit. */
import { Stack, Text, Textarea } from '@mantine/core';
import { type ReactNode, useState } from 'react';

import { ApiProblem } from '../api/problem.ts';
import { Confirm } from './confirm.tsx';

interface JsonAskProps {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly title: string;
  readonly label: string;
  /** What stands there at first. */
  readonly start: string;
  readonly children?: ReactNode;
  /** @throws what is shown */
  readonly onSend: (text: string) => Promise<unknown>;
}

export function JsonAsk({ opened, onClose, title, label, start, children, onSend }: JsonAskProps) {
  const [text, setText] = useState(start);
  return (
    <Confirm opened={opened} onClose={onClose} title={title} onConfirm={() => onSend(checkedJson(text))}>
      <Stack gap="sm">
        {children !== undefined && (
          <Text size="sm" component="div">
            {children}
          </Text>
        )}
        <Textarea
          label={label}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          autosize
          minRows={4}
          maxRows={16}
          className="code-input"
          spellCheck={false}
        />
      </Stack>
    </Confirm>
  );
}

/** @returns the same text @throws ApiProblem PAYLOAD_INVALID */
export function checkedJson(text: string): string {
  try {
    JSON.parse(text);
    return text;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new ApiProblem({ status: 400, code: 'PAYLOAD_INVALID', message: `This is no JSON: ${why}` });
  }
}
