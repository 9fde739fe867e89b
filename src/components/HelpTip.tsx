import { CircleHelp } from 'lucide-react';
import { type ReactNode, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './Popover.module.css';
import { placePopover } from './placePopover';

/** A small ? that opens an explanation. The browser's popover closes it on Escape or a click elsewhere. */
export function HelpTip({ label, children }: { label: string; children: ReactNode }) {
  const { t } = useTranslation('common');
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  return (
    <>
      <button
        ref={button}
        type="button"
        className={styles.mark}
        aria-label={t('helpFor', { label })}
        aria-expanded={open}
        popoverTarget={id}
      >
        <CircleHelp size="1em" aria-hidden />
      </button>
      <div
        id={id}
        popover="auto"
        role="note"
        className={`${styles.popover} ${styles.help}`}
        onToggle={(event) => {
          const isOpen = event.newState === 'open';
          setOpen(isOpen);
          // The words are drawn by the state above: measure them one frame later.
          if (isOpen) {
            const element = event.currentTarget;
            requestAnimationFrame(() => button.current && placePopover(element, button.current));
          }
        }}
      >
        {open && children}
      </div>
    </>
  );
}
