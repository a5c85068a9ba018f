import { t } from '../i18n/locale.ts';
import { dismiss, holdToasts, releaseToasts, toasts } from '../state/toasts.ts';
import { IconButton } from './button.tsx';
import '../styles/toasts.css';

/** What is said in passing, at the end of the page; read out as it comes. */
export function Toasts() {
  return (
    <section
      class="toasts"
      aria-label={t('toasts.label')}
      onPointerEnter={holdToasts}
      onPointerLeave={releaseToasts}
      onFocusIn={holdToasts}
      onFocusOut={releaseToasts}
    >
      <div role="status" aria-live="polite">
        {toasts.value.map(({ id, text, kind, action }) => (
          <div key={id} class={kind === 'failure' ? 'toast toast-failure' : 'toast'}>
            <p class="toast-text some-lines">{text}</p>
            {action && (
              <button
                type="button"
                class="toast-action"
                onClick={() => {
                  dismiss(id);
                  action.run();
                }}
              >
                {action.label}
              </button>
            )}
            <IconButton icon="close" label={t('toast.dismiss')} size="small" onClick={() => dismiss(id)} />
          </div>
        ))}
      </div>
    </section>
  );
}
