import type { IncomingHttpHeaders } from 'node:http';
import { CantigaError } from '../../../errors.ts';

/**
 * Refuses what a page of somebody else may have sent with the cookies of this browser. A page can send the header
 * `X-Cantiga` to its own origin only, or after a preflight that the engine does not grant for it; and no page can
 * forge `Origin`. Either will do: behind a proxy, the host that the browser sees may be another than ours.
 * @param needed whether a request without either is refused too, as when cookies say who it is from
 * @throws {CantigaError} FORBIDDEN
 */
export function refuseForeign({ origin, host, ...headers }: IncomingHttpHeaders, needed: boolean): void {
  if (headers['x-cantiga'] === '1') return;
  if (origin === undefined ? !needed : URL.canParse(origin) && new URL(origin).host === host) return;
  throw new CantigaError(
    'FORBIDDEN',
    'With cookies, a request that changes something must come from a page of this server or have the header X-Cantiga: 1.',
  );
}
