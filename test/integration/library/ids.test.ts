import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startLibrary, type TestLibrary } from '../../support/library.ts';
import { stores } from '../../support/stores.ts';
import { writeMp3 } from '../../support/tiny-mp3.ts';

describe.each(stores)('ids of tracks on $name', (store) => {
  let first: TestLibrary;
  let second: TestLibrary;
  const ids = async (library: TestLibrary) =>
    new Map([...(await library.tracks())].map(([path, { track }]) => [path, track]));

  beforeEach(async () => {
    first = await startLibrary(store);
    second = await startLibrary(store);
  });
  afterEach(async () => {
    await first.stop();
    await second.stop();
  });

  it('are the same for the same audio wherever it is found', async () => {
    writeMp3(first.music, 'A/1.mp3', 1, { title: 'One' });
    writeMp3(first.music, 'A/2.mp3', 2);
    await first.scan();
    writeMp3(second.music, 'elsewhere.mp3', 2);
    writeMp3(second.music, 'B/renamed.mp3', 1, { title: 'Uno' });
    await second.scan();
    const [one, two] = [await ids(first), await ids(second)];
    expect(two.get('B/renamed.mp3')).toBe(one.get('A/1.mp3'));
    expect(two.get('elsewhere.mp3')).toBe(one.get('A/2.mp3'));
    expect(one.get('A/1.mp3')).toMatch(/^tr-[0-9a-z]{16}$/);
  });

  it('differ for copies, found together or one after the other', async () => {
    for (let copy = 0; copy < 70; copy++) writeMp3(first.music, `${copy}.mp3`, 1);
    await first.scan();
    for (let copy = 70; copy < 80; copy++) writeMp3(first.music, `${copy}.mp3`, 1);
    await first.scan();
    expect(new Set((await ids(first)).values()).size).toBe(80);
    for (let copy = 0; copy < 80; copy++) writeMp3(second.music, `${copy}.mp3`, 1);
    await second.scan();
    expect([...(await ids(second)).values()].sort()).toEqual([...(await ids(first)).values()].sort());
  });

  it('are not given again while a track that has other audio now keeps them', async () => {
    writeMp3(first.music, '1.mp3', 1);
    await first.scan();
    const before = (await ids(first)).get('1.mp3');
    writeMp3(first.music, '1.mp3', 2);
    await first.scan();
    writeMp3(first.music, 'old.mp3', 1);
    await first.scan();
    const after = await ids(first);
    expect(after.get('1.mp3')).toBe(before);
    expect(after.get('old.mp3')).not.toBe(before);
  });
});
