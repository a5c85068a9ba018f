import type { Route } from './route.ts';
import { albumRoutes } from './routes/albums.ts';
import { artistRoutes } from './routes/artists.ts';
import { deviceRoutes } from './routes/devices.ts';
import { engineRoutes } from './routes/engine.ts';
import { eventRoutes } from './routes/events.ts';
import { findRoutes } from './routes/find.ts';
import { folderRoutes } from './routes/folders.ts';
import { m3uRoutes } from './routes/m3u.ts';
import { markRoutes } from './routes/marks.ts';
import { meRoutes } from './routes/me.ts';
import { mediaRoutes } from './routes/media.ts';
import { playbackExportRoutes } from './routes/playback-export.ts';
import { playbackHistoryRoutes } from './routes/playback-history.ts';
import { playbackLedgerRoutes } from './routes/playback-ledger.ts';
import { playbackQueueRoutes } from './routes/playback-queue.ts';
import { playbackSessionRoutes } from './routes/playback-sessions.ts';
import { playlistTrackRoutes } from './routes/playlist-tracks.ts';
import { playlistRoutes } from './routes/playlists.ts';
import { sessionRoutes } from './routes/sessions.ts';
import { smartPlaylistRoutes } from './routes/smart-playlists.ts';
import { trackRoutes } from './routes/tracks.ts';
import { userRoutes } from './routes/users.ts';

/** Every route of the REST API, in the order of the documentation. */
export const ROUTES: readonly Route[] = [
  ...sessionRoutes,
  ...meRoutes,
  ...artistRoutes,
  ...albumRoutes,
  ...trackRoutes,
  ...mediaRoutes,
  ...folderRoutes,
  ...findRoutes,
  ...markRoutes,
  ...playlistRoutes,
  ...playlistTrackRoutes,
  ...smartPlaylistRoutes,
  ...m3uRoutes,
  ...playbackSessionRoutes,
  ...playbackQueueRoutes,
  ...playbackHistoryRoutes,
  ...playbackLedgerRoutes,
  ...playbackExportRoutes,
  ...engineRoutes,
  ...eventRoutes,
  ...deviceRoutes,
  ...userRoutes,
];
