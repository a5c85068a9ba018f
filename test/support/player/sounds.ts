import type { Page } from 'playwright-core';

declare global {
  interface Window {
    /** The loudest sample of the last look, 0 to 1. */
    loudness(): number;
  }
}

/** Lets the page tell how loud what goes out is. To be called before the page is opened. */
export async function listenTo(page: Page): Promise<void> {
  await page.addInitScript(() => {
    let analyser: AnalyserNode | undefined;
    const connect = AudioNode.prototype.connect as (this: AudioNode, to: AudioNode) => AudioNode;
    AudioNode.prototype.connect = function (this: AudioNode, to: AudioNode) {
      if (to === this.context.destination) {
        analyser = this.context.createAnalyser();
        connect.call(this, analyser);
      }
      return connect.call(this, to);
    } as AudioNode['connect'];
    window.loudness = () => {
      const samples = new Float32Array(2048);
      analyser?.getFloatTimeDomainData(samples);
      return samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
    };
  });
}

/** Waits until music is heard and its time goes on. */
export async function isHeard(page: Page): Promise<void> {
  await page.waitForFunction(() => window.loudness() > 0.01);
  const at = await position(page);
  await page.waitForFunction(
    (before) => Number(document.querySelector<HTMLInputElement>('.seek .slider')!.value) > before,
    at,
  );
}

/** Second of the track that the bar shows. */
export function position(page: Page): Promise<number> {
  return page.locator('.seek .slider').evaluate((slider) => Number((slider as HTMLInputElement).value));
}
