import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import { ReaderPool } from '../../../../../services/library/scan/reader-pool.ts';
import { temporaryFolder } from '../../../../support/audio.ts';

const thread = new URL('../../../../support/threads/faulty-reader.ts', import.meta.url);
const { folder: codeCache, remove } = temporaryFolder('code');
afterAll(remove);
const files = (...names: string[]) => names.map((path) => ({ absolute: path, path, folderCover: false }));

describe('the threads that read files', () => {
  let pool: ReaderPool;
  afterEach(() => pool.close());

  it('answer for each file in order', async () => {
    pool = new ReaderPool({ codeCache, threads: 2, thread });
    const all = await Promise.all([pool.read(files('a', 'b')), pool.read(files('c')), pool.read(files('d'))]);
    expect(all.flat()).toEqual([{ audio: 'a' }, { audio: 'b' }, { audio: 'c' }, { audio: 'd' }]);
  });

  it.each([
    ['crash', /crash/],
    ['memory', /crash/],
    ['hang', /longer than/],
  ])('are replaced after a %s, which only the file that caused it is blamed for', async (fault, reason) => {
    pool = new ReaderPool({ codeCache, threads: 1, timeLimit: fault === 'hang' ? 500 : 60_000, thread });
    const [a, bad, b, again, c] = await pool.read(files('a', fault, 'b', fault, 'c'));
    expect([a, b, c]).toEqual([{ audio: 'a' }, { audio: 'b' }, { audio: 'c' }]);
    for (const failed of [bad, again]) {
      expect(failed).toEqual({ failure: 'content', reason: expect.stringMatching(reason) });
    }
  });

  it('that cannot even start fail the whole reading', async () => {
    pool = new ReaderPool({ codeCache, threads: 1, thread: new URL('file:///no/such/thread.ts') });
    await expect(pool.read(files('a'))).rejects.toThrow();
  });

  it('give up what they are asked for when they are closed', async () => {
    pool = new ReaderPool({ codeCache, threads: 1, thread });
    const waiting = Promise.allSettled([pool.read(files('hang')), pool.read(files('a'))]);
    await pool.close();
    expect((await waiting).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  });
});
