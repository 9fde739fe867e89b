import { useTranslation } from 'react-i18next';
import { Button } from '@/components/Button';
import styles from './Confirm.module.css';

export interface ConfirmProps {
  question: string;
  note: string;
  confirm?: string;
  onConfirm: () => void;
  onClose: () => void;
}

/** Asks once more in place of what was pressed. The keyboard stands on the harmless answer. */
export function Confirm({ question, note, confirm, onConfirm, onClose }: ConfirmProps) {
  const { t } = useTranslation('saved');
  return (
    <div
      className={styles.confirm}
      role="alertdialog"
      aria-label={question}
      data-testid="confirm"
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        // Only the question closes, not the dialog around it.
        event.preventDefault();
        event.stopPropagation();
        onClose();
      }}
    >
      <div className={styles.words}>
        <strong>{question}</strong> <span>{note}</span>
      </div>
      <div className={styles.answers}>
        <Button variant="secondary" size="sm" autoFocus onClick={onClose}>
          {t('confirm.keep')}
        </Button>
        <Button
          variant="secondary"
          size="sm"
          className={styles.delete}
          onClick={onConfirm}
          data-testid="confirm-delete"
        >
          {confirm ?? t('confirm.delete')}
        </Button>
      </div>
    </div>
  );
}
