import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import id3 from 'node-id3';
import { readTrack } from '../../../services/library/tags/read.ts';
import { hasFfmpeg, makeSound, retag, temporaryFolder } from '../../support/audio.ts';
import { apeFile, apeTag, dsfFile } from '../../support/rare-formats.ts';

const { folder, remove } = temporaryFolder('tags');
afterAll(remove);

const read = (path: string, lrc?: string) =>
  readTrack({
    absolute: join(folder, path),
    path,
    folderCover: false,
    ...(lrc === undefined ? {} : { lrc }),
  });
const write = (path: string, bytes: Buffer | string) => {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), bytes);
  return path;
};

/** Extension of the file, arguments for ffmpeg, and a name for the codec. */
const FORMATS: [string, string[], RegExp][] = [
  ['mp3', [], /MPEG/],
  ['flac', [], /FLAC/],
  ['ogg', ['-c:a', 'libvorbis'], /Vorbis/],
  ['opus', [], /Opus/],
  ['m4a', [], /AAC/],
  ['alac.m4a', ['-c:a', 'alac'], /ALAC/],
  ['wav', [], /PCM/],
  ['aiff', ['-write_id3v2', '1'], /PCM/],
  ['wv', [], /PCM|WavPack/],
  ['wma', [], /Windows Media/],
];
const withFfmpeg = hasFfmpeg ? describe : describe.skip;

withFfmpeg.each(FORMATS)('a file of format %s', (ext, options, codec) => {
  const tags = { title: 'Títle', artist: 'Ärtist', album: 'Albüm', track: '3/9', genre: 'Folk' };
  const id3Options = ext === 'aiff' ? options : [];

  it('gives its tags, its length and its format', async () => {
    makeSound(join(folder, `tags.${ext}`), { tags, seconds: 2, options });
    const { facts } = await read(`tags.${ext}`);
    expect(facts).toMatchObject({
      title: 'Títle',
      artists: [{ name: 'Ärtist' }],
      album: 'Albüm',
      track: 3,
      genres: ['Folk'],
    });
    expect(facts.format.codec).toMatch(codec);
    expect(facts.format.duration).toBeGreaterThan(1.9);
    expect(facts.format.duration).toBeLessThan(2.2);
    expect(facts.format.bitRate).toBeGreaterThan(8);
    expect(facts.format.suffix).toBe(ext.split('.').at(-1));
  });

  it.each([1, 20])('keeps its identity over an edit of its tags (%d s)', async (seconds) => {
    const file = makeSound(join(folder, `a${seconds}.${ext}`), { tags, seconds, options });
    retag(file, join(folder, `b${seconds}.${ext}`), { title: 'x'.repeat(9000), comment: 'more' }, id3Options);
    const [before, after] = [await read(`a${seconds}.${ext}`), await read(`b${seconds}.${ext}`)];
    expect(after.facts.title).not.toBe(before.facts.title);
    expect(after.audio).toBe(before.audio);
  });

  it('has another identity than other audio of the same length and tags', async () => {
    makeSound(join(folder, `c.${ext}`), { tags, tone: 440, seconds: 3, options });
    makeSound(join(folder, `d.${ext}`), { tags, tone: 441, seconds: 3, options });
    expect((await read(`c.${ext}`)).audio).not.toBe((await read(`d.${ext}`)).audio);
  });
});

describe.each([
  ['dsf', dsfFile],
  ['ape', apeFile],
])('a file of format %s', (ext, make) => {
  it('gives its tags and keeps its identity over an edit of them', async () => {
    const first = await read(write(`first.${ext}`, make('One')));
    const retagged = await read(write(`second.${ext}`, make('A much longer title than before')));
    const other = await read(write(`other.${ext}`, make('One', 2)));
    expect(first.facts).toMatchObject({ title: 'One', artists: [{ name: 'Somebody' }] });
    expect(first.facts.format.duration).toBeGreaterThan(0);
    expect(retagged.audio).toBe(first.audio);
    expect(other.audio).not.toBe(first.audio);
  });
});

