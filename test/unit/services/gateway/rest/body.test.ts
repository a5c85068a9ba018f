import { Readable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import type { Request } from '../../../../../services/gateway/http.ts';
import { bodyOf } from '../../../../../services/gateway/rest/body.ts';
import { errorOf } from '../../../../support/rooms.ts';

const request = (body: string | Buffer, headers: Record<string, string | undefined> = {}) =>
  Object.assign(Readable.from([Buffer.from(body)]), {
    headers: { 'content-type': 'application/json', ...headers },
  }) as unknown as Request;
const needed = { body: { name: { type: 'string' } } } as const;
const spare = { body: { name: { type: 'string', optional: true } } } as const;

describe('a JSON body', () => {
  it('is an object', async () => {
    expect(await bodyOf(request('{"a":1}'), needed)).toEqual({ a: 1 });
    for (const text of ['[]', 'null', '"a"', '{', '', Buffer.from([0x22, 0xff, 0x22])]) {
      await expect(bodyOf(request(text), needed)).rejects.toThrow(errorOf('BAD_PARAMETER'));
    }
  });

  it('may be left out where nothing in it is needed, or nobody looks at it', async () => {
    expect(await bodyOf(request('', { 'content-type': '' }), spare)).toEqual({});
    expect(await bodyOf(request('nonsense'), {})).toEqual({});
  });

  it('is called so, and not compressed', async () => {
    const type = { 'content-type': 'Application/JSON ; charset=utf-8' };
    expect(await bodyOf(request('{}', type), needed)).toEqual({});
    for (const headers of [{ 'content-type': 'text/plain' }, { 'content-encoding': 'gzip' }]) {
      await expect(bodyOf(request('{}', headers), needed)).rejects.toThrow(errorOf('WRONG_TYPE'));
    }
  });

  it('is refused when it is too large, at the latest when it has come so far', async () => {
    const text = JSON.stringify({ name: 'x'.repeat(100) });
    await expect(bodyOf(request(text), { ...needed, largest: 50 })).rejects.toThrow(errorOf('TOO_LARGE'));
    const said = request('{}', { 'content-length': '51' });
    await expect(bodyOf(said, { ...needed, largest: 50 })).rejects.toThrow(errorOf('TOO_LARGE'));
  });
});

describe('a body that is a file', () => {
  const file = ['text/plain'];

  it('comes as it was sent, with what is said of its charset', async () => {
    const bytes = Buffer.from([0xff, 0xfe, 0]);
    const body = (type: string) => bodyOf(request(bytes, { 'content-type': type }), { file });
    expect(await body('text/plain')).toEqual({ file: bytes });
    expect(await body('text/plain; a=b; Charset=latin1')).toEqual({ file: bytes, charset: 'latin1' });
    expect(await body('text/plain;charset="utf-8"')).toEqual({ file: bytes, charset: 'utf-8' });
    await expect(body('application/json')).rejects.toThrow(errorOf('WRONG_TYPE'));
  });
});
