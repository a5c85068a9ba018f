import { Command } from 'commander';
import { readableSecret } from '../services/auth/generate.ts';
import { withEngine } from './engine.ts';
import { runTool } from './tool.ts';

// `npm run credentials -- …`: device credentials, and a new password for who has lost theirs.

const SERVICES = ['auth'];
const PASSWORD_GROUPS = 3;

const program = new Command('credentials')
  .description('Device credentials: passwords for apps, one for each, that can be revoked one by one.')
  .showHelpAfterError();
const command = (name: string, about: string) =>
  program.command(name).description(about).option('-u, --user <name>', 'whose', 'admin');

command('add', 'Make a credential, named for the device or app that it is for.')
  .argument('<name>')
  .action(async (name: string, { user }: { user: string }) => {
    const made = await withEngine(SERVICES, (call) => call('auth.createCredential', { name }, user));
    console.log(`Made ${made.id}. What follows is shown this once.\n`);
    console.log(`  User name  ${user}\n  Password   ${made.secret}\n  API key    ${made.apiKey}\n`);
    console.log('Enter user name and password in the app, or the API key alone where it asks for one.');
  });

command('list', 'List the credentials, with the last use of each.').action(
  async ({ user }: { user: string }) => {
    const credentials = await withEngine(SERVICES, (call) => call('auth.credentials', {}, user));
    if (credentials.length === 0) console.log(`${user} has no device credentials.`);
    for (const { id, name, created, lastUsed, lastClient } of credentials) {
      const used =
        lastUsed === undefined ? 'never used' : `used ${lastUsed}${lastClient ? ` by ${lastClient}` : ''}`;
      console.log(`${id}  ${name}  made ${created}, ${used}`);
    }
  },
);

command('revoke', 'Revoke a credential. It stops working at once.')
  .argument('<id>')
  .action(async (id: string, { user }: { user: string }) => {
    await withEngine(SERVICES, (call) => call('auth.revokeCredential', { id }, user));
    console.log(`Revoked ${id}.`);
  });

command('password', 'Give a user a new password, and end all their sign-ins.').action(
  async ({ user }: { user: string }) => {
    const password = readableSecret(PASSWORD_GROUPS);
    await withEngine(SERVICES, (call) => call('auth.changePassword', { username: user, password }, user));
    console.log(`The password of ${user} is now ${password}`);
  },
);

await runTool(async () => {
  await program.parseAsync();
});
