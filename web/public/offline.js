// Goes on by itself when the server is there again. (Refreshing the page now and then would take the reader out of it.)
const LOOKED_AGAIN = 5000;

async function look() {
  try {
    const answer = await fetch(location.href, { method: 'HEAD', cache: 'no-store' });
    if (answer.ok) location.reload();
  } catch {}
}

setInterval(look, LOOKED_AGAIN);
addEventListener('online', look);