withFfmpeg('an MP3', () => {
  const plain = () =>
    readFileSync(makeSound(join(folder, 'plain.mp3'), { seconds: 2, options: ['-id3v2_version', '0'] }));

  it('keeps its identity whatever tags come before and after the audio', async () => {
    const bare = plain();
    const v1 = Buffer.concat([Buffer.from('TAG'), Buffer.alloc(125)]);
    const variants: [string, Buffer][] = [
      ['bare.mp3', bare],
      [
        'v2.mp3',
        id3.write({ title: 'One', unsynchronisedLyrics: { language: 'eng', text: 'la '.repeat(999) } }, bare),
      ],
      ['v1.mp3', Buffer.concat([bare, v1])],
      ['ape.mp3', Buffer.concat([bare, apeTag({ Title: 'Two' })])],
      ['both.mp3', Buffer.concat([bare, apeTag({ Title: 'Two' }), v1])],
      ['lyrics3.mp3', Buffer.concat([bare, Buffer.from('LYRICSBEGININD0000211000021LYRICS200'), v1])],
    ];
    const identities = await Promise.all(
      variants.map(async ([name, bytes]) => (await read(write(name, bytes))).audio),
    );
    expect(new Set(identities).size).toBe(1);
  });

  it('gives lyrics, cover, gains, numbers and people from its tags', async () => {
    const picture = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(600_000)]);
    const tags: id3.Tags = {
      title: 'Song',
      artist: 'AC/DC',
      bpm: '128',
      composer: 'C',
      ISRC: 'USRC17607839',
      partOfSet: '2/3',
      unsynchronisedLyrics: { language: 'eng', text: 'One\nTwo' },
      synchronisedLyrics: [
        {
          language: 'eng',
          timeStampFormat: 2,
          contentType: 1,
          synchronisedText: [{ text: 'One', timeStamp: 1500 }],
        },
      ],
      image: { mime: 'image/jpeg', type: { id: 3 }, description: 'front', imageBuffer: picture },
      userDefinedText: [
        { description: 'REPLAYGAIN_TRACK_GAIN', value: '-7.25 dB' },
        { description: 'REPLAYGAIN_TRACK_PEAK', value: '0.987654' },
        { description: 'ITUNESADVISORY', value: '1' },
        { description: 'MusicBrainz Album Type', value: 'Album; Live' },
        { description: 'originalyear', value: '1979' },
      ],
    };
    write('rich.mp3', id3.write(tags, plain()));
    const { facts } = await read('rich.mp3');
    expect(facts).toMatchObject({
      artists: [{ name: 'AC/DC' }],
      bpm: 128,
      disc: 2,
      isrc: ['USRC17607839'],
      contributors: [{ role: 'composer', name: 'C' }],
      replayGain: { trackGain: -7.25, trackPeak: 0.987654 },
      explicit: 'explicit',
      releaseTypes: ['album', 'live'],
      originalDate: '1979',
      cover: 'embedded',
    });
    expect(facts.lyrics.map(({ synced, lang, lines }) => ({ synced, lang, lines }))).toEqual([
      { synced: true, lang: 'eng', lines: [{ start: 1500, value: 'One' }] },
      { synced: false, lang: 'eng', lines: [{ value: 'One' }, { value: 'Two' }] },
    ]);
  });

  it('is named by its path when it has no tags, and takes lyrics from beside it', async () => {
    const path = write('Artist/Album (2001)/02 Some Song.mp3', plain());
    const lrc = join(folder, write('Artist/Album (2001)/02 Some Song.lrc', '\ufeff[00:01.00]Hey'));
    const { facts } = await read(path, lrc);
    expect(facts).toMatchObject({
      title: 'Some Song',
      track: 2,
      album: 'Album',
      date: '2001',
      artists: [{ name: 'Artist' }],
      lyrics: [{ synced: true, lines: [{ start: 1000, value: 'Hey' }] }],
    });
  });

  it('cannot blow up a document with its tags', async () => {
    const tags: id3.Tags = {
      title: 'T'.repeat(1_000_000),
      artist: Array.from({ length: 5000 }, (_, index) => `Artist ${index}`).join('; '),
      genre: Array.from({ length: 5000 }, (_, index) => `Genre ${index}`).join(';'),
      comment: { language: 'eng', text: 'c'.repeat(1_000_000) },
      unsynchronisedLyrics: { language: 'eng', text: 'line\n'.repeat(500_000) },
    };
    write('hostile.mp3', id3.write(tags, plain()));
    const { facts } = await read('hostile.mp3');
    expect(Buffer.byteLength(JSON.stringify(facts))).toBeLessThan(150_000);
    expect(facts.artists.length).toBeGreaterThan(1);
  });

  it('plays from what is left when it was cut off', async () => {
    write('cut.mp3', plain().subarray(0, 7000));
    expect((await read('cut.mp3')).facts.format.duration).toBeGreaterThan(0);
  });

  it('with the name of another format is read for what it is', async () => {
    cpSync(join(folder, 'plain.mp3'), join(folder, 'wrong.flac'));
    expect((await read('wrong.flac')).facts.format.codec).toMatch(/MPEG/);
  });
});

