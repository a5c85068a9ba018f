import type { DemoAlbum } from '../album.ts';
import type { Part } from '../piece.ts';

export const pad: Part = {
  name: 'pad',
  instrument: 'pad',
  level: -16,
  reverb: 0.4,
  play: { as: 'chords', low: 53, pattern: 'x---' },
};
export const bell: Part = {
  name: 'bell',
  instrument: 'bell',
  level: -8,
  pan: 0.35,
  reverb: 0.5,
  echo: 0.35,
  play: { as: 'melody', low: 72 },
};
const deep: Part = {
  name: 'deep',
  instrument: 'drone',
  level: -14,
  reverb: 0.15,
  play: { as: 'bass', low: 38, pattern: '1---' },
};
const harp: Part = {
  name: 'harp',
  instrument: 'harp',
  level: -6,
  pan: -0.4,
  reverb: 0.45,
  echo: 0.2,
  play: { as: 'chords', low: 57, pattern: '1.3.5.4.|2.4.6.3.' },
};

export const mares: DemoAlbum = {
  title: 'Marés Lentas',
  artist: 'Névoa d’Alva',
  date: '2019',
  genre: 'Ambient',
  label: 'Sal & Vapor',
  cover: 'tides',
  discs: [
    {
      tracks: [
        {
          title: 'Maré Cheia',
          composer: 'Oriana Vau',
          piece: {
            key: 'Eb lydian',
            bpm: 62,
            beats: 4,
            themes: { a: './1 5/2 8/1 | 7/2 5/2 | ./1 6/2 3/1 | 5/4' },
            sections: [
              { chords: 'Ebmaj9', without: ['harp'] },
              { chords: 'Ebmaj9 | Cm9 | Gm7 | F', theme: 'a' },
            ],
            ending: 'Ebmaj9',
            parts: [pad, bell, deep, harp],
          },
        },
        {
          title: 'Água Parada, Céu Aberto',
          composer: 'Oriana Vau',
          piece: {
            key: 'B minor',
            bpm: 56,
            beats: 4,
            themes: { a: '1/2 3/1 2/1 | 5/3 ./1 | 4/2 3/1 2/1 | 1/3 ./1' },
            sections: [{ chords: 'Bm9 | Gmaj9 | Dadd9 | A6', theme: 'a' }],
            ending: 'Bm9',
            parts: [
              { ...pad, play: { as: 'chords', low: 54, pattern: 'x---' } },
              {
                ...bell,
                name: 'choir',
                instrument: 'voice',
                level: -11,
                pan: -0.15,
                reverb: 0.6,
                play: { as: 'melody', low: 59 },
              },
              deep,
              {
                ...bell,
                name: 'sparks',
                instrument: 'celesta',
                level: -17,
                play: { as: 'chords', low: 74, pattern: '..3...5...2.4...' },
              },
            ],
          },
        },
      ],
    },
  ],
};
