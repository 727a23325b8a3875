import { type Schema, SchemaPlace } from './schemas/schema-places.ts';

/** Whether data of that schema may have something at that path. Of what lies below `*` only the data knows the names. */
export function leadsSomewhere(schema: Schema, keys: readonly string[]): boolean {
  let place = SchemaPlace.of(schema);
  for (const key of keys) {
    if (place.types().size === 0) return false;
    while (key !== '*' && !place.types().has('object') && place.types().has('array')) place = place.item(0);
    if (key === '*' && place.types().has('object')) return true;
    if (key !== '*' && !place.types().has('object')) return false;
    place = key === '*' ? place.item(0) : place.property(key);
  }
  return place.types().size > 0;
}
