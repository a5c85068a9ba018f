import { type Browser, chromium } from 'playwright-core';
import { commandPath } from '../need.ts';

/** A Chromium that speaks to nobody but those it is told to. @param more arguments of its command line */
export function launchChromium(...more: string[]): Promise<Browser> {
  const quiet = ['--disable-gpu', '--disable-background-networking', '--disable-component-update'];
  return chromium.launch({
    executablePath: commandPath('chromium'),
    args: ['--no-sandbox', ...quiet, ...more],
  });
}
