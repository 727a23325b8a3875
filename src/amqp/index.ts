export { Line } from './line.ts';
export { type Loss, lossOf } from './loss.ts';
export { type Letter, Outlet } from './outlet.ts';
export { PublishError } from './publish-error.ts';
export { Publisher } from './publisher.ts';
export type { ConfirmChannel, ConsumeMessage } from 'amqplib';
