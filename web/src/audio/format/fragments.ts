import { box, fullBox, joined, latin, numbers, viewOf } from './boxes.ts';

/** One track of audio in fragmented MP4 (ISO/IEC 14496-12). */
export interface FragmentedTrack {
  /** Ticks a second, of all times in the fragments. */
  timescale: number;
  /** The sample entry of the codec, a whole box. */
  entry: Uint8Array;
}

export interface Sample {
  data: Uint8Array;
  /** Ticks. */
  duration: number;
}

const UNITY_MATRIX = numbers(
  [4, 0x10000],
  [4, 0],
  [4, 0],
  [4, 0],
  [4, 0x10000],
  [4, 0],
  [4, 0],
  [4, 0],
  [4, 0x40000000],
);

/** The sample entry of an audio codec: `config` is the box that the codec's own specification puts in it. */
export function audioEntry(
  type: string,
  audio: { channels: number; sampleRate: number; bits: number },
  config: Uint8Array,
): Uint8Array {
  // The field has 16 bits for the rate; what does not fit is told by the codec's configuration.
  const rate = audio.sampleRate < 0x10000 ? audio.sampleRate : 0;
  return box(
    type,
    numbers([4, 0], [2, 0], [2, 1]),
    numbers([8, 0], [2, audio.channels], [2, audio.bits], [4, 0], [2, rate], [2, 0]),
    config,
  );
}

/** The initialisation segment. */
export function initSegment({ timescale, entry }: FragmentedTrack): Uint8Array {
  const table = box(
    'stbl',
    fullBox('stsd', 0, 0, numbers([4, 1]), entry),
    fullBox('stts', 0, 0, numbers([4, 0])),
    fullBox('stsc', 0, 0, numbers([4, 0])),
    fullBox('stsz', 0, 0, numbers([4, 0], [4, 0])),
    fullBox('stco', 0, 0, numbers([4, 0])),
  );
  const media = box(
    'mdia',
    fullBox('mdhd', 0, 0, numbers([4, 0], [4, 0], [4, timescale], [4, 0], [2, 0x55c4], [2, 0])),
    fullBox('hdlr', 0, 0, numbers([4, 0]), latin('soun'), numbers([4, 0], [4, 0], [4, 0]), latin('\0')),
    box(
      'minf',
      fullBox('smhd', 0, 0, numbers([4, 0])),
      box('dinf', fullBox('dref', 0, 0, numbers([4, 1]), fullBox('url ', 0, 1))),
      table,
    ),
  );
  const header = fullBox(
    'mvhd',
    0,
    0,
    numbers([4, 0], [4, 0], [4, timescale], [4, 0], [4, 0x10000], [2, 0x100], [2, 0], [8, 0]),
    UNITY_MATRIX,
    numbers([8, 0], [8, 0], [8, 0], [4, 2]),
  );
  const trackHeader = fullBox(
    'tkhd',
    0,
    7,
    numbers([4, 0], [4, 0], [4, 1], [4, 0], [4, 0], [8, 0], [2, 0], [2, 0], [2, 0x100], [2, 0]),
    UNITY_MATRIX,
    numbers([4, 0], [4, 0]),
  );
  return joined([
    box('ftyp', latin('iso5'), numbers([4, 0]), latin('iso5mp41')),
    box(
      'moov',
      header,
      box('trak', trackHeader, media),
      box('mvex', fullBox('trex', 0, 0, numbers([4, 1], [4, 1], [4, 0], [4, 0], [4, 0]))),
    ),
  ]);
}

/** A media segment of samples that follow each other. @param start of the first, in ticks */
export function fragment(start: number, samples: readonly Sample[]): Uint8Array {
  const run = new Uint8Array(8 + samples.length * 8);
  const view = viewOf(run);
  view.setUint32(0, samples.length);
  samples.forEach(({ data, duration }, index) => {
    view.setUint32(8 + index * 8, duration);
    view.setUint32(12 + index * 8, data.length);
  });
  const moof = box(
    'moof',
    fullBox('mfhd', 0, 0, numbers([4, 1])),
    box(
      'traf',
      // Offsets count from the start of this box.
      fullBox('tfhd', 0, 0x020000, numbers([4, 1])),
      fullBox('tfdt', 1, 0, numbers([8, start])),
      // Data offset, and a duration and a size for each sample.
      fullBox('trun', 0, 0x000301, run),
    ),
  );
  const dataOffset = moof.length + 8;
  viewOf(moof).setUint32(moof.length - run.length + 4, dataOffset);
  return joined([moof, box('mdat', ...samples.map(({ data }) => data))]);
}
