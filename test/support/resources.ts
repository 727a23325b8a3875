/** Resources of the process for tests without a platform. */
import { ContextLogger, type HandlerLogger, SharedResources } from '../../src/core/index.ts';
import { type Clock, type Logger, silentLogger, systemClock } from '../../src/foundation/index.ts';

export function newShared(clock: Clock = systemClock, logger: Logger = silentLogger): SharedResources {
  return new SharedResources({ clock, logger: () => logger, handlerLogger });
}

function handlerLogger(logger: Logger): HandlerLogger {
  return new ContextLogger(logger);
}
