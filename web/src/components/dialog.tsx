import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { t } from '../i18n/locale.ts';
import { closeDialog, openDialogs, showDialog } from '../state/dialog.ts';
import { Button, IconButton } from './button.tsx';
import '../styles/dialog.css';

/** The dialogs that are open. */
export function DialogLayer() {
  return (
    <>
      {openDialogs.value.map(({ id, render }) => (
        <div key={id}>{render(() => closeDialog(id))}</div>
      ))}
    </>
  );
}

interface DialogProps {
  title: string;
  close: () => void;
  children: ComponentChildren;
  /** Buttons at its end. */
  actions?: ComponentChildren;
  /** What happens when the form that the dialog is, is sent. */
  submit?: () => void;
}

/** A dialog over the page, a form when it has something to submit. Escape and a click beside it close it. */
export function Dialog({ title, close, children, actions, submit }: DialogProps) {
  const box = useRef<HTMLDialogElement>(null);
  const heading = useId();
  useEffect(() => {
    const dialog = box.current!;
    const opener = document.activeElement as HTMLElement | null;
    dialog.showModal();
    return () => {
      dialog.close();
      opener?.focus({ preventScroll: true });
    };
  }, []);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape does what a click beside the dialog does
    <dialog
      ref={box}
      class="dialog"
      aria-labelledby={heading}
      onCancel={(event) => {
        event.preventDefault();
        close();
      }}
      onClick={(event) => {
        if (event.target === event.currentTarget) close();
      }}
    >
      <form
        class="dialog-form"
        onSubmit={(event) => {
          event.preventDefault();
          submit?.();
        }}
      >
        <header class="dialog-head">
          <h2 id={heading} class="dialog-title some-lines">
            {title}
          </h2>
          <IconButton icon="close" label={t('dialog.close')} size="small" onClick={close} />
        </header>
        <div class="dialog-body">{children}</div>
        {actions && <footer class="dialog-actions">{actions}</footer>}
      </form>
    </dialog>
  );
}

interface Question {
  title: string;
  text: ComponentChildren;
  /** What the button says that does it. */
  confirm: string;
  danger?: boolean;
}

/** Asks before something is done that cannot be undone; whether it shall be done. */
export function ask({ title, text, confirm, danger = false }: Question): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  showDialog((close) => {
    const answer = (yes: boolean) => () => {
      resolve(yes);
      close();
    };
    return (
      <Dialog
        title={title}
        close={answer(false)}
        submit={answer(true)}
        actions={
          <>
            <Button look="plain" onClick={answer(false)}>
              {t('dialog.cancel')}
            </Button>
            <Button look={danger ? 'danger' : 'primary'} submit>
              {confirm}
            </Button>
          </>
        }
      >
        {text}
      </Dialog>
    );
  });
  return promise;
}
