import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { VARIABLES } from '../config.ts';

/** Text of docs/configuration.md, from the table of variables in config.ts. */
export function configurationPage(): string {
  const rows = Object.values(VARIABLES).map(
    ({ name, about, allowed, shown }) =>
      `| \`CANTIGA_${name}\` | ${about} | ${cell(allowed)} | ${cell(shown)} |`,
  );
  return `# Configuration

Cantiga is configured by environment variables. All of them may be left out; an empty one counts as left out. A value
that is not allowed, and a \`CANTIGA_\` variable that does not exist, stop the start with a message that names it.

| Variable | What it sets | Allowed | Default |
|---|---|---|---|
${rows.join('\n')}

An example: two music folders, and the data elsewhere.

\`\`\`sh
CANTIGA_MUSIC=/srv/music:/home/ana/music CANTIGA_DATA=/var/lib/cantiga npm start
\`\`\`

## Several processes
Processes that work together share \`CANTIGA_NATS_URL\`, \`CANTIGA_NAMESPACE\` and \`CANTIGA_SECRET\`. Each has a data
folder of its own, and \`CANTIGA_MUSIC\` matters only to those that run \`services/library\`.

## What is secret
\`CANTIGA_SECRET\`, \`CANTIGA_ADMIN_PASSWORD\`, and \`CANTIGA_MONGO_URL\` and \`CANTIGA_NATS_URL\` when they hold a
password. Messages about a wrong secret tell its length only.

<!-- Made by \`npm run docs\` from config.ts. -->
`;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}

if (import.meta.main)
  writeFileSync(resolve(import.meta.dirname, '../docs/configuration.md'), configurationPage());
