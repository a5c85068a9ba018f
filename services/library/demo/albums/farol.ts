import type { DemoAlbum } from '../album.ts';
import type { Part } from '../piece.ts';
import { bell, pad } from './mares.ts';
import { box } from './valsas.ts';

const lead: Part = {
  name: 'lead',
  instrument: 'synthLead',
  level: -9,
  pan: 0.1,
  reverb: 0.22,
  echo: 0.25,
  play: { as: 'melody', low: 69 },
};
const plucks: Part = {
  name: 'plucks',
  instrument: 'synthPluck',
  level: -9,
  pan: -0.4,
  reverb: 0.2,
  echo: 0.2,
  play: { as: 'chords', low: 60, pattern: '1.3.2.4.1.3.5.3.' },
};
const bass: Part = {
  name: 'bass',
  instrument: 'synthBass',
  level: -9,
  reverb: 0.02,
  play: { as: 'bass', low: 36, pattern: '1.11.11.1.11.18.' },
};
const chords: Part = {
  ...pad,
  instrument: 'strings',
  level: -19,
  reverb: 0.35,
  play: { as: 'chords', low: 57, pattern: 'x---' },
};
const kick: Part = {
  name: 'kick',
  instrument: 'kick',
  level: -3,
  reverb: 0.02,
  play: { as: 'drum', pattern: 'x...x...x...x...' },
};
const snare: Part = {
  name: 'snare',
  instrument: 'snare',
  level: -7,
  reverb: 0.2,
  play: { as: 'drum', pattern: '....x.......x...' },
};
const clap: Part = {
  name: 'clap',
  instrument: 'clap',
  level: -11,
  pan: 0.1,
  reverb: 0.25,
  play: { as: 'drum', pattern: '....x.......x...' },
};
const hat: Part = {
  name: 'hat',
  instrument: 'hat',
  level: -10,
  pan: 0.3,
  reverb: 0.04,
  play: { as: 'drum', pattern: 'o.x.o.x.o.x.o.xo' },
};

