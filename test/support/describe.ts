import { describe } from '@jest/globals';
import { have, type Tool } from './need.ts';

/** `describe` for tests that need tools: loudly skipped where one is missing, failed under CI. */
export function describeWith(tools: readonly Tool[], name: string, tests: () => void): void {
  (have(name, ...tools) ? describe : describe.skip)(name, tests);
}
