/** The attempt's span, as handlers see it. */
export type SpanValue =
  | string
  | number
  | boolean
  | readonly (string | null | undefined)[]
  | readonly (number | null | undefined)[]
  | readonly (boolean | null | undefined)[];

export type SpanValues = Readonly<Record<string, SpanValue | undefined>>;

/** Milliseconds since 1970, or what else OpenTelemetry takes. */
export type SpanTime = number | Date | [seconds: number, nanoseconds: number];

export interface SpanPlace {
  readonly traceId: string;
  readonly spanId: string;
  readonly traceFlags: number;
}

/**
 * What a handler needs of an OpenTelemetry span; its end is the attempt's. All of it is there whether the attempt is
 * traced or not, and wherever the handler runs.
 */
export interface HandlerSpan {
  /** Ids of zeros where the attempt is not traced. */
  spanContext(): SpanPlace;
  isRecording(): boolean;
  setAttribute(key: string, value: SpanValue): unknown;
  setAttributes(attributes: SpanValues): unknown;
  addEvent(name: string, attributesOrTime?: SpanValues | SpanTime, time?: SpanTime): unknown;
  addLink(link: { readonly context: SpanPlace; readonly attributes?: SpanValues }): unknown;
  addLinks(links: { readonly context: SpanPlace; readonly attributes?: SpanValues }[]): unknown;
  /** @param status 1 is OK, 2 an error; an attempt that fails is an error whatever was said before, unless OK was */
  setStatus(status: { readonly code: number; readonly message?: string }): unknown;
  updateName(name: string): unknown;
  recordException(error: unknown, time?: SpanTime): void;
}

export const NOWHERE: SpanPlace = { traceId: '0'.repeat(32), spanId: '0'.repeat(16), traceFlags: 0 };

/** Of an attempt that is not traced. */
export const NO_SPAN: HandlerSpan = {
  spanContext: () => NOWHERE,
  isRecording: () => false,
  setAttribute: () => NO_SPAN,
  setAttributes: () => NO_SPAN,
  addEvent: () => NO_SPAN,
  addLink: () => NO_SPAN,
  addLinks: () => NO_SPAN,
  setStatus: () => NO_SPAN,
  updateName: () => NO_SPAN,
  recordException: () => undefined,
};
