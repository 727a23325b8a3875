/** The sink as a process of its own: prints its URL, ends with its standard input. */
import { OtlpSink } from './servers/otlp-sink.ts';

const sink = await OtlpSink.start();
process.stdout.write(`${sink.url}\n`);
process.stdin.on('end', () => process.exit()).resume();
