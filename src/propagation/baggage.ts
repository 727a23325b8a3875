/** Baggage between the text that a job carries and the contexts of OpenTelemetry. */
import { type BaggageEntry, baggageEntryMetadataFromString, type Context, propagation } from '@opentelemetry/api';

import { baggageMembers, carriedBaggage, decodedValue, memberText } from '../core/index.ts';
import { isWellFormed } from '../foundation/index.ts';

/** @returns the context with it; as it is where there is none */
export function withBaggage(context: Context, text: string | null | undefined): Context {
  if (text == null || text === '') return context;
  const entries = baggageMembers(text).map(({ name, value, properties }): [string, BaggageEntry] => [
    name,
    { value: decodedValue(value), ...(properties !== '' && { metadata: baggageEntryMetadataFromString(properties) }) },
  ]);
  return propagation.setBaggage(context, propagation.createBaggage(Object.fromEntries(entries)));
}

/** The same, but what the context has already stays. */
export function besideBaggage(context: Context, text: string | null | undefined): Context {
  return propagation.getBaggage(context) === undefined ? withBaggage(context, text) : context;
}

/** Of a context, as a carrier has it: nothing where there is none. */
export function baggageIn(context: Context): { readonly baggage?: string } {
  const entries = propagation.getBaggage(context)?.getAllEntries();
  if (entries === undefined) return {};
  const members = entries.map(([name, { value, metadata }]) =>
    memberText({ name, value: encodeURIComponent(whole(value)), properties: metadata?.toString() ?? '' }),
  );
  const baggage = carriedBaggage(members.join(','));
  return baggage === undefined ? {} : { baggage };
}

/** Half of a surrogate pair, which no URI can have, becomes U+FFFD. */
function whole(text: string): string {
  return isWellFormed(text) ? text : Buffer.from(text).toString();
}
