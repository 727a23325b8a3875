/** Why a program could not be started, in words that name what is missing. */
import { stat } from 'node:fs/promises';

import { readMember } from '../../core/index.ts';
import { messageOf } from '../../foundation/index.ts';
import { CommandError } from './command-error.ts';
import type { Program } from './process-group.ts';

/** The system says the same of a program and of a folder that are not there. */
export async function unstarted(error: unknown, { file, cwd }: Program): Promise<CommandError> {
  const folder = await stat(cwd).catch(() => undefined);
  const at = folder?.isDirectory() === true ? reasonOf(error, file) : `its folder ${cwd} is not there`;
  return new CommandError('COMMAND_NOT_STARTED', `the command could not be started: ${at}`, error);
}

function reasonOf(error: unknown, file: string): string {
  const code = readMember(error as object, 'code');
  if (code === 'ENOENT') return `there is no program ${file}${file.includes('/') ? '' : ' in the folders of its PATH'}`;
  if (code === 'EACCES') return `${file} may not be run`;
  if (code === 'E2BIG') return 'its arguments are longer than the system takes';
  return messageOf(error);
}
