import type { Plugin } from 'vite';

/**
 * Lets the script of the page run before anything is painted, where browsers can: nobody sees the page flash in the
 * theme of the system before it takes on the one that was chosen. Vite drops the attribute from the sources.
 */
export function renderBlocking(): Plugin {
  return {
    name: 'cantiga:render-blocking',
    transformIndexHtml: {
      order: 'post',
      handler: (html) => html.replace('<script type="module"', '<script type="module" blocking="render"'),
    },
  };
}
