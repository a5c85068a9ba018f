import type { Page } from 'playwright-core';

interface LayoutShift extends PerformanceEntry {
  value: number;
  hadRecentInput: boolean;
}

/**
 * What is not as good pages have it, one line for each: nothing, it is hoped. What Lighthouse asks of best practice, of what
 * helps search and install, as far as it can be seen in the page.
 */
export async function faultsOn(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const faults: string[] = [];
    const check = (isGood: boolean, fault: string) => {
      if (!isGood) faults.push(fault);
    };
    const all = <T extends Element>(selector: string) => [...document.querySelectorAll<T>(selector)];
    const meta = (name: string) =>
      document.querySelector<HTMLMetaElement>(`meta[name="${name}"]`)?.content ?? '';

    check(document.compatMode === 'CSS1Compat' && document.characterSet === 'UTF-8', 'doctype or charset');
    check(document.documentElement.lang !== '', 'no language');
    check(document.title.trim() !== '', 'no title');
    check(meta('description') !== '', 'no description');
    check(meta('theme-color') !== '', 'no theme colour');
    check(/width=device-width/.test(meta('viewport')), 'no viewport');
    check(!/user-scalable=no|maximum-scale/.test(meta('viewport')), 'cannot be enlarged');
    check(document.querySelector('link[rel=manifest]') !== null, 'no manifest');
    check(document.querySelector('link[rel~=icon]') !== null, 'no icon');

    for (const link of all<HTMLAnchorElement>('a'))
      check(link.href !== '', `a link without address: ${link.outerHTML}`);
    for (const link of all<HTMLAnchorElement>('a[target=_blank]'))
      check(/noopener|noreferrer/.test(link.rel), `a link that gives the window away: ${link.href}`);
    for (const field of all<HTMLInputElement>('input[type=password]'))
      check(field.autocomplete !== '' && field.autocomplete !== 'off', 'a password that cannot be kept');
    for (const image of all<HTMLImageElement>('img')) {
      check(image.hasAttribute('alt'), `a picture without alt: ${image.src}`);
      if (!image.complete || image.naturalWidth === 0 || image.width === 0) continue;
      const isCut = getComputedStyle(image).objectFit !== 'fill';
      const ratio = image.naturalWidth / image.naturalHeight / (image.width / image.height);
      check(isCut || Math.abs(ratio - 1) < 0.05, `a picture out of shape: ${image.src}`);
    }

    for (const { name, responseStatus } of performance.getEntriesByType(
      'resource',
    ) as PerformanceResourceTiming[]) {
      check(new URL(name).origin === location.origin, `from elsewhere: ${name}`);
      check(responseStatus < 400, `${responseStatus}: ${name}`);
    }
    const reports = new ReportingObserver(() => {}, {
      buffered: true,
      types: ['deprecation', 'intervention'],
    });
    reports.observe();
    for (const { body } of reports.takeRecords())
      faults.push((body as unknown as { message: string }).message);
    reports.disconnect();
    return faults;
  });
}

/** How far things have moved since the page was loaded, as cumulative layout shift: 0 when all stayed where it was. */
export function shiftOf(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        let sum = 0;
        const observer = new PerformanceObserver((list) => {
          for (const { hadRecentInput, value } of list.getEntries() as LayoutShift[])
            if (!hadRecentInput) sum += value;
        });
        observer.observe({ type: 'layout-shift', buffered: true });
        requestAnimationFrame(() => requestAnimationFrame(() => resolve(sum)));
      }),
  );
}
