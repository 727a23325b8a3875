/** The process of trial.ts. */
import { failedSpace, handlerOf, importFile, type Space } from './space.ts';
import type { TrialModule, TrialNews, TrialOrder } from './trial.ts';

process.setSourceMapsEnabled(true);
process.once('message', (order: TrialOrder) => void tryAll(order));

async function tryAll(order: TrialOrder): Promise<void> {
  for (const module of order) {
    const space = await spaceOf(module);
    const failures: TrialNews = module.exports.map((name) => {
      const found = handlerOf(space, name);
      return 'handler' in found ? null : found;
    });
    process.send?.(failures);
  }
}

async function spaceOf({ file, commonJs }: TrialModule): Promise<Space> {
  try {
    return { ok: true, names: await importFile(file), commonJs };
  } catch (error) {
    return failedSpace(error);
  }
}
