import type { DemoAlbum } from '../album.ts';
import type { Part } from '../piece.ts';

export const box: Part = {
  name: 'box',
  instrument: 'musicBox',
  level: -9,
  pan: 0.15,
  reverb: 0.3,
  echo: 0.08,
  play: { as: 'melody', low: 76 },
};
const left: Part = {
  name: 'left',
  instrument: 'celesta',
  level: -17,
  pan: -0.3,
  reverb: 0.25,
  play: { as: 'chords', low: 62, pattern: '.xx', strum: 0.006 },
};
const bass: Part = {
  name: 'bass',
  instrument: 'harp',
  level: -3,
  pan: -0.1,
  reverb: 0.2,
  play: { as: 'bass', low: 43, pattern: '1--|5--' },
};
const strings: Part = {
  name: 'strings',
  instrument: 'strings',
  level: -20,
  reverb: 0.4,
  play: { as: 'chords', low: 57, pattern: 'x--' },
};

export const valsas: DemoAlbum = {
  title: '硝子の円舞曲',
  artist: 'かげろう時計',
  artistSort: 'Kagerō Dokei',
  date: '2020-12-01',
  genre: 'Waltz',
  label: '真昼舎',
  cover: 'rosette',
  discs: [
    {
      tracks: [
        {
          title: '硝子の円舞曲',
          composer: '白瀬みなと',
          piece: {
            key: 'A major',
            bpm: 138,
            beats: 3,
            themes: {
              a: '5/2 3/1 | 5/1 6/1 5/1 | 4/2 2/1 | 4/1 5/1 4/1',
              b: '8/2 7/1 | 6/1 5/1 6/1 | 5/1 4/1 3/1 | 2/3',
            },
            sections: [
              { chords: 'A | A', without: ['strings'] },
              { chords: 'A | F#m | Bm7 | E7', theme: 'a', without: ['strings'] },
              { chords: 'D | Dm | A F#m | E7', theme: 'b' },
              { chords: 'A | F#m | Bm7 | E7', theme: 'a' },
            ],
            ending: 'A',
            parts: [box, left, bass, strings],
          },
        },
        {
          title: '雨あがりの自転車',
          composer: '白瀬みなと',
          piece: {
            key: 'F major',
            bpm: 156,
            beats: 3,
            themes: {
              a: '3/1 4/1 5/1 | 8/2 6/1 | 5/1 4/1 2/1 | 3/3',
              b: '6/1 5/1 6/1 | 7/2 5/1 | 4/1 3/1 4/1 | 5/3',
            },
            sections: [
              { chords: 'F | C7' },
              { chords: 'F | Dm7 | C7 | F', theme: 'a' },
              { chords: 'Gm7 | C7 | Am7 | D7', theme: 'b' },
              { chords: 'Bbmaj7 | F | C7 | F', theme: 'a' },
              { chords: 'Gm7 C7 | F' },
            ],
            ending: 'F6',
            parts: [
              {
                ...box,
                name: 'accordion',
                instrument: 'accordion',
                level: -9,
                pan: 0.1,
                play: { as: 'melody', low: 65 },
              },
              { ...box, name: 'second', level: -13, pan: 0.4, play: { as: 'second', low: 77 } },
              {
                ...left,
                instrument: 'nylonGuitar',
                level: -10,
                play: { as: 'chords', low: 57, pattern: '.xx', strum: 0.01 },
              },
              {
                ...bass,
                instrument: 'contrabass',
                level: -4,
                play: { as: 'bass', low: 36, pattern: '1--|5--' },
              },
            ],
          },
        },
      ],
    },
  ],
};
