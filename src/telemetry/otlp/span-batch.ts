/** Finished spans as the body of one request: an `ExportTraceServiceRequest`. */
import type { Resource } from '@opentelemetry/resources';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';

import { ByteWriter, varintSize } from './byte-writer.ts';
import { resourceBytes, schemaBytes, scopeBytes, writeSpan } from './span-bytes.ts';

/** The spans of one resource and one scope; nearly always there is no other. */
interface Section {
  readonly resource: Resource;
  readonly scope: ReadableSpan['instrumentationScope'];
  readonly spans: ByteWriter;
}

export interface SealedBatch {
  readonly count: number;
  /** Complete once the resources' own attributes are known, which detectors may take a moment for. */
  readonly body: Uint8Array | Promise<Uint8Array>;
}

export class SpanBatch {
  #sections: Section[] = [];
  #count = 0;
  #bytes = 0;

  get count(): number {
    return this.#count;
  }

  get bytes(): number {
    return this.#bytes;
  }

  add(span: ReadableSpan): void {
    const { spans } = this.#sectionOf(span);
    const before = spans.length;
    writeSpan(spans, span);
    this.#bytes += spans.length - before;
    this.#count += 1;
  }

  #sectionOf({ resource, instrumentationScope: scope }: ReadableSpan): Section {
    const first = this.#sections[0];
    if (first?.scope === scope && first.resource === resource) return first;
    let section = this.#sections.find((one) => one.scope === scope && one.resource === resource);
    if (section === undefined) {
      section = { resource, scope, spans: new ByteWriter() };
      this.#sections.push(section);
    }
    return section;
  }

  /** @returns what was added since the last time; the batch is empty afterwards */
  seal(): SealedBatch {
    const sections = this.#sections.filter(({ spans }) => spans.length > 0);
    const count = this.#count;
    this.#count = 0;
    this.#bytes = 0;
    const pending = sections.filter(({ resource }) => resource.asyncAttributesPending);
    if (pending.length === 0) {
      const body = bodyOf(sections);
      for (const { spans } of sections) spans.clear();
      // Skep's own section keeps its buffer; those of handlers' libraries may be many.
      this.#sections.length = Math.min(1, this.#sections.length);
      return { count, body };
    }
    this.#sections = [];
    return { count, body: known(pending).then(() => bodyOf(sections)) };
  }
}

async function known(sections: readonly Section[]): Promise<void> {
  for (const { resource } of sections) await resource.waitForAsyncAttributes?.();
}

const LENGTHS = 32;

/** Written in one go, as every length is known: a batch is half a megabyte, and moving it costs. */
function bodyOf(sections: readonly Section[]): Uint8Array {
  const parts = sections.map(({ resource, scope, spans }) => ({
    resource: resourceBytes(resource),
    resourceSchema: schemaBytes(resource.schemaUrl),
    scope: scopeBytes(scope),
    scopeSchema: schemaBytes(scope.schemaUrl),
    spans: spans.written,
  }));
  const sizeOf = (part: (typeof parts)[number]): number =>
    Object.values(part).reduce((sum, bytes) => sum + bytes.length, 0);
  const body = new ByteWriter(parts.reduce((sum, part) => sum + sizeOf(part) + LENGTHS, 0));
  for (const { resource, resourceSchema, scope, scopeSchema, spans } of parts) {
    const scopeSpans = scope.length + spans.length + scopeSchema.length;
    body.tag(1, 2);
    body.varint(resource.length + 1 + varintSize(scopeSpans) + scopeSpans + resourceSchema.length);
    body.raw(resource);
    body.tag(2, 2);
    body.varint(scopeSpans);
    for (const bytes of [scope, spans, scopeSchema, resourceSchema]) body.raw(bytes);
  }
  return body.written;
}
