/** Reads protocol buffers without knowing what they mean, to compare what two writers made of the same spans. */

export type Field = readonly [number: number, value: string | readonly Field[]];

/** Fields that hold messages, by the path of field numbers that leads there; all others are compared as bytes. */
const MESSAGES = new Set(
  ['1', '1.1', '1.1.1', '1.2', '1.2.1', '1.2.2', '1.2.2.9', '1.2.2.11', '1.2.2.13', '1.2.2.15'].concat(
    ['1.2.2.11.3', '1.2.2.13.4'],
    ['1.1.1.2', '1.2.2.9.2', '1.2.2.11.3.2', '1.2.2.13.4.2', '1.2.2.9.2.5', '1.2.2.9.2.5.1'],
  ),
);

/** @returns the fields of an ExportTraceServiceRequest; counts of zero, which mean the same as none, left out */
export function fieldsOf(bytes: Buffer, path = ''): readonly Field[] {
  const fields: Field[] = [];
  let at = 0;
  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = bytes[at++] ?? 0;
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) return value;
    }
  };
  const take = (length: number): Buffer => bytes.subarray(at, (at += length));
  while (at < bytes.length) {
    const tag = Number(varint());
    const [number, wire] = [tag >> 3, tag & 7];
    const below = path === '' ? String(number) : `${path}.${number}`;
    if (wire === 0) {
      const value = varint();
      if (value !== 0n || !isCount(below)) fields.push([number, String(value)]);
    } else if (wire === 2) {
      const content = take(Number(varint()));
      fields.push([number, MESSAGES.has(below) ? fieldsOf(content, below) : content.toString('hex')]);
    } else fields.push([number, take(wire === 1 ? 8 : 4).toString('hex')]);
  }
  return fields;
}

/** dropped_…_count of resources, spans, events and links. */
function isCount(path: string): boolean {
  return /^1\.1\.2$|^1\.2\.1\.4$|^1\.2\.2\.(10|12|14|11\.4|13\.5)$/.test(path);
}
