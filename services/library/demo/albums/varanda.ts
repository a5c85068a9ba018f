import type { DemoAlbum } from '../album.ts';
import type { Part } from '../piece.ts';

const guitar: Part = {
  name: 'guitar',
  instrument: 'nylonGuitar',
  level: -9,
  pan: -0.3,
  reverb: 0.14,
  play: { as: 'chords', low: 55, pattern: 'x-ox-.x-|.ox-.x-.', strum: 0.009 },
};
const bass: Part = {
  name: 'bass',
  instrument: 'contrabass',
  level: -5,
  reverb: 0.05,
  play: { as: 'bass', low: 36, pattern: '1--51--5' },
};
const shaker: Part = {
  name: 'shaker',
  instrument: 'shaker',
  level: -11,
  pan: 0.45,
  reverb: 0.1,
  play: { as: 'drum', pattern: 'xooxxooxxooxxoox' },
};
const rim: Part = {
  name: 'rim',
  instrument: 'rim',
  level: -8,
  pan: 0.25,
  reverb: 0.2,
  play: { as: 'drum', pattern: 'x..x..x.|..x..x..' },
};
const surdo: Part = {
  name: 'surdo',
  instrument: 'surdo',
  level: -8,
  reverb: 0.06,
  play: { as: 'drum', pattern: 'o...x...' },
};

export const varanda: DemoAlbum = {
  title: 'Varanda às Seis',
  artist: 'Trio Jacarandá',
  date: '2018-09-21',
  genre: 'Bossa Nova',
  label: 'Discos do Quintal',
  cover: 'sunset',
  discs: [
    {
      tracks: [
        {
          title: 'Fim de Tarde em Ré',
          composer: 'Inácio Varela',
          piece: {
            key: 'D major',
            bpm: 128,
            beats: 4,
            themes: {
              a: './1 5/1 3/.5 5/1 6/.5 | 7/1.5 6/.5 5/2 | ./1 5/1 4/.5 5/1 6/.5 | 5/1.5 4/.5 2/2',
              b: '6/1.5 7/.5 8/2 | 8/1.5 7/.5 6/2 | 5/1 4/.5 5/1 6/.5 5/1 | 4/1 3/1 2/2',
            },
            sections: [
              { chords: 'Dmaj9 | A9', without: ['rim', 'surdo'] },
              { chords: 'Dmaj9 | Bm7 | Em9 | A7', theme: 'a' },
              { chords: 'Gmaj7 | Gm6 | F#m7 B7 | Em7 A7b9', theme: 'b' },
              { chords: 'Dmaj9 | Em7 A7', theme: 'a' },
            ],
            ending: 'Dmaj9',
            parts: [
              {
                name: 'flute',
                instrument: 'flute',
                level: -11,
                pan: 0.2,
                reverb: 0.28,
                play: { as: 'melody', low: 69 },
              },
              guitar,
              bass,
              shaker,
              rim,
              surdo,
            ],
          },
        },
        {
          title: 'Chuva Miúda',
          composer: 'Inácio Varela',
          piece: {
            key: 'A minor',
            bpm: 104,
            beats: 4,
            themes: {
              a: '5/.5 8/1 7/.5 5/2 | 6/.5 8/1 7/.5 6/2 | 4/.5 6/1 5/.5 4/2 | 5/1 4/.5 3/.5 2/2',
              b: '3/1.5 4/.5 5/1 7/1 | 6/1.5 5/.5 3/2',
            },
            sections: [
              { chords: 'Am9', without: ['rim'] },
              { chords: 'Am9 | D9 | Dm9 | E7', theme: 'a' },
              { chords: 'Cmaj7 | Fmaj7 | Bm7b5 | E7b9', theme: 'b' },
            ],
            ending: 'Am9',
            parts: [
              {
                name: 'lead',
                instrument: 'nylonGuitar',
                level: 1,
                pan: 0.25,
                reverb: 0.22,
                play: { as: 'melody', low: 64 },
              },
              {
                name: 'keys',
                instrument: 'electricPiano',
                level: -20,
                pan: -0.35,
                reverb: 0.2,
                play: { as: 'chords', low: 57, pattern: '..x--.x-|x-..x--.', strum: 0.004 },
              },
              {
                ...guitar,
                level: -9,
                pan: 0.05,
                play: { as: 'chords', low: 52, pattern: '3-.42-.4', strum: 0 },
              },
              bass,
              { ...shaker, level: -12 },
              { ...rim, play: { as: 'drum', pattern: '..x...x.|..x..x..' } },
            ],
          },
        },
        {
          title: 'O Gato do Vizinho',
          composer: 'Inácio Varela, Lia Montserrat',
          genre: 'Samba',
          piece: {
            key: 'G major',
            bpm: 96,
            beats: 4,
            themes: {
              a: '5/.5 6/.25 5/.5 3/.25 5/.5 8/1 7/.5 6/.5 | 5/.5 6/.25 5/.5 2/.25 4/.5 3/1 ./1',
              b: '8/.75 7/.75 6/.5 5/.75 6/.75 3/.5 | 4/.75 5/.75 6/.5 5/1 ./1',
            },
            sections: [
              { chords: 'G6 E7 | Am7 D7', without: ['surdo'] },
              { chords: 'G6 | E7 | Am7 | D7', theme: 'a' },
              { chords: 'Cmaj7 | Bm7 E7 | Am7 D7', theme: 'b' },
            ],
            ending: 'G6',
            parts: [
              {
                name: 'accordion',
                instrument: 'accordion',
                level: -9,
                pan: 0.2,
                reverb: 0.2,
                play: { as: 'melody', low: 67 },
              },
              { ...guitar, play: { as: 'chords', low: 55, pattern: 'x.o.x.ox.xo.x.o.', strum: 0.007 } },
              { ...bass, play: { as: 'bass', low: 36, pattern: '1--15--51--15--5' } },
              shaker,
              { ...rim, play: { as: 'drum', pattern: 'x..x..x...x.x...' } },
              { ...surdo, play: { as: 'drum', pattern: 'o...x..oo...x...' } },
            ],
          },
        },
      ],
    },
  ],
};
