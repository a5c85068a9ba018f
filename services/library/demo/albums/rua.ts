import type { DemoAlbum } from '../album.ts';
import type { Part } from '../piece.ts';

const voice: Part = {
  name: 'voice',
  instrument: 'voice',
  level: -9,
  reverb: 0.32,
  play: { as: 'melody', low: 62 },
};
const guitarra: Part = {
  name: 'guitarra',
  instrument: 'fadoGuitar',
  level: -5,
  pan: 0.4,
  reverb: 0.25,
  play: { as: 'chords', low: 69, pattern: '13454321|35423121' },
};
const viola: Part = {
  name: 'viola',
  instrument: 'nylonGuitar',
  level: -9,
  pan: -0.35,
  reverb: 0.16,
  play: { as: 'chords', low: 54, pattern: '..x...x.', strum: 0.012 },
};
const bass: Part = {
  name: 'bass',
  instrument: 'contrabass',
  level: -4,
  pan: -0.05,
  reverb: 0.08,
  play: { as: 'bass', low: 36, pattern: '1---5---' },
};

export const rua: DemoAlbum = {
  title: 'Rua sem Regresso',
  artist: 'Aurélia Sombra',
  artistSort: 'Sombra, Aurélia',
  date: '2022-03-11',
  originalDate: '1974-10-05',
  genre: 'Fado',
  label: 'Edições Cais Velho',
  cover: 'tiles',
  discs: [
    {
      title: 'Noite',
      tracks: [
        {
          title: 'Rua sem Regresso',
          composer: 'Amadeu Lisandro',
          piece: {
            key: 'D minor',
            bpm: 96,
            beats: 4,
            themes: {
              a: '5/1.5 6/.5 5/1 4/1 | 3/1.5 4/.5 5/2 | 4/1.5 5/.5 4/1 3/1 | 2/1 3/.5 2/.5 1/2',
              b: '8/1.5 7/.5 6/1 5/1 | 6/1.5 5/.5 4/2 | 5/1 6/.5 5/.5 4/1 3/1 | 2/1 7/1 8/2',
            },
            sections: [
              { chords: 'Dm', without: ['bass'] },
              { chords: 'Dm | Dm | A7 | Dm', theme: 'a' },
              { chords: 'Gm | Dm | A7 | Dm', theme: 'b' },
            ],
            ending: 'Dm',
            parts: [voice, guitarra, viola, bass],
          },
        },
        {
          title: 'Xaile de Cinza',
          composer: 'Amadeu Lisandro',
          piece: {
            key: 'A minor',
            bpm: 84,
            beats: 4,
            themes: {
              a: '1/1 2/.5 3/.5 5/2 | 4/1 3/.5 2/.5 3/2 | 6/1 5/.5 4/.5 3/2 | 2/1.5 1/.5 0/2',
              b: '3/.5 4/.5 5/1 8/2 | 7/.5 6/.5 5/1 3/2',
            },
            sections: [
              { chords: 'Am | Dm | F | E7', theme: 'a' },
              { chords: 'C | G | Dm E7', theme: 'b' },
            ],
            ending: 'Am',
            parts: [
              { ...voice, play: { as: 'melody', low: 69 }, level: -10 },
              { ...guitarra, play: { as: 'chords', low: 64, pattern: '1.3.5.3.1.3.6.3.' } },
              { ...viola, play: { as: 'chords', low: 52, pattern: '..x-..x-..x-..x-', strum: 0.016 } },
              bass,
            ],
          },
        },
      ],
    },
    {
      title: 'Manhã',
      tracks: [
        {
          title: 'Pregão das Sete',
          composer: 'Aurélia Sombra',
          piece: {
            key: 'G major',
            bpm: 120,
            beats: 4,
            themes: {
              a: '3/1 4/.5 5/.5 5/1 3/1 | 5/1 4/.5 3/.5 2/2 | 2/1 3/.5 4/.5 4/1 2/1 | 4/1 3/.5 2/.5 3/2',
              b: '8/1 7/.5 6/.5 5/1 6/1 | 5/1 4/.5 3/.5 5/2 | 4/1 3/.5 2/.5 4/1 3/1 | 2/1 7/1 8/2',
            },
            sections: [
              { chords: 'G | D7' },
              { chords: 'G | D7 | D7 | G', theme: 'a' },
              { chords: 'C | G | D7 | G', theme: 'b' },
            ],
            ending: 'G',
            parts: [
              { ...guitarra, level: 1, play: { as: 'melody', low: 67 } },
              { ...guitarra, name: 'second', level: -4, pan: 0.05, play: { as: 'second', low: 67 } },
              { ...viola, play: { as: 'chords', low: 55, pattern: '.x.x.x.x', strum: 0.01 } },
              { ...bass, play: { as: 'bass', low: 36, pattern: '1-5-1-5-' } },
            ],
          },
        },
        {
          title: 'Cartas que Não Mandei',
          composer: 'Aurélia Sombra',
          piece: {
            key: 'E minor',
            bpm: 112,
            beats: 3,
            themes: {
              a: '5/2 6/1 | 5/1 4/1 3/1 | 4/2 3/1 | 2/3',
              b: '8/2 7/1 | 6/1 5/1 6/1 | 5/2 3/1 | 2/1 7/1 8/1',
            },
            sections: [
              { chords: 'Em | Em', without: ['bass'] },
              { chords: 'Em | Em | Am | B7', theme: 'a' },
              { chords: 'Am | D7 | G | B7', theme: 'b' },
              { chords: 'Am | Em | B7 | Em', theme: 'a' },
            ],
            ending: 'Em',
            parts: [
              voice,
              { ...guitarra, play: { as: 'chords', low: 67, pattern: '123453|542321' } },
              { ...viola, play: { as: 'chords', low: 52, pattern: '.xx', strum: 0.014 } },
              { ...bass, play: { as: 'bass', low: 36, pattern: '1--|5--' } },
            ],
          },
        },
      ],
    },
  ],
};
