import type { WriterError } from './protocol.ts';

/** Why the thread that writes does not do what was asked for. */
export class Refused extends Error {
  readonly type: WriterError['type'];
  constructor(type: WriterError['type'], message: string) {
    super(message);
    this.type = type;
  }
}

export function alreadyExists(): Refused {
  return new Refused('ALREADY_EXISTS', 'There is one with that key already.');
}
