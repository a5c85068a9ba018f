/** What a page that is under test has on its `window`. */
export interface Tap {
  /** Samples a second. */
  readonly rate: number;
  /** Everything that has come out since the recording began, both channels mixed. */
  recorded(): Float32Array;
  restart(): void;
  /** How much sound has come out since, silence not counted. */
  seconds(): number;
  /** The tone of the last quarter of a second of sound. */
  hertz(): number;
  /** Whether a quarter of a second of such a tone is in what was recorded. */
  hasTone(hertz: number): boolean;
  /** The highest amplitude of the last `seconds`. */
  level(seconds: number): number;
  /** Milliseconds of `performance.now()` when sound was first seen after `watch`; undefined before. */
  heardAt: number | undefined;
  /** Waits for sound. */
  watch(): void;
}

/** A sample that is sound and no dither. */
const AUDIBLE = 0.002;
const isAudible = (sample: number) => Math.abs(sample) > AUDIBLE;
const WORKLET = '/audio-test/worklet.js';

/** Listens at the place where all sound of the page goes out. To be called before the player is made. */
export function tapOutput(): Tap {
  let chunks: Float32Array[] = [];
  let context: AudioContext | undefined;
  let analyser: AnalyserNode | undefined;
  const connect = AudioNode.prototype.connect as (this: AudioNode, to: AudioNode) => AudioNode;

  async function record(from: AudioNode): Promise<void> {
    const { audioWorklet } = from.context;
    await audioWorklet.addModule(WORKLET);
    const recorder = new AudioWorkletNode(from.context, 'recorder');
    recorder.port.onmessage = ({ data }) => chunks.push(data as Float32Array);
    connect.call(from, recorder);
  }

  AudioNode.prototype.connect = function (this: AudioNode, to: AudioNode) {
    if (to === this.context.destination) {
      context = this.context as AudioContext;
      analyser = context.createAnalyser();
      analyser.fftSize = 512;
      connect.call(this, analyser);
      void record(this);
    }
    return connect.call(this, to);
  } as AudioNode['connect'];

  const look = () => {
    const samples = new Float32Array(512);
    analyser?.getFloatTimeDomainData(samples);
    const first = samples.findIndex(isAudible);
    if (first < 0) {
      setTimeout(look, 1);
      return;
    }
    const { sampleRate, outputLatency, baseLatency } = context!;
    const ago = ((samples.length - first) / sampleRate) * 1000;
    // Behind this place comes only what the device itself needs.
    tap.heardAt = performance.now() - ago + (baseLatency + (outputLatency || 0)) * 1000;
  };

  const audible = () => chunks.flatMap((chunk) => (chunk.some(isAudible) ? [...chunk] : []));

  const tap: Tap = {
    get rate() {
      return context?.sampleRate ?? 0;
    },
    recorded() {
      const all = new Float32Array(chunks.reduce((sum, { length }) => sum + length, 0));
      let at = 0;
      for (const chunk of chunks) {
        all.set(chunk, at);
        at += chunk.length;
      }
      return all;
    },
    restart() {
      chunks = [];
    },
    seconds: () => audible().length / tap.rate,
    hertz: () => hertzOf(audible().slice(-tap.rate / 4), tap.rate),
    hasTone(hertz) {
      const sound = audible();
      const length = Math.floor(tap.rate / 4);
      for (let from = 0; from + length <= sound.length; from += Math.floor(tap.rate / 20)) {
        if (Math.abs(hertzOf(sound.slice(from, from + length), tap.rate) - hertz) < hertz / 50) return true;
      }
      return false;
    },
    level(seconds) {
      const part = tap.recorded().slice(-tap.rate * seconds);
      return part.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
    },
    heardAt: undefined,
    watch() {
      tap.heardAt = undefined;
      look();
    },
  };
  return tap;
}

function hertzOf(part: readonly number[], rate: number): number {
  const rising = part.flatMap((sample, at) => (sample >= 0 && part[at - 1]! < 0 ? at : []));
  return ((rising.length - 1) * rate) / (rising.at(-1)! - rising[0]!);
}
