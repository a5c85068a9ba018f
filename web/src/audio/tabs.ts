import type { Elsewhere } from './player.ts';

/** What tabs of one browser tell each other. */
type Message =
  | { kind: 'state'; tab: string; elsewhere: Elsewhere; isNew: boolean }
  | { kind: 'gone'; tab: string }
  | { kind: 'who'; tab: string };

export interface TabEvents {
  /** Another tab begins to play. */
  onTakenOver(): void;
  /** What another tab has; null when it has nothing any more. */
  onElsewhere(elsewhere: Elsewhere | null): void;
}

const CHANNEL = 'cantiga.player';

/** Lets one tab play at a time, and the others know what it plays. A browser without channels has tabs that do not know. */
export class Tabs {
  #tab = `${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`;
  #channel = typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel(CHANNEL);
  #mine: Elsewhere | null = null;
  #other: string | undefined;
  #events: TabEvents;

  constructor(events: TabEvents) {
    this.#events = events;
    this.#channel?.addEventListener('message', ({ data }) => this.#hear(data as Message));
    globalThis.addEventListener('pagehide', this.#leave);
    this.#send({ kind: 'who', tab: this.#tab });
  }

  /** What this tab has, when it is the one that has the music; null when it is not. */
  tell(mine: Elsewhere | null): void {
    const before = this.#mine;
    if (mine?.playing === before?.playing && mine?.track === before?.track) return;
    this.#mine = mine;
    if (mine === null) {
      this.#send({ kind: 'gone', tab: this.#tab });
      return;
    }
    const isNew = mine.playing && before?.playing !== true;
    this.#send({ kind: 'state', tab: this.#tab, elsewhere: mine, isNew });
    if (isNew) this.#others(undefined, null);
  }

  close(): void {
    globalThis.removeEventListener('pagehide', this.#leave);
    this.#leave();
    this.#channel?.close();
  }

  /** A tab that is closed does not dispose of anything before. */
  #leave = () => this.tell(null);

  #hear(message: Message): void {
    if (message.tab === this.#tab) return;
    if (message.kind === 'who') {
      if (this.#mine) this.#send({ kind: 'state', tab: this.#tab, elsewhere: this.#mine, isNew: false });
    } else if (message.kind === 'gone') {
      if (message.tab === this.#other) this.#others(undefined, null);
    } else if (message.isNew) {
      this.#mine = null;
      this.#others(message.tab, message.elsewhere);
      this.#events.onTakenOver();
    } else if (this.#mine?.playing !== true) {
      this.#others(message.tab, message.elsewhere);
    }
  }

  #others(tab: string | undefined, elsewhere: Elsewhere | null): void {
    this.#other = tab;
    this.#events.onElsewhere(elsewhere);
  }

  #send(message: Message): void {
    this.#channel?.postMessage(message);
  }
}
