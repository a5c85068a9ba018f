import type {
  EngineResource,
  FolderResource,
  ProblemDetails,
  ScanProblemResource,
  ScanResource,
} from '../resources.ts';
import type { Schema } from '../schema.ts';
import { flag, integer, list, object, oneOf, said, text, time } from './object.ts';

export const ENGINE = {
  Engine: object<EngineResource>(
    {
      name: { const: 'Cantiga' },
      version: text,
      started: said('When the process that answers was started.', time),
      artists: integer,
      albums: integer,
      tracks: integer,
      position: said('Of the catalog: grows with each change of the library.', integer),
      changed: said('When the catalog last changed.', time),
    },
    {},
  ),
  Folder: object<FolderResource>(
    { id: integer, name: text, root: said('The same as a folder to look into.', text) },
    {},
  ),
  Scan: object<ScanResource>(
    {
      scanning: flag,
      state: oneOf('idle', 'running', 'cancelled', 'interrupted'),
      tracks: said('Tracks known, vanished ones not counted.', integer),
      seen: said('Files seen by the running or last scan.', integer),
      read: said('Files read.', integer),
      toRead: said('Files to read; grows while the folders are walked.', integer),
      problems: said('Files that could not be read.', integer),
      unavailable: said('Folders that were not there at the last look.', list(integer)),
    },
    { startedAt: time, finishedAt: time },
  ),
  ScanProblem: object<ScanProblemResource>(
    { id: text, folder: integer, path: said('Inside its music folder.', text), reason: text, since: time },
    {},
  ),
  Problem: object<ProblemDetails>(
    {
      type: said('urn:cantiga: and the name of the error.', text),
      title: said('What is wrong, for a person.', text),
      status: said('The HTTP status.', integer),
    },
    {},
  ),
} satisfies Record<string, Schema>;
