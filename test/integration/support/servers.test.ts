import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, it } from '@jest/globals';
import { describeWith } from '../../support/describe.ts';
import { startNats } from '../../support/servers.ts';

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

async function gone(pid: number): Promise<void> {
  while (isAlive(pid)) await delay(10);
}

/** A process that starts a server, tells its pid, and then only waits. */
function startTestProcess(): ChildProcess {
  const module = JSON.stringify(resolve(import.meta.dirname, '../../support/servers.ts'));
  const script = `const { startNats } = await import(${module}); console.log((await startNats()).pid); setInterval(() => {}, 9999);`;
  return spawn(process.execPath, ['--input-type=module', '--eval', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

describeWith(['nats'], 'a server for tests', () => {
  it('accepts connections once it is said to be there, and has ended once it is stopped', async () => {
    const server = await startNats();
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
    await once(socket, 'connect');
    socket.destroy();
    await server.stop();
    expect(isAlive(server.pid)).toBe(false);
  });

  it('can be stopped after it has died by itself', async () => {
    const server = await startNats();
    process.kill(server.pid, 'SIGKILL');
    await gone(server.pid);
    await server.stop();
  });

  it('does not outlive a test process that is killed', async () => {
    const tests = startTestProcess();
    const [line] = (await once(tests.stdout!, 'data')) as [Buffer];
    const server = Number(line.toString());
    expect(isAlive(server)).toBe(true);
    tests.kill('SIGKILL');
    await gone(server);
  });
});
