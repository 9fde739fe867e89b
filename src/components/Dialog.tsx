import { X } from 'lucide-react';
import { type ReactNode, useEffect, useId, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { cx } from './cx';
import styles from './Dialog.module.css';
import { IconButton } from './IconButton';

export interface DialogProps {
  title: ReactNode;
  open: boolean;
  onClose: () => void;
  /** `lg` and `xl` for tables */
  size?: 'md' | 'lg' | 'xl';
  children: ReactNode;
}

/** The browser's modal dialog: focus stays in it, Escape and a click beside it close it. */
export function Dialog({ title, open, onClose, size = 'md', children }: DialogProps) {
  const { t } = useTranslation('common');
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (!open) return dialog.current?.close();
    dialog.current?.showModal();
    // The browser takes the first button, which is Close; React knows no autofocus that it would heed.
    dialog.current?.querySelector<HTMLElement>('[data-autofocus]:enabled, [data-autofocus] select')?.focus();
  }, [open]);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the browser closes a dialog on Escape
    <dialog
      ref={dialog}
      className={cx(styles.dialog, styles[size])}
      aria-labelledby={id}
      onClose={onClose}
      onClick={(event) => {
        // Only the backdrop is the dialog itself: everything else is inside .content.
        if (event.target === event.currentTarget) onClose();
      }}
    >
      {open && (
        <div className={styles.content}>
          <header className={styles.header}>
            <h2 id={id} className={styles.title}>
              {title}
            </h2>
            <IconButton label={t('close')} icon={X} onClick={onClose} />
          </header>
          {children}
        </div>
      )}
    </dialog>
  );
}
