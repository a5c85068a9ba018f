import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { t } from '../i18n/locale.ts';
import { IconButton } from './button.tsx';
import '../styles/shelf.css';

interface ShelfProps {
  title: string;
  /** Where all of it is. */
  href?: string;
  children: ComponentChildren;
}

/** A row that goes on beyond the edge of the page. */
export function Shelf({ title, href, children }: ShelfProps) {
  const row = useRef<HTMLUListElement>(null);
  const ends = useSignal({ isAtStart: true, isAtEnd: true });
  const look = () => {
    if (row.current === null) return;
    const { scrollLeft, scrollWidth, clientWidth } = row.current;
    const at = Math.abs(scrollLeft);
    const isAtStart = at < 4;
    const isAtEnd = at > scrollWidth - clientWidth - 4;
    const before = ends.peek();
    if (before.isAtStart !== isAtStart || before.isAtEnd !== isAtEnd) ends.value = { isAtStart, isAtEnd };
  };
  useEffect(() => {
    const observer = new ResizeObserver(look);
    observer.observe(row.current!);
    return () => observer.disconnect();
  }, []);
  const go = (direction: 1 | -1) => {
    const { clientWidth } = row.current!;
    row.current!.scrollBy({ left: direction * clientWidth * 0.85, behavior: 'smooth' });
  };
  const { isAtStart, isAtEnd } = ends.value;
  return (
    <section class="shelf" aria-label={title}>
      <header class="section-head">
        <h2 class="section-title some-lines">{title}</h2>
        {href && (
          <a class="quiet-link" href={href} aria-label={t('home.allOf', { what: title })}>
            {t('home.all')}
          </a>
        )}
        {!(isAtStart && isAtEnd) && (
          <div class="shelf-arrows">
            <IconButton
              icon="left"
              size="small"
              label={t('shelf.earlier', { what: title })}
              disabled={isAtStart}
              onClick={() => go(-1)}
            />
            <IconButton
              icon="right"
              size="small"
              label={t('shelf.later', { what: title })}
              disabled={isAtEnd}
              onClick={() => go(1)}
            />
          </div>
        )}
      </header>
      <ul ref={row} class="shelf-row" onScroll={look}>
        {children}
      </ul>
    </section>
  );
}
