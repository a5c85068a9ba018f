import { describe, expect, it } from '@jest/globals';
import { answerFor } from '../../../../services/media/conditions.ts';

const MTIME = Date.parse('Sun, 06 Nov 1994 08:49:37 GMT');
const FILE = { size: 100, etag: '"v1"', mtime: MTIME + 250 };
const LATER = MTIME + 3_600_000;
const DATE = 'Sun, 06 Nov 1994 08:49:37 GMT';
const BEFORE = 'Sun, 06 Nov 1994 08:49:36 GMT';
const RANGE = 'bytes=0-9';

const get = (headers: Record<string, string>, now = LATER) => answerFor('GET', headers, FILE, now).status;

describe('a conditional request', () => {
  it.each([
    [{}, 200],
    [{ 'if-none-match': '"v1"' }, 304],
    [{ 'if-none-match': 'W/"v1"' }, 304],
    [{ 'if-none-match': '"v0", "v1"' }, 304],
    [{ 'if-none-match': '*' }, 304],
    [{ 'if-none-match': '"v0"' }, 200],
    [{ 'if-none-match': 'v1' }, 200],
    [{ 'if-modified-since': DATE }, 304],
    [{ 'if-modified-since': BEFORE }, 200],
    [{ 'if-modified-since': 'yesterday' }, 200],
    [{ 'if-none-match': '"v0"', 'if-modified-since': DATE }, 200],
    [{ 'if-match': '"v1"' }, 200],
    [{ 'if-match': '*' }, 200],
    [{ 'if-match': 'W/"v1"' }, 412],
    [{ 'if-match': '"v0"' }, 412],
    [{ 'if-unmodified-since': DATE }, 200],
    [{ 'if-unmodified-since': BEFORE }, 412],
    [{ 'if-unmodified-since': 'yesterday' }, 200],
  ])('with %o is answered with %i', (headers, status) => {
    expect(get(headers as unknown as Record<string, string>)).toBe(status);
  });

  it('that finds the file unchanged does not look at its range', () => {
    expect(get({ 'if-none-match': '"v1"', range: 'bytes=500-' })).toBe(304);
  });
});

describe('a range with If-Range', () => {
  it.each([
    ['"v1"', 206],
    ['"v0"', 200],
    ['W/"v1"', 200],
    [DATE, 206],
    [BEFORE, 200],
    ['Sun, 06 Nov 1994 08:49:38 GMT', 200],
    ['nonsense', 200],
  ])('%s is answered with %i', (validator, status) => {
    expect(get({ range: RANGE, 'if-range': validator })).toBe(status);
  });

  it('by date is not trusted while the file is so new that it may change within the second', () => {
    expect(get({ range: RANGE, 'if-range': DATE }, FILE.mtime + 500)).toBe(200);
  });

  it('that names another version gets the whole even where the range lies outside', () => {
    expect(get({ range: 'bytes=500-', 'if-range': '"v0"' })).toBe(200);
  });
});

describe('a method', () => {
  it.each([
    ['GET', 206],
    ['POST', 206],
    ['HEAD', 200],
  ])('%s with a range is answered with %i', (method, status) => {
    expect(answerFor(method, { range: RANGE }, FILE, LATER).status).toBe(status);
  });
});
