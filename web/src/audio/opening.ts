import { backoff } from './backoff.ts';
import type { OpenFile } from './feeder.ts';
import { openSound, prepareFor } from './format/open.ts';
import { LoadError } from './format/sound.ts';
import { canDecode } from './output.ts';
import { HttpBytes, pause, type SourceOptions } from './source.ts';

/**
 * Opens a file of music. What fails for the moment is tried again, for as long as it takes.
 * @param suffix of its name
 * @throws FormatError when it cannot be played
 * @throws SourceError when it cannot be had
 */
export async function openFile(suffix: string, options: SourceOptions): Promise<OpenFile> {
  // On its way together with the first bytes, not behind them.
  prepareFor(suffix);
  const bytes = new HttpBytes(options);
  for (let tries = 1; ; tries++) {
    try {
      const sound = await openSound(bytes, canDecode);
      if (tries > 1) options.onTrouble(null);
      return { sound, drain: () => bytes.drain() };
    } catch (error) {
      options.signal.throwIfAborted();
      if (!(error instanceof LoadError)) throw error;
      const delay = backoff(tries, Math.random());
      options.onTrouble({ kind: 'network', retryAt: performance.now() + delay });
      await pause(delay, options.signal);
    }
  }
}
