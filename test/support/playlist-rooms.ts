import type { ServiceSchema } from 'moleculer';
import catalog from '../../services/catalog/catalog.service.ts';
import type { LibraryChange } from '../../services/library/facts.ts';
import playlists from '../../services/playlists/playlists.service.ts';
import profiles from '../../services/profiles/profiles.service.ts';
import { fakeLibrary } from './catalog/fake-library.ts';
import { eventually, type Rooms, startRooms } from './rooms.ts';
import type { StoreUnderTest } from './stores.ts';

/** The playlists with the rooms that they ask, over a library that a test writes. */
export interface PlaylistRooms {
  rooms: Rooms;
  /** Changes tracks, and waits until the catalog knows. */
  say(...changes: LibraryChange[]): Promise<void>;
  /** Ends one of the services, and starts it again after the work. */
  restart(service: { name: string }, work: () => Promise<void>): Promise<void>;
}

export async function startPlaylists(
  store: StoreUnderTest,
  ...changes: LibraryChange[]
): Promise<PlaylistRooms> {
  const library = fakeLibrary(100);
  const rooms = await startRooms(store, playlists, profiles, catalog, library.schema);
  let position = 0;
  const known = () =>
    eventually(async () => {
      const stats = await rooms.service('catalog.stats', {}).catch(() => undefined);
      return stats !== undefined && stats.position >= position;
    });
  const under: PlaylistRooms = {
    rooms,
    async say(...some) {
      library.add(some);
      position++;
      rooms.broker.broadcast('library.changed', {});
      await known();
    },
    async restart(service, work) {
      await rooms.broker.destroyService(rooms.broker.getLocalService(service.name));
      try {
        await work();
      } finally {
        rooms.broker.createService(service as ServiceSchema);
        await rooms.broker.waitForServices(service.name);
        await known();
      }
    },
  };
  await under.say(...changes);
  return under;
}
