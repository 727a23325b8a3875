/** Text of the API for people, in which commands and names stand in backticks, and instants as the API has them. */
import { Fragment } from 'react';

import { Time } from './time.tsx';

const INSTANT = /(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{3})?Z)/;

export function Words({ text }: { readonly text: string }) {
  // Every other part stood between two backticks; one alone is none.
  const parts = text.split(/`([^`]+)`/);
  return parts.map((part, index) =>
    index % 2 === 1 ? <code key={index}>{part}</code> : <Told key={index} text={part} />,
  );
}

/** Instants as the reader has chosen to see them; what only looks like one stays text. */
function Told({ text }: { readonly text: string }) {
  return text
    .split(INSTANT)
    .map((part, index) =>
      index % 2 === 1 && Number.isFinite(Date.parse(part)) ? (
        <Time key={index} at={part} absolute />
      ) : (
        <Fragment key={index}>{part}</Fragment>
      ),
    );
}
