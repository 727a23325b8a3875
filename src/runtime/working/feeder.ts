/**
 * The sources of a process: each takes messages from a queue of a broker while it works. A reload begins those that are
 * new, ends those that are not there any more, and exchanges those that have changed; the others go on.
 */
import { tell } from '../../core/index.ts';
import type { SourceInfo, StoreCheck } from '../../engine/index.ts';
import { messageOf, Service } from '../../foundation/index.ts';
import type { Manifest } from '../../manifest/index.ts';
import type { Enqueuer } from '../enqueueing/enqueuer.ts';
import type { RuntimeDeps } from '../ports.ts';
import type { SourceConsumer } from '../sources/source-consumer.ts';

interface Running {
  /** What the manifest says of it: another text is another source. */
  readonly spec: string;
  readonly consumer: SourceConsumer;
}

export class Feeder extends Service {
  readonly #deps: RuntimeDeps;
  readonly #enqueuer: Enqueuer;
  readonly #running = new Map<string, Running>();
  #changing: Promise<void> = Promise.resolve();

  constructor(deps: RuntimeDeps, enqueuer: Enqueuer) {
    super();
    this.#deps = deps;
    this.#enqueuer = enqueuer;
  }

  /** What each of them does, by name. */
  get sources(): Readonly<Record<string, SourceInfo>> {
    return Object.fromEntries([...this.#running].map(([name, { consumer }]) => [name, consumer.info]));
  }

  /** Of those that do not what they should. */
  get checks(): readonly StoreCheck[] {
    return Object.entries(this.sources).flatMap(([name, { trouble, state }]): StoreCheck[] => {
      if (trouble === null) return [];
      const what = state === 'consuming' ? 'a message is tried again' : 'no messages come';
      const hint = 'Messages stay in their queue meanwhile. Is the broker there, and the queue declared?';
      return [{ name: 'sources', status: 'warn', message: `source ${name}: ${what}: ${trouble}`, hint }];
    });
  }

  /** To be called when another generation is in force. */
  generationChanged(): void {
    if (!this.stopping) this.#change();
  }

  /** The brokers are not waited for. */
  protected override async onStart(): Promise<void> {
    this.#change();
    await this.#changing;
  }

  protected override async onStop(): Promise<void> {
    await this.#changing;
    await Promise.all([...this.#running.values()].map(({ consumer }) => consumer.stop()));
  }

  /** One change after the other. */
  #change(): void {
    this.#changing = this.#changing
      .then(() => this.#arrange(this.#deps.generations.current().manifest))
      .catch((error: unknown) => tell(this.#deps.logger, 'sources.unstarted', { reason: messageOf(error) }));
  }

  async #arrange({ sources, brokers }: Pick<Manifest, 'sources' | 'brokers'>): Promise<void> {
    const wanted = new Map(
      Object.values(sources).map((source) => {
        const url = brokers[source.broker]?.url ?? '';
        return [source.name, { source, url, spec: JSON.stringify([source, url]) }] as const;
      }),
    );
    const over = [...this.#running].filter(([name, { spec }]) => wanted.get(name)?.spec !== spec);
    await Promise.all(over.map(([, { consumer }]) => consumer.stop()));
    for (const [name] of over) this.#running.delete(name);
    if (wanted.size === 0) return;
    const { SourceConsumer } = await import('../sources/source-consumer.ts');
    for (const [name, { source, url, spec }] of wanted) {
      if (this.stopping || this.#running.has(name)) continue;
      const consumer = new SourceConsumer({ source, url, deps: this.#deps, enqueuer: this.#enqueuer });
      this.#running.set(name, { spec, consumer });
      await consumer.start();
    }
  }
}
