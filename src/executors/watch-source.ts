/**
 * What watches in a thread of each far process, since its event loop may be kept by a handler: that the parent lives, and
 * the limits of the attempt. It is JavaScript as text, so that it starts in milliseconds whatever language the house runs.
 *
 * The socket leads to the parent. What comes is a line of JSON per change of limits; that it closes means that the parent
 * is gone, however it went. Then, and where a limit is passed, the whole group is killed: grandchildren too. What is passed
 * is told before, and told first: after SIGKILL nothing is. Limits are of one attempt, which may end in that instant:
 * whichever of both threads says first that it is over has said it (far-turn.ts).
 */
export const WATCH_FD = 4;
const LOOK_MS = 50;

export const WATCH_SOURCE = `
const { Socket } = require('node:net');
const at = new Int32Array(require('node:worker_threads').workerData);
const { cpuUsage, memoryUsage, pid, kill } = process;
const rss = memoryUsage.rss;
const end = () => {
  try { kill(-pid, 'SIGKILL'); } catch { kill(pid, 'SIGKILL'); }
};
const socket = new Socket({ fd: ${WATCH_FD}, readable: true, writable: true });
let limits = { memory: null, cpu: null, turn: 0 };
let timer;
let from = 0;
const cpuMs = () => { const { user, system } = cpuUsage(); return (user + system) / 1000; };
const over = (what) => {
  if (Atomics.compareExchange(at, 0, limits.turn, -1) !== limits.turn) return;
  clearInterval(timer);
  socket.write(what, end); setTimeout(end, 100);
};
const look = () => {
  if (limits.memory !== null && rss() > limits.memory) over('memory');
  else if (limits.cpu !== null && cpuMs() - from > limits.cpu) over('cpu');
};
let text = '';
socket.setEncoding('utf8');
socket.on('data', (chunk) => {
  const lines = (text + chunk).split('\\n');
  text = lines.pop();
  const last = lines.at(-1);
  if (last === undefined) return;
  limits = JSON.parse(last);
  clearInterval(timer);
  if (limits.memory === null && limits.cpu === null) return;
  from = cpuMs();
  timer = setInterval(look, ${LOOK_MS});
});
socket.on('error', end);
socket.on('close', end);
`;
