import { reasonOf } from '../start-failure.ts';

/** Runs a command line tool: its errors are sentences, not stacks. Whether it went well says `main` by its exit code. */
export async function runTool(main: () => Promise<void>): Promise<void> {
  process.exitCode = 0;
  try {
    await main();
  } catch (error) {
    console.error(reasonOf(error) ?? (error as Error).message);
    process.exitCode = 1;
  }
}
