import { CantigaError, type ErrorType, kindOf, toPublicError } from '../../../errors.ts';
import type { Session } from '../../actions.ts';
import type { Call } from '../call.ts';
import { authenticate } from './authentication.ts';
import { BINARIES, ENVELOPES, NOT_OFFERED } from './endpoints.ts';
import type { Binary, Body, Exchange } from './exchange.ts';
import { Parameters } from './parameters.ts';
import { type Envelope, type Output, outputOf, render } from './render.ts';
import { extensions } from './system.ts';

/** The version of the Subsonic protocol that is spoken. */
const PROTOCOL = '1.16.1';

export interface SubsonicRequest {
  /** The last part of the path: `ping` or `ping.view`. */
  endpoint: string;
  /** Query of the URL and form of the body together, with repeated parameters kept. */
  query: URLSearchParams;
  /** Address of the client. */
  address: string;
  /** Of a browser that has signed in; its token is verified. Credentials in the query come first. */
  session?: Session;
}

/** What to send, always with HTTP 200 when it is an envelope. */
export type SubsonicAnswer = Envelope | Binary;

export interface Subsonic {
  /** Never throws: every failure is an envelope. */
  handle(request: SubsonicRequest): Promise<SubsonicAnswer>;
  /** The envelope of a failure found after `handle`, such as a file that is gone before its first byte. */
  renderError(request: SubsonicRequest, error: unknown): Envelope;
}

export interface SubsonicInfo {
  /** Of this engine. */
  version: string;
  /** Hears of faults of the engine itself, of which the client learns nothing but that. */
  onFault: (error: unknown, endpoint: string) => void;
}

/** The Subsonic and OpenSubsonic protocol over the published actions of the engine, apart from HTTP. */
export function createSubsonic(call: Call, info: SubsonicInfo): Subsonic {
  const frame = (status: 'ok' | 'failed') => ({
    status,
    version: PROTOCOL,
    type: 'cantiga',
    serverVersion: info.version,
    openSubsonic: true,
  });

  function renderError(request: SubsonicRequest, error: unknown): Envelope {
    const shown = toPublicError(error);
    const type = shown.type as ErrorType;
    if (type === 'INTERNAL') info.onFault(error, request.endpoint);
    const failure = { code: kindOf(type).subsonic, message: shown.message };
    return render(outputOrXml(request), { ...frame('failed'), error: failure });
  }

  async function handle(request: SubsonicRequest): Promise<SubsonicAnswer> {
    try {
      const params = new Parameters(request.query);
      const output = outputOf(params);
      const ok = (body: Body) => render(output, { ...frame('ok'), ...body });
      const name = request.endpoint.replace(/\.view$/, '');
      if (name === 'getOpenSubsonicExtensions') return ok(extensions());
      const envelope = ENVELOPES.get(name);
      const binary = BINARIES.get(name);
      if (!envelope && !binary) throw unknownEndpoint(name);
      const session = await authenticate(params, request, call);
      const exchange: Exchange = {
        params,
        session,
        user: session.user,
        call: (action, parameters) => call(action, parameters, { token: session.token }),
      };
      if (envelope) return ok(await envelope(exchange));
      return await binary!(exchange);
    } catch (error) {
      return renderError(request, error);
    }
  }

  return { handle, renderError };
}

function unknownEndpoint(name: string): CantigaError {
  return NOT_OFFERED.has(name)
    ? new CantigaError('NOT_OFFERED', `'${name}' is not offered by this server.`)
    : new CantigaError('NOT_FOUND', 'There is no such endpoint in the Subsonic protocol.');
}

/** A request whose `f` or `callback` is wrong gets its error in the default format. */
function outputOrXml(request: SubsonicRequest): Output {
  try {
    return outputOf(new Parameters(request.query));
  } catch {
    return { format: 'xml' };
  }
}
