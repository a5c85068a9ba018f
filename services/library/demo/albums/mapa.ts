import type { DemoAlbum } from '../album.ts';
import type { Part } from '../piece.ts';

const lead: Part = {
  name: 'lead',
  instrument: 'squareLead',
  level: -9,
  pan: 0.1,
  reverb: 0.05,
  echo: 0.22,
  play: { as: 'melody', low: 69 },
};
const arpeggio: Part = {
  name: 'arpeggio',
  instrument: 'thinPulse',
  level: -13,
  pan: -0.45,
  reverb: 0.05,
  echo: 0.12,
  play: { as: 'chords', low: 60, pattern: '1234123412341234' },
};
const bass: Part = {
  name: 'bass',
  instrument: 'triangleBass',
  level: -10,
  reverb: 0,
  play: { as: 'bass', low: 36, pattern: '1.8.1.8.1.8.1.8.' },
};
const kick: Part = {
  name: 'kick',
  instrument: 'chipKick',
  level: -4,
  reverb: 0,
  play: { as: 'drum', pattern: 'x.......x.x.....' },
};
const snare: Part = {
  name: 'snare',
  instrument: 'chipSnare',
  level: -5,
  reverb: 0.06,
  play: { as: 'drum', pattern: '....x.......x..o' },
};
const hat: Part = {
  name: 'hat',
  instrument: 'chipHat',
  level: -9,
  pan: 0.35,
  reverb: 0,
  play: { as: 'drum', pattern: 'x.o.x.o.x.o.x.oo' },
};

export const mapa: DemoAlbum = {
  title: 'Mapa de Bits',
  artist: 'Pixel Tamboril',
  date: '2021-05-04',
  genre: 'Chiptune',
  label: 'Cartucho 8',
  cover: 'pixels',
  discs: [
    {
      tracks: [
        {
          title: 'Insira a Ficha',
          composer: 'Téo Quadrado',
          piece: {
            key: 'C major',
            bpm: 150,
            beats: 4,
            themes: {
              a: '5/.5 5/.5 8/1 7/.5 6/.5 5/1 | 6/.5 5/.5 4/.5 3/.5 5/1 ./1',
              b: '3/.5 4/.5 5/.5 6/.5 8/1 6/1 | 7/.5 6/.5 5/.5 4/.5 5/2',
            },
            sections: [
              { chords: 'C | F', without: ['kick', 'snare'] },
              { chords: 'C | Am | F | G', theme: 'a' },
              { chords: 'Am | F | C | G', theme: 'b' },
              { chords: 'F | G | C Am | F G', theme: 'a' },
            ],
            ending: 'C',
            parts: [lead, arpeggio, bass, kick, snare, hat],
          },
        },
        {
          title: 'Caverna de Açúcar',
          composer: 'Téo Quadrado',
          piece: {
            key: 'E minor',
            bpm: 132,
            beats: 4,
            themes: {
              a: '1/.75 3/.75 5/.5 4/.75 3/.75 2/.5 | 3/.75 2/.75 1/.5 0/1 ./1',
              b: '8/.5 7/.5 8/.5 5/.5 6/.5 5/.5 3/1 | 4/.5 3/.5 4/.5 6/.5 5/2',
            },
            sections: [
              { chords: 'Em | C', without: ['kick', 'snare', 'hat'] },
              { chords: 'Em | C | Am | B7', theme: 'a' },
              { chords: 'G | D | Am | B7', theme: 'b' },
            ],
            ending: 'Em',
            parts: [
              lead,
              {
                ...lead,
                name: 'second',
                instrument: 'thinPulse',
                level: -9,
                pan: -0.25,
                play: { as: 'second', low: 69 },
              },
              { ...arpeggio, play: { as: 'chords', low: 59, pattern: '1.3.2.3.1.3.2.3.' } },
              { ...bass, play: { as: 'bass', low: 36, pattern: '1..1..1.5..5..8.' } },
              { ...kick, play: { as: 'drum', pattern: 'x..x....x..x..o.' } },
              snare,
              hat,
            ],
          },
        },
        {
          title: 'Chefão de Férias',
          composer: 'Téo Quadrado',
          piece: {
            key: 'F mixolydian',
            bpm: 120,
            beats: 4,
            swing: 0.14,
            themes: {
              a: '5/.5 8/.5 ./.5 8/.5 7/.5 8/.5 5/1 | 6/.5 5/.5 ./.5 4/.5 5/1 ./1',
              b: '3/.5 3/.5 5/.5 5/.5 6/.5 7/.5 8/1 | 7/.5 6/.5 5/.5 3/.5 4/1 5/1',
            },
            sections: [
              { chords: 'F', without: ['snare'] },
              { chords: 'F | Eb | Bb | F', theme: 'a' },
              { chords: 'Dm | Bb | Gm | C7', theme: 'b' },
            ],
            ending: 'F',
            parts: [
              { ...lead, play: { as: 'melody', low: 65 } },
              { ...arpeggio, play: { as: 'chords', low: 62, pattern: '..x...x...x...x.' }, level: -15 },
              { ...bass, play: { as: 'bass', low: 36, pattern: '1-8-5-8-' } },
              { ...kick, play: { as: 'drum', pattern: 'x...x...' } },
              { ...snare, play: { as: 'drum', pattern: '..x...x.' } },
              { ...hat, play: { as: 'drum', pattern: 'xoxoxoxo' } },
            ],
          },
        },
      ],
    },
  ],
};
