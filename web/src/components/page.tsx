import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { currentTrack, isPlaying } from '../state/player.ts';
import '../styles/page.css';

interface PageProps {
  title: string;
  /** For pages whose heading is part of what they show, or needs no place. */
  hidesTitle?: boolean;
  /** Beside the title: how many, and the like. */
  about?: ComponentChildren;
  /** What can be chosen, at the end of the line of the title. */
  tools?: ComponentChildren;
  children: ComponentChildren;
}

/** A page with its heading. */
export function Page({ title, hidesTitle = false, about, tools, children }: PageProps) {
  useTitle(title);
  return (
    <div class="page">
      <header class={hidesTitle ? 'visually-hidden' : 'page-head'}>
        <div class="page-words">
          <h1 class="page-title some-lines" dir="auto">
            {title}
          </h1>
          {about && <p class="page-about">{about}</p>}
        </div>
        {tools && <div class="page-tools">{tools}</div>}
      </header>
      {children}
    </div>
  );
}

/** Names the window after the page, or after the music while it plays. */
export function useTitle(title: string): void {
  const track = currentTrack.value;
  const playing = isPlaying.value && track ? `${track.title} · ${track.displayArtist}` : undefined;
  useEffect(() => {
    document.title = playing ?? (title === '' ? 'Cantiga' : `${title} · Cantiga`);
  }, [title, playing]);
}

/** A part of a page under a heading of its own. */
export function Section({
  title,
  link,
  children,
}: {
  title: ComponentChildren;
  link?: ComponentChildren;
  children: ComponentChildren;
}) {
  return (
    <section class="section">
      <header class="section-head">
        <h2 class="section-title some-lines">{title}</h2>
        {link}
      </header>
      {children}
    </section>
  );
}
