import { describe, expect, it } from '@jest/globals';
import { createHttpServer } from '../../../../services/gateway/http-server.ts';

describe('the HTTP server', () => {
  it('gives a head fifteen seconds, a body a minute and a silent client little more', () => {
    const server = createHttpServer(() => {});
    expect(server.headersTimeout).toBe(15_000);
    expect(server.requestTimeout).toBe(60_000);
    expect(server.keepAliveTimeout).toBeLessThanOrEqual(65_000);
  });
});
