export { type AdminOptions, AdminServer } from './server.ts';
