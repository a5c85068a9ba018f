import type { IncomingMessage } from 'node:http';
import proxyaddr from 'proxy-addr';

/** The client's address: X-Forwarded-For is believed only from the proxies that the operator named. */
export function clientAddress(trustedProxies: readonly string[]): (request: IncomingMessage) => string {
  const trust = proxyaddr.compile([...trustedProxies]);
  // A socket that has closed already has no address.
  return (request) => (request.socket.remoteAddress === undefined ? 'unknown' : proxyaddr(request, trust));
}
