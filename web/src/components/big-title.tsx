import type { ComponentChildren } from 'preact';

/** The name that a page is about: long ones are set smaller, so that they are still names and not pages. */
export function BigTitle({ name, children }: { name: string; children?: ComponentChildren }) {
  const size = name.length > 60 ? ' album-title-small' : name.length > 24 ? ' album-title-medium' : '';
  return (
    <h1 class={`album-title some-lines${size}`} dir="auto">
      {name}
      {children}
    </h1>
  );
}
