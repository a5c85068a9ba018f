import { DatabaseSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';

// The thread of a bare SQLite loop: see bare-sqlite.ts.

const { file, keys, event, seconds, group } = workerData as {
  file: string;
  keys: boolean;
  event: Record<string, unknown>;
  /** For which it writes by itself; 0: it writes what it is sent. */
  seconds: number;
  /** Events in each transaction of its own. */
  group: number;
};
const port = parentPort!;

const db = new DatabaseSync(file);
db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
const unique = keys ? ', UNIQUE (stream, v), UNIQUE (stream, cmd)' : '';
db.exec(
  `CREATE TABLE events (id INTEGER PRIMARY KEY, stream TEXT, v INTEGER, cmd TEXT, doc TEXT NOT NULL${unique})`,
);
const insert = db.prepare('INSERT INTO events (stream, v, cmd, doc) VALUES (?, ?, ?, ?)');

function write(v: number): void {
  const made = { ...event, stream: `${event.stream}${v % group}`, v, cmd: `${event.cmd}${v}` };
  insert.run(made.stream, v, made.cmd, JSON.stringify(made));
}

function loop(): void {
  const from = performance.now();
  let n = 0;
  while (performance.now() - from < seconds * 1000) {
    db.exec('BEGIN IMMEDIATE');
    for (let i = 0; i < group; i++) write(n++);
    db.exec('COMMIT');
  }
  port.postMessage(n / ((performance.now() - from) / 1000));
  db.close();
}

if (seconds > 0) loop();
else
  port.on('message', (versions: number[] | null) => {
    if (versions === null) {
      db.close();
      port.close();
      return;
    }
    db.exec('BEGIN IMMEDIATE');
    for (const v of versions) write(v);
    db.exec('COMMIT');
    port.postMessage(versions.length);
  });
