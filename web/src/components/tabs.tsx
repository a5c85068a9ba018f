import { useLayoutEffect, useRef } from 'preact/hooks';
import { isHere } from '../router.ts';
import '../styles/tabs.css';

interface TabsProps {
  /** What the pages have in common. */
  label: string;
  /** An address may go on in another one's path: the longest that leads here is the one that is shown. */
  tabs: readonly { href: string; label: string }[];
}

/** Links between pages that belong together. */
export function Tabs({ label, tabs }: TabsProps) {
  const here = tabs
    .map(({ href }) => href)
    .filter((href) => isHere(pathIn(href)))
    .sort((a, b) => a.length - b.length)
    .at(-1);
  const nav = useRef<HTMLElement>(null);
  useLayoutEffect(() => {
    const { offsetLeft = 0, offsetWidth = 0 } =
      nav.current!.querySelector<HTMLElement>('[aria-current]') ?? {};
    // In the middle, where there are more than there is room for.
    nav.current!.scrollLeft = offsetLeft - (nav.current!.clientWidth - offsetWidth) / 2;
  }, [here]);
  return (
    <nav ref={nav} class="tabs" aria-label={label}>
      <ul>
        {tabs.map((tab) => (
          <li key={tab.href}>
            <a href={tab.href} aria-current={tab.href === here ? 'page' : undefined}>
              {tab.label}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function pathIn(href: string): string {
  return href.split('?', 1)[0]!;
}
