/** What an attribute of a span may be. */
import type { Attributes, AttributeValue } from '@opentelemetry/api';

export const NO_ATTRIBUTES: Attributes = Object.freeze({});

/** Handlers may be plain JavaScript: what is no attribute is left out, as the SDK does. */
export function cleaned(attributes: Attributes | undefined): Attributes {
  if (attributes === undefined) return NO_ATTRIBUTES;
  for (const key in attributes) {
    if (!isAttributeValue(attributes[key])) {
      return Object.fromEntries(Object.entries(attributes).filter(([, value]) => isAttributeValue(value)));
    }
  }
  return attributes;
}

export function isAttributeValue(value: unknown): value is AttributeValue {
  if (isPrimitive(value)) return true;
  if (!Array.isArray(value)) return false;
  const items = (value as readonly unknown[]).filter((item) => item !== null && item !== undefined);
  return items.every((item) => isPrimitive(item) && typeof item === typeof items[0]);
}

function isPrimitive(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}
