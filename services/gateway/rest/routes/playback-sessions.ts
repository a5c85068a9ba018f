import { COMMANDS, events, looked, opened, page } from '../../../playback/params.ts';
import type { ToldCommand } from '../../../playback/session/commands.ts';
import { BASE } from '../base.ts';
import { jsonOf } from '../json.ts';
import { PAGE, plainPage, startOf } from '../lists.ts';
import { answerOf, listeningOf, timeOf } from '../playback.ts';
import { bad } from '../query.ts';
import { route } from '../route.ts';
import { about, type Rules } from '../rules.ts';
import { one, pageOf } from '../schemas/schemas.ts';

const tag = 'Playback';
const access = 'listener';
const id = about('Of the session.', looked.session);
const user = about('Id of the listener whose it is, for administrators; without it, your own.', page.user);

/** Bytes of the most commands with the longest ids. */
const LARGEST = 128 * 1024;

/** What a command is over REST, by its type: with its id, and a time for a time. */
const told = Object.fromEntries(
  COMMANDS.map(({ props: { type, ...props } }): [string, Rules] => {
    const at = 'at' in props && {
      at: about('When, RFC 3339; without it, now.', { type: 'string', max: 40, optional: true }),
    };
    const id = about(
      'Of the command, chosen by the client: sent again, it gets the first answer again.',
      events.session,
    );
    return [type.value, { id, ...props, ...at }];
  }),
);

type Told = { id: string; at?: string } & Omit<ToldCommand, 'at'>;

export const playbackSessionRoutes = [
  route({
    ...{ method: 'POST', path: '/playback/sessions', operation: 'openPlaybackSession', tag, access },
    summary: 'Begin to listen on a device',
    description:
      'A session is the listening of one device. It ends when it is closed, or half an hour after the last word.',
    free: true,
    body: {
      device: about(
        'What it is heard on: an id that stays, a name for people, and the program.',
        opened.device,
      ),
    },
    answer: { status: 201, schema: one('Opened') },
    async handle({ call, body }) {
      const device = body.device as { id: string; name: string; client: string };
      const { session, v } = await call('playback.open', { device });
      return {
        ...{ kind: 'json', json: jsonOf({ id: session, version: v }) },
        location: `${BASE}/playback/sessions/${session}`,
      };
    },
  }),
  route({
    ...{ method: 'GET', path: '/playback/sessions', operation: 'listPlaybackSessions', tag, access },
    summary: 'Listening sessions, the latest first',
    query: { ...PAGE, user },
    answer: { status: 200, schema: pageOf('Listening') },
    async handle(exchange) {
      const { limit, after: before } = startOf(exchange);
      const { items, next } = await exchange.call('playback.sessions', {
        ...{ limit, before, user: exchange.query.user },
      });
      return plainPage(exchange, items.map(listeningOf), next);
    },
  }),
  route({
    ...{ method: 'GET', path: '/playback/sessions/{id}', operation: 'getPlaybackSession', tag, access },
    summary: 'A session as it is, or as it was',
    parameters: { id },
    query: {
      version: about('As it was after so many events.', looked.version),
      time: about('As it was then, RFC 3339.', { type: 'string', max: 40, optional: true }),
      user,
    },
    answer: { status: 200, schema: one('ListeningAtVersion') },
    errors: ['NOT_FOUND'],
    async handle({ call, parameters, query }) {
      const { version, time, user: whose } = query;
      const asked = { version, ...(time !== undefined && { time: msOf('time', time) }), user: whose };
      const { v, ...session } = await call('playback.session', { session: parameters.id, ...asked });
      return { kind: 'json', json: jsonOf({ ...listeningOf(session), version: v }) };
    },
  }),
  route({
    ...{
      method: 'POST',
      path: '/playback/sessions/{id}/commands',
      operation: 'tellPlaybackSession',
      tag,
      access,
    },
    summary: 'Tell a session what happens',
    description:
      'Up to 100 commands in their order. Each is answered for itself, and one that is refused does not hold up those after it. A command that is sent again under its id changes nothing. `ago`: milliseconds since it happened, when it could not be told at once.',
    free: true,
    largest: LARGEST,
    parameters: { id },
    body: {
      commands: { type: 'array', min: 1, max: 100, items: { type: 'kinds', by: 'type', kinds: told } },
    },
    answer: { status: 200, schema: one('CommandAnswers') },
    async handle({ call, parameters, body }) {
      const commands = (body.commands as unknown as Told[]).map(({ id: command, ...rest }) => ({
        id: command,
        command: { ...rest, ...(rest.at !== undefined && { at: msOf('at', rest.at) }) } as ToldCommand,
      }));
      const answers = await call('playback.tellAll', { session: parameters.id, commands });
      return { kind: 'json', json: jsonOf({ answers: answers.map(answerOf) }) };
    },
  }),
  route({
    ...{ method: 'GET', path: '/playback/sessions/{id}/events', operation: 'listSessionEvents', tag, access },
    summary: 'The events of a session as they are stored, the first one first',
    parameters: { id },
    query: { ...PAGE, user },
    answer: { status: 200, schema: pageOf('SessionEvent') },
    errors: ['NOT_FOUND'],
    async handle(exchange) {
      const { limit, after } = startOf(exchange);
      const { items, next } = await exchange.call('playback.events', {
        ...{ session: exchange.parameters.id, limit, user: exchange.query.user },
        ...(after !== undefined && { after: Number(after) }),
      });
      const shown = items.map(({ v, at, ...event }) => ({ version: v, at: timeOf(at), ...event }));
      return plainPage(exchange, shown, next === null ? null : String(next));
    },
  }),
];

/** @throws {CantigaError} BAD_PARAMETER */
export function msOf(name: string, time: string): number {
  const ms = /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d/.test(time) ? Date.parse(time) : Number.NaN;
  if (Number.isNaN(ms) || ms < 0) throw bad(name, 'must be a date and time (RFC 3339)');
  return ms;
}
