/** Seconds of the ramps that keep a start, a stop or a jump from clicking. */
const FADE = 0.015;
/** Milliseconds of silence after which the audio device is let go. */
const IDLE = 30_000;

/**
 * What stands between the audio element and the loudspeaker: the gain of the track, a fader, the volume.
 * Made inside the first click, as browsers want it.
 */
export class AudioGraph {
  readonly context = new AudioContext({ latencyHint: 'interactive' });
  #gain = this.context.createGain();
  #fader = this.context.createGain();
  #volume = this.context.createGain();
  #idle: ReturnType<typeof setTimeout> | undefined;

  constructor(element: HTMLAudioElement) {
    const source = this.context.createMediaElementSource(element);
    source.connect(this.#gain).connect(this.#fader).connect(this.#volume).connect(this.context.destination);
  }

  /** Takes the device. Does nothing while it is taken. */
  async wake(): Promise<void> {
    clearTimeout(this.#idle);
    if (this.context.state !== 'running') await this.context.resume();
  }

  /** Lets go of the device when nothing has woken it for a while. */
  rest(): void {
    clearTimeout(this.#idle);
    this.#idle = setTimeout(() => void this.context.suspend(), IDLE);
  }

  fadeIn(): void {
    this.#ramp(this.#fader.gain, 1);
  }

  /** @returns milliseconds until it is silent */
  fadeOut(): number {
    this.#ramp(this.#fader.gain, 0);
    return (FADE + this.context.baseLatency) * 1000;
  }

  setVolume(factor: number): void {
    this.#ramp(this.#volume.gain, factor);
  }

  /** The gain of the track that is heard. */
  setGain(factor: number): void {
    this.#gain.gain.cancelScheduledValues(0);
    this.#gain.gain.value = factor;
  }

  /** The gain of the next track, to hold from `seconds` from now on. */
  scheduleGain(factor: number, seconds: number): void {
    this.#gain.gain.cancelScheduledValues(0);
    this.#gain.gain.setValueAtTime(factor, this.context.currentTime + Math.max(0, seconds));
  }

  #ramp(parameter: AudioParam, value: number): void {
    const now = this.context.currentTime;
    parameter.cancelScheduledValues(0);
    parameter.setValueAtTime(parameter.value, now);
    parameter.linearRampToValueAtTime(value, now + FADE);
  }
}
