import type { DemoAlbum } from './album.ts';
import { farol } from './albums/farol.ts';
import { mapa } from './albums/mapa.ts';
import { mares } from './albums/mares.ts';
import { rua } from './albums/rua.ts';
import { valsas } from './albums/valsas.ts';
import { varanda } from './albums/varanda.ts';

/** The demo library, in the order in which it is composed. */
export const DEMO_ALBUMS: readonly DemoAlbum[] = [varanda, farol, valsas, rua, mapa, mares];
