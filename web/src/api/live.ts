import { effect, signal } from '@preact/signals';
import type { Events, ScanResource } from '../../../services/gateway/rest/resources.ts';
import { comebacks, connected } from './connection.ts';
import { BASE } from './http.ts';
import { renew, session } from './session.ts';

/** The scan that runs or the last one; undefined until the server has told of it. */
export const scan = signal<ScanResource | undefined>(undefined);
/** Position of the catalog: another one means that there is something new. Undefined until the server has told. */
export const position = signal<number | undefined>(undefined);
/** Where the listener's queue is on the engine; undefined until the server has told. */
export const queuePlace = signal<Events['queue'] | undefined>(undefined);

/** Milliseconds between two changes of the position that are passed on: while music is read, there is always something new. */
const CALM = 5000;
/** Milliseconds after which a stream that was refused is tried again. */
const AGAIN = 10_000;

let source: EventSource | undefined;
let again: ReturnType<typeof setTimeout> | undefined;
let calm: ReturnType<typeof setTimeout> | undefined;
let told = 0;

function open(): void {
  source = new EventSource(`${BASE}/events`);
  source.addEventListener('scan', (event) => {
    scan.value = JSON.parse(event.data) as Events['scan'];
  });
  source.addEventListener('library', (event) => {
    tell((JSON.parse(event.data) as Events['library']).position);
  });
  source.addEventListener('queue', (event) => {
    queuePlace.value = JSON.parse(event.data) as Events['queue'];
  });
  source.addEventListener('error', () => {
    // An answer other than a stream, such as 401, ends an EventSource for good.
    if (source?.readyState !== EventSource.CLOSED) return;
    close();
    again = setTimeout(() => {
      renew().then((isGood) => {
        if (isGood) open();
      }, open);
    }, AGAIN);
  });
}

function close(): void {
  clearTimeout(again);
  source?.close();
  source = undefined;
}

/** Passes a position on at once after a while of quiet, else when some time has passed since the last one. */
function tell(now: number): void {
  clearTimeout(calm);
  const wait = Math.max(0, told + CALM - Date.now());
  if (wait === 0 || position.peek() === undefined) {
    told = Date.now();
    position.value = now;
    return;
  }
  calm = setTimeout(() => tell(now), wait);
}

effect(() => {
  if (session.value !== 'in') {
    close();
    scan.value = undefined;
    queuePlace.value = undefined;
  } else if (source === undefined) {
    open();
  }
});
effect(() => {
  // A stream that broke with the server is opened anew when that is back, not only when its own time has come.
  if (comebacks.value > 0 && connected.peek() && session.peek() === 'in') {
    close();
    open();
  }
});
