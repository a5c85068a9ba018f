import type { ComponentChildren } from 'preact';
import { connected, look } from '../api/connection.ts';
import { Refused, Unreachable } from '../api/problem.ts';
import { t } from '../i18n/locale.ts';
import { paths } from '../path.ts';
import { explain } from '../state/explain.ts';
import { Button, ButtonLink } from './button.tsx';
import { Icon, type IconName } from './icon.tsx';
import '../styles/states.css';

interface EmptyProps {
  icon: IconName;
  title: string;
  text?: ComponentChildren;
  /** What one can do about it. */
  children?: ComponentChildren;
}

/** Where something could be and nothing is: says so, and why. */
export function Empty({ icon, title, text, children }: EmptyProps) {
  return (
    <div class="state">
      <Icon name={icon} size={40} />
      <h2 class="state-title some-lines" dir="auto">
        {title}
      </h2>
      {text && <p class="state-text">{text}</p>}
      {children && <div class="state-actions">{children}</div>}
    </div>
  );
}

/** What could not be loaded, why, and how to go on. */
export function Failure({ error, retry }: { error: unknown; retry: () => void }) {
  if (error instanceof Refused && error.type === 'not-found') return <NotFound />;
  const isAway = error instanceof Unreachable;
  return (
    <div class="state" role="alert">
      <Icon name={isAway ? 'offline' : 'alert'} size={40} />
      <h2 class="state-title">{t(isAway ? 'error.unreachable' : 'error.title')}</h2>
      <p class="state-text">{isAway ? t('error.unreachableText') : explain(error)}</p>
      <div class="state-actions">
        <Button
          icon="retry"
          onClick={() => {
            if (!connected.peek()) void look();
            retry();
          }}
        >
          {t('error.retry')}
        </Button>
      </div>
    </div>
  );
}

export function NotFound() {
  return (
    <Empty icon="search" title={t('error.notFoundTitle')} text={t('error.notFoundText')}>
      <ButtonLink href={paths.home} icon="home">
        {t('error.home')}
      </ButtonLink>
    </Empty>
  );
}

interface SkeletonProps {
  /** In the units of CSS. */
  width?: string;
  height?: string;
  round?: boolean;
}

/** Stands where something will be, as large as that; nothing moves when it comes. */
export function Skeleton({ width = '100%', height = '1em', round = false }: SkeletonProps) {
  return <span class={round ? 'skeleton skeleton-round' : 'skeleton'} style={{ width, height }} />;
}

/** Says to those who do not see skeletons that something is being loaded. */
export function Loading({ children }: { children: ComponentChildren }) {
  return (
    <div aria-busy="true">
      <p class="visually-hidden" role="status">
        {t('app.loading')}
      </p>
      <div aria-hidden="true">{children}</div>
    </div>
  );
}
