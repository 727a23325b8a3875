/** What a command would show, kept: a frame of something that is looked at again and again. */
import { Terminal } from './terminal.ts';

export class Frame extends Terminal {
  /** Data. */
  readonly lines: string[] = [];
  /** Talk. */
  readonly notes: string[] = [];

  override data(text: string): void {
    this.lines.push(...text.replace(/\n$/, '').split('\n'));
  }

  override say(text: string): void {
    this.notes.push(...text.split('\n'));
  }
}