export const farol: DemoAlbum = {
  title: 'Cantigas do Farol',
  artist: 'Various Artists',
  compilation: true,
  date: '2024-06-23',
  genre: 'Pop',
  label: 'Edições Cais Velho',
  cover: 'lighthouse',
  discs: [
    {
      tracks: [
        {
          title: 'Dizede-me, Farol',
          artists: ['Martim Brêtema'],
          composer: 'Martim Brêtema',
          genre: 'Medieval',
          lyrics: [
            { bar: 2, line: 'Dizede-me, farol, meu lume do mar,' },
            { bar: 4, line: 'se veedes a barca que vai a passar.' },
            { bar: 6, line: 'Se veedes a vela, se veedes o vento,' },
            { bar: 8, line: 'levade-lhe, luz, este meu pensamento.' },
            { bar: 10, line: 'E ai, lume do mar,' },
            { bar: 12, line: 'quem me dera tornar!' },
          ],
          piece: {
            key: 'D dorian',
            bpm: 112,
            beats: 3,
            themes: {
              a: '1/1 3/.5 4/.5 5/1 | 5/1 6/1 5/1 | 4/1 5/.5 4/.5 3/1 | 2/1 0/1 1/1',
              b: '5/1 7/.5 6/.5 8/1 | 7/1 6/1 5/1 | 6/1 5/.5 4/.5 3/1 | 4/1 3/1 5/1',
            },
            sections: [
              { chords: 'D5 | D5', without: ['tambourine'] },
              { chords: 'Dm | C | Dm | C', theme: 'a' },
              { chords: 'Dm | F | G | Am', theme: 'b' },
              { chords: 'Dm | C | Am C | Dm', theme: 'a' },
            ],
            ending: 'D5',
            parts: [
              {
                name: 'voice',
                instrument: 'voice',
                level: -9,
                reverb: 0.35,
                play: { as: 'melody', low: 62 },
              },
              {
                name: 'shawm',
                instrument: 'flute',
                level: -15,
                pan: 0.45,
                reverb: 0.4,
                play: { as: 'second', low: 74 },
              },
              {
                name: 'lute',
                instrument: 'lute',
                level: -5,
                pan: -0.35,
                reverb: 0.22,
                play: { as: 'chords', low: 57, pattern: '1.3.23', strum: 0.02 },
              },
              {
                name: 'drone',
                instrument: 'drone',
                level: -16,
                reverb: 0.2,
                play: { as: 'bass', low: 38, pattern: '1-----' },
              },
              {
                name: 'drum',
                instrument: 'frameDrum',
                level: -4,
                pan: 0.15,
                reverb: 0.18,
                play: { as: 'drum', pattern: 'x..o.o' },
              },
              {
                name: 'tambourine',
                instrument: 'tambourine',
                level: -12,
                pan: 0.4,
                reverb: 0.2,
                play: { as: 'drum', pattern: '..o.x.' },
              },
            ],
          },
        },
        {
          title: 'Avenida de Sal',
          artists: ['Neon Sargaço'],
          composer: 'Bia Torrente',
          genre: 'Synth-Pop',
          piece: {
            key: 'F# minor',
            bpm: 118,
            beats: 4,
            themes: {
              a: '5/.5 5/.5 6/.5 5/1 3/.5 4/1 | 5/1.5 3/.5 1/2 | 3/.5 3/.5 4/.5 3/1 2/.5 3/1 | 2/2 ./2',
              b: '8/1 7/.5 8/1 5/.5 6/1 | 5/1.5 4/.5 3/2',
            },
            sections: [
              { chords: 'F#m | D', without: ['snare', 'clap', 'kick'] },
              { chords: 'F#m | D | A | E', theme: 'a', without: ['clap'] },
              { chords: 'Bm | D | A | E', theme: 'b' },
            ],
            ending: 'F#m',
            parts: [lead, plucks, bass, chords, kick, snare, clap, hat],
          },
        },
        {
          title: 'O Relojoeiro e a Maré',
          artists: ['Neon Sargaço', 'かげろう時計'],
          composer: 'Bia Torrente, 白瀬みなと',
          genre: 'Synth-Pop',
          piece: {
            key: 'Bb major',
            bpm: 100,
            beats: 4,
            themes: {
              a: '3/1 5/.5 3/.5 8/1 7/1 | 6/1 5/.5 3/.5 5/2 | 4/1 6/.5 4/.5 8/1 6/1 | 5/1 4/.5 3/.5 2/2',
              b: '6/1.5 7/.5 8/1 6/1 | 5/1.5 6/.5 5/1 3/1',
            },
            sections: [
              { chords: 'Bb', without: ['snare', 'kick', 'bass'] },
              { chords: 'Bb | Gm | Eb | F', theme: 'a', without: ['lead'] },
              { chords: 'Gm | Eb | Bb | F7', theme: 'b' },
            ],
            ending: 'Bb',
            parts: [
              { ...box, play: { as: 'melody', low: 82 } },
              { ...lead, level: -12, play: { as: 'second', low: 70 } },
              { ...plucks, play: { as: 'chords', low: 58, pattern: '1.2.3.2.' } },
              { ...bass, play: { as: 'bass', low: 34, pattern: '1--1--5-' } },
              chords,
              { ...kick, play: { as: 'drum', pattern: 'x.....x.x.......' } },
              { ...snare, level: -9 },
              { ...hat, play: { as: 'drum', pattern: 'x.o.x.o.x.o.x.o.' } },
            ],
          },
        },
        {
          title: 'Luz de Longe',
          artists: ['Névoa d’Alva'],
          composer: 'Oriana Vau',
          genre: 'Ambient',
          piece: {
            key: 'G major',
            bpm: 60,
            beats: 4,
            themes: { a: '3/1.5 2/.5 5/2 | 6/1 5/1 3/2 | 2/1.5 3/.5 4/2 | 3/1 2/1 1/2' },
            sections: [
              { chords: 'Gadd9', without: ['bell'] },
              { chords: 'Gadd9 | Em9 | Cmaj9 | D', theme: 'a' },
            ],
            ending: 'Gadd9',
            parts: [
              { ...pad, level: -17, play: { as: 'chords', low: 55, pattern: 'x---' } },
              {
                ...bell,
                name: 'flute',
                instrument: 'flute',
                level: -11,
                pan: 0.1,
                play: { as: 'melody', low: 67 },
              },
              { ...bell, level: -17, pan: -0.4, play: { as: 'chords', low: 79, pattern: '1..3..2.' } },
              {
                name: 'deep',
                instrument: 'drone',
                level: -15,
                reverb: 0.2,
                play: { as: 'bass', low: 36, pattern: '1---' },
              },
            ],
          },
        },
      ],
    },
  ],
};
