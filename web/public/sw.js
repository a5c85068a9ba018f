// Shows a page of its own where the server cannot be reached when the player is opened. Nothing else is answered from
// here: music and lists are the server's, and the browser's own cache keeps what has a hash in its name.
const CACHE = 'cantiga-offline-3';
const PAGES = ['/offline.html', '/offline.css', '/offline.js', '/icon.svg'];

self.addEventListener('install', (event) => {
  // What a page says while it goes would have to wait for this script, and be lost.
  event.addRoutes?.({ condition: { urlPattern: { pathname: '/api/*' } }, source: 'network' });
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(PAGES)));
});
self.addEventListener('activate', (event) => {
  const others = async () => {
    const names = await caches.keys();
    await Promise.all(names.filter((name) => name !== CACHE).map((name) => caches.delete(name)));
  };
  event.waitUntil(others());
});
self.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== location.origin) return;
  if (request.mode === 'navigate')
    event.respondWith(fetch(request).catch(() => caches.match('/offline.html')));
  else if (PAGES.includes(pathname)) event.respondWith(fetch(request).catch(() => caches.match(pathname)));
});
