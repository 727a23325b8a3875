export { activeCarrier } from './active-carrier.ts';
export { baggageIn, besideBaggage, withBaggage } from './baggage.ts';
export { carryingTracer } from './carrying.ts';
export { followContexts, withinCarrier } from './contexts.ts';
export { forwardingTracer } from './forwarding.ts';
export { isPartOfTrace, isSampled, readCarrier, writeCarrier } from './w3c.ts';
