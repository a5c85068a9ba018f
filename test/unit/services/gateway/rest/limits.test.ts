import { describe, expect, it } from '@jest/globals';
import type { Response } from '../../../../../services/gateway/http.ts';
import { type Counted, Limits } from '../../../../../services/gateway/rest/limits.ts';
import { errorOf } from '../../../../support/rooms.ts';

/** Admits a request; the headers of its answer. */
async function admit(limits: Limits, who: Counted, free = false): Promise<Record<string, string>> {
  const headers: Record<string, string> = {};
  const response = { setHeader: (name: string, value: string) => (headers[name] = value) };
  await limits.admit(response as unknown as Response, who, free);
  return headers;
}

describe('the rate limit', () => {
  it('counts each listener, says how many requests are left, and refuses those beyond', async () => {
    const limits = new Limits(2);
    const ana = { user: 'us-ana' };
    expect(await admit(limits, ana)).toEqual({
      'RateLimit-Policy': '"listener";q=2;w=60',
      RateLimit: '"listener";r=1;t=60',
    });
    expect((await admit(limits, ana, true)).RateLimit).toMatch(/^"listener";r=1;t=\d+$/);
    expect((await admit(limits, ana)).RateLimit).toMatch(/^"listener";r=0;t=\d+$/);
    await expect(admit(limits, ana)).rejects.toThrow(
      errorOf('THROTTLED', { retryAfter: expect.any(Number) } as object),
    );
    await admit(limits, ana, true);
    expect((await admit(limits, { user: 'us-ben' })).RateLimit).toMatch(/;r=1;/);
  });

  it('counts who has not signed in by address, where an IPv6 network is one', async () => {
    const limits = new Limits(2);
    expect((await admit(limits, { address: '2001:db8::1' }))['RateLimit-Policy']).toBe('"address";q=2;w=60');
    expect((await admit(limits, { address: '2001:db8::2' })).RateLimit).toMatch(/;r=0;/);
    expect((await admit(limits, { address: '192.0.2.1' })).RateLimit).toMatch(/;r=1;/);
  });
});
