import { parentPort, workerData } from 'node:worker_threads';

interface Data {
  readonly number: number;
}

parentPort?.postMessage((workerData as Data).number + 1);
