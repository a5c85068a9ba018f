import { monitorEventLoopDelay } from 'node:perf_hooks';
import { isMainThread } from 'node:worker_threads';

// Loaded into an engine under test before its own code (`node --import`). It ends the engine when the test process is
// gone, and measures how long the engine's event loop keeps listeners waiting.

/** Milliseconds between two looks of the sampler, which its figures include. */
const RESOLUTION = 5;

if (isMainThread && process.send) {
  process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
  const delays = monitorEventLoopDelay({ resolution: RESOLUTION });
  process.on('message', (message) => {
    if (message === 'reset') {
      delays.enable();
      delays.reset();
    } else if (message === 'read') {
      const ms = (nanoseconds: number) => Math.max(0, nanoseconds / 1e6 - RESOLUTION);
      process.send?.({
        p50: ms(delays.percentile(50)),
        p99: ms(delays.percentile(99)),
        max: ms(delays.max),
        rss: process.memoryUsage.rss(),
      });
    }
  });
  process.channel?.unref();
}
