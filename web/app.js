const PAGE = 60;
/** Seconds for which a session is taken to be good that this tab has not begun or renewed itself. */
const OF_OTHERS = 300;
const element = (id) => document.getElementById(id);
let queue = [];
let playing = -1;
let renewal;
let poll;
let known = 0;

class Refused extends Error {
  constructor(code, message) {
    super(message);
    this.code = code;
  }
}

/** One Subsonic call with the session of this browser; a session that has ended is renewed once. */
async function rest(endpoint, params = {}, retry = true) {
  const asked = Date.now();
  const query = new URLSearchParams({ v: '1.16.1', c: 'cantiga-page', f: 'json', ...params });
  const answer = await (await fetch(`/rest/${endpoint}?${query}`)).json();
  const { status, error, ...body } = answer['subsonic-response'];
  if (status === 'ok') return body;
  if (retry && (await renew(asked))) return rest(endpoint, params, false);
  throw new Refused(error.code, error.message);
}

const media = (endpoint, params) =>
  `/rest/${endpoint}?${new URLSearchParams({ v: '1.16.1', c: 'cantiga-page', ...params })}`;

async function post(path, body) {
  return fetch(`/api/v1/${path}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body ?? {}),
  });
}

/** Tabs share the cookies of the session, so what one of them renews is renewed for all: this is when, in ms since 1970. */
const RENEWED = 'cantiga-renewed';

/** Tabs take turns. On a page without HTTPS they cannot: then the server gives all who renew at once the same. */
const inTurn = (work) => (navigator.locks ? navigator.locks.request(RENEWED, work) : work());

/** Renews the session, unless somebody has since it was found to have ended; whether it is good now. */
function renew(since = Date.now()) {
  renewal ??= inTurn(async () => {
    if (Number(localStorage.getItem(RENEWED)) >= since) {
      renewBefore(OF_OTHERS);
      return true;
    }
    const response = await post('refresh');
    if (response.ok) renewed((await response.json()).expiresIn);
    return response.ok;
  }).finally(() => {
    renewal = undefined;
  });
  return renewal;
}

function renewed(expiresIn) {
  localStorage.setItem(RENEWED, Date.now());
  renewBefore(expiresIn);
}

let renewTimer;
function renewBefore(seconds) {
  clearTimeout(renewTimer);
  renewTimer = setTimeout(renew, seconds * 800);
}

async function showLibrary() {
  element('sign-in').hidden = true;
  element('library').hidden = false;
  element('sign-out').hidden = false;
  known = -1;
  await showScan();
}

function showSignIn() {
  clearTimeout(poll);
  element('sign-in').hidden = false;
  element('library').hidden = true;
  element('sign-out').hidden = true;
  element('player').hidden = true;
  element('audio').removeAttribute('src');
}

async function albumsFrom(offset) {
  const { albumList2 } = await rest('getAlbumList2', { type: 'alphabeticalByArtist', size: PAGE, offset });
  return albumList2.album ?? [];
}

async function showMore() {
  const albums = await albumsFrom(element('albums').children.length);
  element('albums').append(...albums.map(tile));
  showEnds(albums.length);
}

function showEnds(loaded) {
  element('more').hidden = loaded < PAGE;
  element('empty').hidden = element('albums').children.length > 0;
}

function tile(album) {
  const button = document.createElement('button');
  button.type = 'button';
  button.dataset.album = album.id;
  const cover = document.createElement('img');
  cover.loading = 'lazy';
  cover.alt = '';
  cover.width = 300;
  cover.height = 300;
  cover.src = media('getCoverArt', { id: album.coverArt ?? album.id, size: 300 });
  const name = document.createElement('strong');
  name.textContent = album.name;
  const artist = document.createElement('span');
  artist.textContent = [album.displayArtist ?? album.artist, album.year].filter(Boolean).join(' · ');
  button.append(cover, name, artist);
  button.setAttribute('aria-label', `Play ${album.name}, ${artist.textContent}`);
  button.addEventListener('click', () => playAlbum(album.id, button).catch(fail));
  const item = document.createElement('li');
  item.append(button);
  return item;
}

async function playAlbum(id, button) {
  const { album } = await rest('getAlbum', { id });
  for (const other of document.querySelectorAll('#albums [aria-current]'))
    other.removeAttribute('aria-current');
  button.setAttribute('aria-current', 'true');
  queue = album.song;
  await play(0);
}

async function play(index) {
  const song = queue[index];
  if (song === undefined) return;
  playing = index;
  element('player').hidden = false;
  element('now').textContent = `${song.title} — ${song.displayArtist ?? song.artist}`;
  element('now-cover').src = media('getCoverArt', { id: song.coverArt ?? song.id, size: 128 });
  element('audio').src = media('stream', { id: song.id });
  await element('audio').play();
}

/** Says how far the scan is; albums that are found meanwhile show up. */
async function showScan() {
  const { scanStatus } = await rest('getScanStatus');
  const count = scanStatus.count.toLocaleString();
  element('scan').textContent = scanStatus.scanning
    ? `Reading the music: ${count} tracks so far …`
    : `${count} tracks`;
  const grown = scanStatus.count !== known && element('albums').children.length <= PAGE;
  known = scanStatus.count;
  if (grown) await showAgain();
  clearTimeout(poll);
  poll = setTimeout(() => showScan().catch(fail), scanStatus.scanning ? 2000 : 5000);
}

async function showAgain() {
  const current = document.querySelector('#albums [aria-current]')?.dataset.album;
  const albums = await albumsFrom(0);
  element('albums').replaceChildren(...albums.map(tile));
  document
    .querySelector(`#albums [data-album="${CSS.escape(current ?? '')}"]`)
    ?.setAttribute('aria-current', 'true');
  showEnds(albums.length);
}

function fail(error) {
  if (error instanceof Refused && error.code === 40) showSignIn();
  else element('scan').textContent = `This did not work: ${error.message}`;
}

element('server').textContent = location.origin;

element('sign-in').addEventListener('submit', async (event) => {
  event.preventDefault();
  const message = element('sign-in-error');
  message.textContent = '';
  try {
    const response = await post('sign-in', Object.fromEntries(new FormData(event.target)));
    const answer = await response.json();
    if (!response.ok) {
      message.textContent = answer.title;
      return;
    }
    event.target.reset();
    renewed(answer.expiresIn);
    await showLibrary();
  } catch {
    message.textContent = 'The server does not answer.';
  }
});

element('sign-out').addEventListener('click', async () => {
  await post('sign-out');
  showSignIn();
});

element('more').addEventListener('click', () => showMore().catch(fail));
element('audio').addEventListener('ended', () => play(playing + 1).catch(fail));
element('audio').addEventListener('error', () => {
  if (!element('audio').hasAttribute('src')) return;
  const title = queue[playing]?.title;
  element('now').textContent = `“${title}” cannot be played here.`;
});

// A browser that was signed in before goes on where it was.
try {
  await rest('ping');
  renewBefore(OF_OTHERS);
  await showLibrary();
} catch (error) {
  if (error instanceof Refused) showSignIn();
  else fail(error);
}