withFfmpeg('a FLAC with Vorbis comments', () => {
  it('gives several artists with sort names, and everything else', async () => {
    const id = (digit: string) => `${digit.repeat(8)}-0000-4000-8000-${digit.repeat(12)}`;
    makeSound(join(folder, 'rich.flac'), {
      tags: {
        title: 'Song',
        artist: 'A feat. B',
        ARTISTS: 'A;B',
        ALBUMARTIST: 'Various Artists',
        COMPILATION: '1',
        ARTISTSORT: 'A, The; B',
        MUSICBRAINZ_TRACKID: id('1'),
        MUSICBRAINZ_ALBUMID: id('2'),
        MUSICBRAINZ_RELEASEGROUPID: id('3'),
        MUSICBRAINZ_ARTISTID: `${id('4')}; ${id('5')}`,
        ORIGINALDATE: '1971-03-04',
        DATE: '2011',
        DISCSUBTITLE: 'The second',
        disc: '2',
        LABEL: 'Label',
        MOOD: 'Calm; Slow',
        GENRE: 'Jazz/Funk',
        PERFORMER: 'Miles (trumpet)',
        LYRICS: '[00:01.50]Hello',
        REPLAYGAIN_ALBUM_GAIN: '+1.5 dB',
      },
    });
    expect((await read('rich.flac')).facts).toMatchObject({
      artists: [
        { name: 'A', sort: 'A, The', mbid: id('4') },
        { name: 'B', mbid: id('5') },
      ],
      displayArtist: 'A feat. B',
      albumArtists: [{ name: 'Various Artists' }],
      compilation: true,
      disc: 2,
      discTitle: 'The second',
      date: '2011',
      originalDate: '1971-03-04',
      labels: ['Label'],
      moods: ['Calm', 'Slow'],
      genres: ['Jazz', 'Funk'],
      contributors: [{ role: 'performer', subRole: 'trumpet', name: 'Miles' }],
      mbid: { recording: id('1'), album: id('2'), releaseGroup: id('3') },
      replayGain: { albumGain: 1.5 },
      lyrics: [{ synced: true, lines: [{ start: 1500, value: 'Hello' }] }],
    });
  });
});

describe('a file that is no audio', () => {
  it.each([
    ['empty.mp3', Buffer.alloc(0), /empty/],
    ['text.mp3', Buffer.from('This is a shopping list. '.repeat(99)), /understood|audio/],
    ['zeros.mp3', Buffer.alloc(50_000), /understood|audio/],
    ['text.flac', Buffer.from('This is a shopping list. '.repeat(99)), /understood/],
    ['cut.flac', Buffer.from('fLaC\x00\x00\x00\x22', 'latin1'), /early|audio/],
    ['page.ogg', Buffer.from('<!doctype html><title>404</title>'), /understood|early/],
  ])('%s is refused with a reason', async (name, bytes, reason) => {
    await expect(read(write(name, bytes))).rejects.toThrow(reason);
  });
});
