import { describe, expect, it } from '@jest/globals';
import { refuseForeign } from '../../../../../services/gateway/rest/origin.ts';
import { errorOf } from '../../../../support/rooms.ts';

const host = 'music.example:4040';

describe('a request with cookies', () => {
  it.each([
    { host, 'x-cantiga': '1' },
    { host, origin: 'http://music.example:4040' },
    { host, origin: 'https://music.example:4040' },
    // Behind a proxy, the host that a browser sees is another one.
    { host: 'localhost', origin: 'https://music.example', 'x-cantiga': '1' },
  ])('comes from a page of this server: %j', (headers) => {
    expect(() => refuseForeign(headers, true)).not.toThrow();
  });

  it.each([
    { host },
    { host, origin: 'null' },
    { host, origin: '' },
    { host, origin: 'https://evil.example' },
    { host, origin: 'https://music.example.evil.example:4040' },
    { host, origin: 'https://music.example' },
    { host, 'x-cantiga': 'true' },
  ])('may be one of somebody else: %j', (headers) => {
    expect(() => refuseForeign(headers, true)).toThrow(errorOf('FORBIDDEN'));
  });

  it('needs no sign of where it is from when no cookies say who it is from', () => {
    expect(() => refuseForeign({ host }, false)).not.toThrow();
    expect(() => refuseForeign({ host, origin: 'https://evil.example' }, false)).toThrow(
      errorOf('FORBIDDEN'),
    );
  });
});
