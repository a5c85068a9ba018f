import { SingleBar } from 'cli-progress';
import type { Fault } from '../mixins/projection/verdict.ts';
import type { Verified, VerifiedModel, VerifyOptions } from '../mixins/projection/verify.ts';

// What `npm run playback -- verify` shows.

const LONGEST_VALUE = 200;
const SAID: Record<Fault, string> = {
  wrong: 'says something else than the journal',
  missing: 'is missing',
  extra: 'should not be there',
  behind: 'is not as far as the journal',
};

/** A bar on a terminal, nothing elsewhere. */
export function verifyProgress(): { update: NonNullable<VerifyOptions['onProgress']>; end(): void } {
  const bar = new SingleBar({
    format: '{what}: {value} {unit} · {duration_formatted}',
    hideCursor: true,
    clearOnComplete: true,
    noTTYOutput: false,
    fps: 5,
  });
  bar.start(0, 0, { what: 'Reading the journal', unit: 'events' });
  return {
    update(done) {
      if ('events' in done) bar.update(done.events, { what: 'Reading the journal', unit: 'events' });
      else bar.update(done.documents, { what: `Comparing ${done.model}`, unit: 'documents' });
    },
    end: () => bar.stop(),
  };
}

/** @param seconds that it took */
export function verifyReport({ equal, journal, models }: Verified, seconds: number): string {
  const { commits, events, faults, findings } = journal;
  return [
    `journal    ${count(commits, 'commit')}, ${count(events, 'event')}: ${faults === 0 ? 'whole' : count(faults, 'fault')}`,
    ...findings.map(({ partition, position, what }) => `  ${partition}:${position}  ${what}`),
    ...andMore(faults - findings.length),
    ...models.flatMap(modelReport),
    '',
    `${equal ? 'Every read model equals a fold of the journal' : 'NOT EQUAL'}. ${seconds.toFixed(1)} s`,
  ].join('\n');
}

function modelReport({ model, documents, faults, findings, problem }: VerifiedModel): string[] {
  const total = Object.values(faults).reduce((sum, each) => sum + each, 0);
  const kinds = Object.entries(faults).filter(([, each]) => each > 0);
  const said = kinds.map(([kind, each]) => `${each} ${kind}`).join(', ') || 'equal';
  return [
    `${model.padEnd(10)} ${count(documents, 'document')}: ${problem ?? said}`,
    ...findings.flatMap(({ id, kind, fields = {} }) => [
      `  ${id} ${SAID[kind]}`,
      ...Object.entries(fields).map(
        ([name, { stored, journal }]) => `    ${name}: ${shown(stored)}, by the journal ${shown(journal)}`,
      ),
    ]),
    ...andMore(total - findings.length),
  ];
}

function andMore(more: number): string[] {
  return more > 0 ? [`  … and ${more} more`] : [];
}

function count(n: number, unit: string): string {
  return `${n.toLocaleString('en')} ${unit}${n === 1 ? '' : 's'}`;
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text;
}
