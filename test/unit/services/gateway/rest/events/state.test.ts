import { describe, expect, it } from '@jest/globals';
import { news, type State, seenWith } from '../../../../../../services/gateway/rest/events/state.ts';

const scan = {
  scanning: false,
  state: 'idle',
  tracks: 1,
  seen: 1,
  read: 1,
  toRead: 1,
  problems: 0,
  unavailable: [],
};
const state = (tracks: number, position: number) =>
  ({ scan: { ...scan, tracks }, library: { position } }) as Partial<State>;
const eventsIn = (text: string) => [...text.matchAll(/^event: (.*)$/gm)].map(([, name]) => name);
const lastId = (text: string) => [...text.matchAll(/^id: (.*)$/gm)].at(-1)![1]!;

describe('events', () => {
  it('tell all to whom nothing has been told, and then only what has changed', () => {
    const first = news(seenWith(undefined), state(1, 7));
    expect(eventsIn(first.text)).toEqual(['scan', 'library']);
    expect(first.text).toContain('data: {"position":7}\n\n');
    expect(news(first.seen, state(1, 7)).text).toBe('');
    expect(eventsIn(news(first.seen, state(1, 8)).text)).toEqual(['library']);
    expect(eventsIn(news(first.seen, state(2, 7)).text)).toEqual(['scan']);
  });

  it('go on after any of them, by its id', () => {
    const { text } = news(seenWith(undefined), state(1, 7));
    const [scanOnly] = text.split('\n\n');
    expect(eventsIn(news(seenWith(lastId(scanOnly!)), state(1, 7)).text)).toEqual(['library']);
    expect(news(seenWith(lastId(text)), state(1, 7)).text).toBe('');
    expect(eventsIn(news(seenWith(lastId(text)), state(1, 3)).text)).toEqual(['library']);
  });

  it('begin anew after an id that is none', () => {
    for (const id of ['', 'x', '1.2.3', '1.zz', '\u0000']) {
      expect(eventsIn(news(seenWith(id), state(1, 7)).text)).toEqual(['scan', 'library']);
    }
  });

  it('are one line of data each, whatever is in them', () => {
    const odd = { ...state(1, 7), scan: { ...scan, state: 'a\n\nb' } } as unknown as State;
    expect(news(seenWith(undefined), odd).text.split('\n\n')).toHaveLength(3);
  });
});
