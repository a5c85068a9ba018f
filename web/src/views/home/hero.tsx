import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { AlbumResource, ListOf } from '../../../../services/gateway/rest/resources.ts';
import { get } from '../../api/http.ts';
import { Button } from '../../components/button.tsx';
import { Cover } from '../../components/cover.tsx';
import { ArtistNames } from '../../components/names.tsx';
import { Skeleton } from '../../components/states.tsx';
import { span } from '../../i18n/format.ts';
import { t } from '../../i18n/locale.ts';
import { paths } from '../../path.ts';
import { colourSignal, tintOf } from '../../state/colours.ts';
import { isCurrentAlbum, isPlaying, playAlbum, player } from '../../state/player.ts';

type Pick = AlbumResource;

/** The album that was picked when home was first opened: who comes back finds it again. */
let picked: Pick | undefined;

async function pick(): Promise<Pick | undefined> {
  const { items } = await get<ListOf<AlbumResource>>('/albums?order=random&limit=4');
  return items.find(({ id }) => id !== picked?.id) ?? items[0];
}

/** One album, large: something to begin with for who does not know what they want. */
export function Hero() {
  const album = useSignal(picked);
  const another = () => {
    pick().then(
      (found) => {
        picked = found;
        album.value = found;
      },
      // The shelves below say what is wrong.
      () => {},
    );
  };
  useEffect(() => {
    if (album.peek() === undefined) another();
  }, []);
  const shown = album.value;
  if (shown === undefined) return <HeroSkeleton />;
  const sounds = isCurrentAlbum(shown.id) && isPlaying.value;
  return (
    <section class="hero tinted" aria-label={t('home.pick')} style={tintOf(colourSignal(shown.id).value)}>
      <a class="hero-cover" href={paths.album(shown.id)} tabIndex={-1} aria-hidden="true">
        <Cover key={shown.id} id={shown.id} size={320} eager />
      </a>
      <div class="hero-words">
        <p class="hero-kicker">{t('home.pick')}</p>
        <h2 class={`hero-name some-lines${shown.name.length > 18 ? ' hero-name-medium' : ''}`} dir="auto">
          <a href={paths.album(shown.id)}>{shown.name}</a>
        </h2>
        <p class="hero-artist some-lines" dir="auto">
          <ArtistNames artists={shown.artists} display={shown.displayArtist} />
        </p>
        <p class="hero-facts">
          {[shown.year && String(shown.year), t('album.tracks', { n: shown.songCount }), span(shown.duration)]
            .filter(Boolean)
            .join(' · ')}
        </p>
        <div class="hero-actions">
          <Button
            look="primary"
            icon={sounds ? 'pause' : 'play'}
            onClick={() => (isCurrentAlbum(shown.id) ? player.toggle() : playAlbum(shown.id))}
          >
            {t(sounds ? 'album.pause' : 'album.play')}
          </Button>
          <Button look="quiet" icon="shuffle" onClick={another}>
            {t('home.another')}
          </Button>
        </div>
      </div>
    </section>
  );
}

function HeroSkeleton() {
  return (
    <div class="hero tinted" aria-hidden="true">
      <div class="hero-cover">
        <div class="cover" />
      </div>
      <div class="hero-words">
        <Skeleton width="8rem" height="0.75rem" />
        <Skeleton width="min(24rem, 80%)" height="2.5rem" />
        <Skeleton width="10rem" />
        <div class="hero-actions">
          <Skeleton width="7rem" height="var(--hit)" />
        </div>
      </div>
    </div>
  );
}
