import { ClipboardPaste } from 'lucide-react';
import { type FormEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, type ButtonProps } from '@/components/Button';
import { Dialog } from '@/components/Dialog';
import { formatCount } from '@/components/format';
import { importSource, sourceOfText } from './importSource';
import styles from './PasteButton.module.css';

/** Opens a dialog for text from the clipboard: some browsers let no page read it without a paste. */
export function PasteButton({ variant = 'secondary', children, ...rest }: Partial<ButtonProps>) {
  const { t } = useTranslation(['data', 'common']);
  const [open, setOpen] = useState(false);
  const [text, setText] = useState('');
  const id = useId();
  const lines = text.split(/\r\n|\r|\n/).filter((line) => line.trim() !== '').length;
  const close = () => {
    setOpen(false);
    setText('');
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (lines === 0) return;
    void importSource(sourceOfText(text));
    close();
  };
  return (
    <>
      <Button icon={ClipboardPaste} data-testid="paste-open" {...rest} variant={variant} onClick={() => setOpen(true)}>
        {children}
      </Button>
      <Dialog title={t('data:paste.title')} open={open} onClose={close}>
        <form className={styles.form} onSubmit={submit}>
          <p id={`${id}-help`} className={styles.help}>
            {t('data:paste.help')}
          </p>
          <textarea
            className={styles.text}
            data-testid="paste-text"
            aria-label={t('data:paste.label')}
            aria-describedby={`${id}-help`}
            placeholder={t('data:paste.example')}
            spellCheck={false}
            rows={12}
            value={text}
            data-autofocus
            onChange={(event) => setText(event.target.value)}
          />
          <div className={styles.actions}>
            <span className={styles.help} role="status">
              {lines > 0 ? t('data:paste.lines', { count: lines, value: formatCount(lines) }) : t('data:paste.empty')}
            </span>
            <Button variant="secondary" onClick={close}>
              {t('common:cancel')}
            </Button>
            <Button variant="primary" type="submit" data-testid="paste-read" disabled={lines === 0}>
              {t('data:paste.read')}
            </Button>
          </div>
        </form>
      </Dialog>
    </>
  );
}
