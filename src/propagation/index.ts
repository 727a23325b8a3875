export { activeCarrier } from './active-carrier.ts';
export { isPartOfTrace, isSampled, readCarrier, writeCarrier } from './w3c.ts';
