import { isError } from '../../../../errors.ts';
import { folderId } from '../../../catalog/ids.ts';
import type { FolderDetails } from '../../../catalog/model.ts';
import { byId } from '../../../catalog/params.ts';
import { jsonOf } from '../json.ts';
import { catalogPage, PAGE, plainPage, startOf, wholePage } from '../lists.ts';
import { type Exchange, route } from '../route.ts';
import { about } from '../rules.ts';
import { fieldsOf, one, pageOf } from '../schemas/schemas.ts';

const tag = 'Folders';

export const folderRoutes = [
  route({
    method: 'GET',
    path: '/folders',
    operation: 'listFolders',
    tag,
    summary: 'The music folders',
    access: 'listener',
    query: { ...PAGE, fields: fieldsOf('Folder') },
    answer: { status: 200, schema: pageOf('Folder') },
    async handle(exchange) {
      const folders = await exchange.call('library.folders', {});
      const items = folders.map(({ id, name }) => ({ id, name, root: folderId(id, '') }));
      return wholePage(exchange, items, ({ id }) => String(id));
    },
  }),
  route({
    method: 'GET',
    path: '/folders/{id}',
    operation: 'getFolder',
    tag,
    summary: 'A folder, as it is on the disk',
    description:
      'A music folder (`root` of GET /folders) or one inside it that has music, with the way that leads to it. Its id is another one when it is moved or renamed.',
    access: 'listener',
    parameters: { id: byId.id },
    answer: { status: 200, schema: one('FolderDetails') },
    errors: ['NOT_FOUND'],
    async handle(exchange) {
      return { kind: 'json', json: jsonOf(await detailsOf(exchange)) };
    },
  }),
  route({
    method: 'GET',
    path: '/folders/{id}/folders',
    operation: 'listSubfolders',
    tag,
    summary: 'The folders that lie in a folder, by name',
    description: 'Those that have music in them, or below.',
    access: 'listener',
    parameters: { id: byId.id },
    query: { ...PAGE, fields: fieldsOf('Subfolder') },
    answer: { status: 200, schema: pageOf('Subfolder') },
    errors: ['NOT_FOUND'],
    async handle(exchange) {
      const page = { ...exchange.parameters, ...startOf(exchange) };
      const { items, next } = await exchange.call('catalog.listFolders', page);
      if (items.length === 0) await detailsOf(exchange);
      return plainPage(exchange, items, next);
    },
  }),
  route({
    method: 'GET',
    path: '/folders/{id}/tracks',
    operation: 'listFolderTracks',
    tag,
    summary: 'The tracks that lie in a folder, by the names of their files',
    access: 'listener',
    parameters: { id: byId.id },
    query: {
      deep: about('Also those in the folders below, folder by folder.', {
        ...{ type: 'boolean', default: false },
      }),
      ...PAGE,
      fields: fieldsOf('Track'),
    },
    answer: { status: 200, schema: pageOf('Track') },
    errors: ['NOT_FOUND'],
    async handle(exchange) {
      const { deep } = exchange.query;
      const page = { ...exchange.parameters, deep, ...startOf(exchange) };
      const found = await exchange.call('catalog.listFolderTrackDocuments', page);
      if (found.ids.length === 0) await detailsOf(exchange);
      return catalogPage(exchange, found);
    },
  }),
];

type Asking = Pick<Exchange<{ id: string }>, 'call' | 'parameters'>;

/**
 * A folder with the name of its music folder, which the catalog does not know. A music folder is one even without music.
 * @throws {CantigaError} NOT_FOUND
 */
async function detailsOf({ call, parameters: { id } }: Asking): Promise<FolderDetails> {
  const roots = await call('library.folders', {});
  try {
    const found = await call('catalog.folder', { id });
    const name = roots.find((root) => root.id === found.folder)?.name ?? '';
    const [top, ...others] = found.path;
    if (top === undefined) return { ...found, name };
    return { ...found, path: [{ ...top, name }, ...others] };
  } catch (error) {
    const root = roots.find((one) => folderId(one.id, '') === id);
    if (root === undefined || !isError(error, 'NOT_FOUND')) throw error;
    const none = { songCount: 0, path: [], folderCount: 0, trackCount: 0 };
    return { id, name: root.name, folder: root.id, ...none };
  }
}
