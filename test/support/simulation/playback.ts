import { partitionOf } from '../../../mixins/journal/partitions.ts';
import { erasedBy, MODELS } from '../../../services/playback/models.ts';
import { QUEUE, type QueueCommand } from '../../../services/playback/queue/queue.ts';
import type { SessionCommand } from '../../../services/playback/session/commands.ts';
import { SESSION } from '../../../services/playback/session/session.ts';
import { isSession, ownerOf, queueStreamOf, streamOf } from '../../../services/playback/stream.ts';
import type { Farewell, Place, Scenario } from './scenario.ts';
import type { World } from './world.ts';

export type PlaybackCommand = SessionCommand | QueueCommand;

const USERS = ['us-a', 'us-b', 'us-c'];
const SESSIONS = ['se-1', 'se-2'];
/** Seconds. */
const DURATION = 0.4;
const FILE_SIZE = 1000;

/** Listeners with two sessions and a queue each, all of what playback makes of them, and how they are forgotten. */
export const PLAYBACK: Scenario<PlaybackCommand> = {
  hosted: [
    { kind: SESSION, has: isSession },
    { kind: QUEUE, has: (stream) => !isSession(stream) },
  ],
  places: USERS.flatMap((user) => [...SESSIONS.map((session) => sessionOf(user, session)), queueOf(user)]),
  models: MODELS.map(({ model }) => model),
  erases: erasedBy,
  farewells: USERS.map(farewellOf),
  say: (world, stream) => (isSession(stream) ? sessionCommands(world, stream) : [queueCommand(world)]),
};

function sessionOf(user: string, session: string): Place {
  return { stream: streamOf(user, session), p: partitionOf(user) };
}

function queueOf(user: string): Place {
  return { stream: queueStreamOf(user), p: partitionOf(user) };
}

/** In the order of `Room.forget`. */
function farewellOf(user: string): Farewell<PlaybackCommand> {
  const queue = queueOf(user);
  return {
    prefix: streamOf(user, ''),
    commands: [
      { place: queue, id: 'depart', command: { type: 'depart' } },
      ...SESSIONS.map((session) => ({
        ...{ place: sessionOf(user, session), id: 'forget' },
        command: { type: 'close', by: 'lost' } as const,
      })),
      { place: queue, id: 'erase', command: { type: 'erase' } },
    ],
  };
}

function sessionCommands(world: World, stream: string): SessionCommand[] {
  const { user } = ownerOf(stream);
  const opening: SessionCommand[] = world.odds(0.4) ? [{ type: 'open', user, device: 'sealed' }] : [];
  const more = world.odds(0.3) ? world.between(2, 4) : 1;
  return [...opening, ...Array.from({ length: more }, () => sessionCommand(world))];
}

function sessionCommand(world: World): SessionCommand {
  const track = `tr-${world.between(0, 4)}`;
  const music = { track, album: 'al-1', artist: 'ar-1', duration: DURATION };
  const from = world.between(0, FILE_SIZE);
  return world.oneOf<SessionCommand>([
    { type: 'start', ...music, source: 'player' },
    { type: 'start', ...music, source: 'player' },
    { type: 'progress' },
    { type: 'progress', position: DURATION / 2, heard: DURATION / 2 },
    world.oneOf<SessionCommand>([{ type: 'pause' }, { type: 'stall' }]),
    { type: 'resume' },
    { type: 'seek', to: 0.1 },
    { type: 'end', reason: world.oneOf(['completed', 'skipped']) },
    // Of a track that nobody plays again: whether it is too soon for that would be said by no event.
    { type: 'submit', ...music, track: `tr-${world.between(1000, 1_000_000_000)}` },
    {
      type: 'report',
      ...music,
      state: world.oneOf(['playing', 'paused', 'stopped']),
      position: 0.3,
      counts: true,
    },
    {
      ...{ type: 'deliver', track, file: 'original', size: FILE_SIZE, seconds: 1 },
      ranges: [[from, world.between(from, FILE_SIZE) + 1]],
      end: world.oneOf(['complete', 'left']),
    },
    world.odds(0.3) ? { type: 'close', by: 'listener' } : { type: 'progress', heard: 0.1 },
  ]);
}

function queueCommand(world: World): QueueCommand {
  const where = { index: world.between(0, 3), position: 1, isSounding: world.odds(0.5), device: 'sealed' };
  if (world.odds(0.5)) return { type: 'move', ...where };
  const tracks = Array.from({ length: world.between(1, 5) }, () => `tr-${world.between(0, 4)}`);
  return { type: 'set', tracks, ...where };
}
