import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { cpuUsage } from 'node:process';
import { createInterface } from 'node:readline';
import { openMediaRoom } from '../support/media/room.ts';
import {
  emptyShelf,
  standInCatalog,
  standInLibrary,
  standInPlaylists,
  trackOf,
} from '../support/media/stand-ins.ts';

// `node media-server.ts FOLDER BLOCK_CACHE_MB`: the media room over the files of a folder, for the benches. File x.mp3 is /tr-x.
// Prints its URL, and a line of figures (JSON) for every line that it reads.

const [folder, megabytes] = process.argv.slice(2) as [string, string];
const shelf = emptyShelf();
for (const name of readdirSync(folder)) {
  if (!name.endsWith('.mp3')) continue;
  const id = `tr-${name.slice(0, -'.mp3'.length)}`;
  shelf.files.set(id, join(folder, name));
  // All of it is taken for music of 320 kbit/s.
  const duration = statSync(join(folder, name)).size / 40_000;
  const format = { suffix: 'mp3', contentType: 'audio/mpeg', bitRate: 320, lossless: false, duration };
  shelf.items.set(id, trackOf(id, { format }));
}
const room = await openMediaRoom({ CANTIGA_DATA: folder, CANTIGA_BLOCK_CACHE_MB: megabytes }, [
  standInLibrary(shelf),
  standInCatalog(shelf),
  standInPlaylists(shelf),
]);
console.log(room.url);

const delay = monitorEventLoopDelay({ resolution: 5 });
delay.enable();
for await (const _line of createInterface({ input: process.stdin })) {
  const { user, system } = cpuUsage();
  const figures = {
    rss: process.memoryUsage.rss(),
    cpu: (user + system) / 1e6,
    delayP99: delay.percentile(99) / 1e6,
    delayMax: delay.max / 1e6,
    handles: process.getActiveResourcesInfo().length,
    open: room.service.deliveries.open,
    hits: room.service.blocks.hits,
    misses: room.service.blocks.misses,
    cacheBytes: room.service.blocks.bytes,
    headroom: room.service.deliveries.headroom.taken,
    sliceBytes: room.service.deliveries.slices.bytes,
  };
  delay.reset();
  console.log(JSON.stringify(figures));
}
await room.stop();
