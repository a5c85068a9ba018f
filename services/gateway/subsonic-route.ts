import { CantigaError } from '../../errors.ts';
import type { Principal } from '../actions.ts';
import type { Call } from './call.ts';
import type { Request, Response } from './http.ts';
import { type MediaRoom, receiverOf } from './media-room.ts';
import { accessToken } from './session-cookies.ts';
import { createSubsonic, type SubsonicAnswer, type SubsonicRequest } from './subsonic/handler.ts';

/** Of a form: enough for two lists of the longest kind, and too few to hold up other listeners. */
const MOST_FIELDS = 20_100;

/** Serves `/rest/*`: turns HTTP into a Subsonic request, and its answer into HTTP. Every answer has status 200. */
export function subsonicRoute(options: {
  call: Call;
  media: () => MediaRoom;
  addressOf: (request: Request) => string;
  version: string;
  /** @throws SIGNED_OUT */
  verify: (token: string) => Principal;
  logFault: (error: unknown, endpoint: string) => void;
}): {
  handle(request: Request, response: Response): Promise<void>;
  refuse(request: Request, response: Response, error: unknown): void;
} {
  const subsonic = createSubsonic(options.call, { version: options.version, onFault: options.logFault });

  const fail = (request: Request, response: Response, error: unknown) => {
    if (response.headersSent) response.destroy();
    else sendEnvelope(response, subsonic.renderError(understand(request), error));
  };

  const understand = (request: Request): SubsonicRequest => {
    const { pathname, search } = new URL(request.originalUrl, 'http://engine');
    const form = typeof request.body === 'string' && !isCrowded(request.body) ? request.body : '';
    return {
      endpoint: pathname.slice('/rest/'.length),
      // Parsed at once: adding to the parameters of a URL writes the whole URL anew each time.
      query: new URLSearchParams(`${search.slice(1)}&${form}`),
      address: options.addressOf(request),
    };
  };

  /** Browsers say who they are by an access token; who sends credentials is known by these alone. */
  const sessionOf = (request: Request, query: URLSearchParams): Pick<SubsonicRequest, 'session'> => {
    const token = query.has('u') || query.has('apiKey') ? undefined : accessToken(request);
    return token === undefined ? {} : { session: { token, user: options.verify(token) } };
  };

  return {
    async handle(request, response) {
      try {
        if (typeof request.body === 'string' && isCrowded(request.body)) {
          throw new CantigaError('TOO_LARGE', `A form must not have more than ${MOST_FIELDS} fields.`);
        }
        const asked = understand(request);
        const answer = await subsonic.handle({ ...asked, ...sessionOf(request, asked.query) });
        await send(request, response, answer, options.media);
      } catch (error) {
        fail(request, response, error);
      }
    },
    /** For what fails before a request is understood, such as a body that is too large. */
    refuse: fail,
  };
}

function isCrowded(form: string): boolean {
  let fields = 1;
  for (let at = form.indexOf('&'); at >= 0; at = form.indexOf('&', at + 1)) fields++;
  return fields > MOST_FIELDS;
}

async function send(
  request: Request,
  response: Response,
  answer: SubsonicAnswer,
  media: () => MediaRoom,
): Promise<void> {
  switch (answer.kind) {
    case 'envelope':
      return sendEnvelope(response, answer);
    case 'media': {
      const { track, download, session, client } = answer;
      const receiver = receiverOf(session.user, client);
      await media().deliver(request, response, { track, download, token: session.token, receiver });
      return;
    }
    case 'cover': {
      const size = answer.size === undefined ? {} : { size: answer.size };
      await media().cover(request, response, { id: answer.coverId, ...size, token: answer.session.token });
      return;
    }
    case 'avatar':
      await media().avatar(request, response, { username: answer.username });
  }
}

function sendEnvelope(response: Response, answer: SubsonicAnswer): void {
  if (answer.kind !== 'envelope') throw new CantigaError('INTERNAL', 'An error was rendered as media.');
  response.writeHead(200, {
    'Content-Type': answer.contentType,
    'Content-Length': answer.body.length,
    'Cache-Control': 'no-store',
  });
  response.end(answer.body);
}
