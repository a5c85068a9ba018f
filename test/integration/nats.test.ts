import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { natsOptions, reachNats } from '../../bus/nats.ts';
import { describeWith } from '../support/describe.ts';
import { startNats, type TestServer } from '../support/servers.ts';

const PASSWORD = 'p@ss/wört:';

describeWith(['nats'], 'NATS with a password', () => {
  let server: TestServer;
  let host: string;

  beforeAll(async () => {
    server = await startNats('--user', 'ana', '--pass', PASSWORD);
    host = new URL(server.url).host;
  });
  afterAll(() => server.stop());

  const reach = (account: string) => reachNats(natsOptions(`nats://${account}@${host}`));

  it('is reached with the right one, in which special characters are encoded', async () => {
    await reach(`ana:${encodeURIComponent(PASSWORD)}`);
  });

  it('is said to be there, but not to accept a wrong one, which is not shown', async () => {
    await expect(reach('ana:a-guess')).rejects.toThrow(
      `NATS at ${host} does not accept the user name or the password in CANTIGA_NATS_URL.`,
    );
  });
});
