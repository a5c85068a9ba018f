import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

interface CardProps {
  title: string;
  text?: ComponentChildren;
  /** For addresses that lead to it. */
  id?: string;
  tools?: ComponentChildren;
  children: ComponentChildren;
}

/** What belongs together among the settings. */
export function Card({ title, text, id, tools, children }: CardProps) {
  const heading = useId();
  return (
    <section id={id} class="settings-card" aria-labelledby={heading}>
      <header class="settings-head">
        <div>
          <h2 id={heading} class="settings-title">
            {title}
          </h2>
          {text && <p class="settings-text">{text}</p>}
        </div>
        {tools}
      </header>
      {children}
    </section>
  );
}
