import { render } from 'preact';
import './styles/tokens.css';
import './styles/base.css';
import { PATIENCE } from './api/connection.ts';
import { beginSession } from './api/session.ts';
import { App } from './app.tsx';
import { t } from './i18n/locale.ts';
import { reportListening } from './listening/report.ts';
import { startRouter } from './router.ts';
import { shareQueue } from './sharing/share.ts';
import { showPreferences } from './state/preferences.ts';
import { toast } from './state/toasts.ts';

// A part of the player that is no longer there was replaced by a newer one while this page was open.
addEventListener('vite:preloadError', (event) => {
  event.preventDefault();
  toast(t('app.updated'), { action: { label: t('app.reload'), run: () => location.reload() } });
});

// Whose texts do not come reads the player in English until they do.
await Promise.race([showPreferences(), new Promise((resolve) => setTimeout(resolve, PATIENCE))]);
startRouter();
beginSession();
reportListening();
shareQueue();
const root = document.getElementById('app')!;
root.replaceChildren();
render(<App />, root);
if (import.meta.env.PROD && isSecureContext) void navigator.serviceWorker?.register('/sw.js');
