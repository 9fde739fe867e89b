import { useTranslation } from 'react-i18next';
import { useSaved } from '@/state/saved';
import { formatMoment } from './formatMoment';
import styles from './SaveLine.module.css';

/** In the status line: when something was saved last; leads to all that is saved. */
export default function SaveLine() {
  const { t } = useTranslation('saved');
  const { saving, setOpen } = useSaved();
  const { keeping, problem, savedAt } = saving;
  const state = !keeping ? 'off' : problem ? 'notSaved' : savedAt ? 'saved' : 'nothing';
  return (
    <button
      type="button"
      className={styles.line}
      title={t('open')}
      data-testid="save-line"
      data-state={state}
      onClick={() => setOpen(true)}
    >
      {t(`line.${state}`, { moment: formatMoment(savedAt ?? 0) })}
    </button>
  );
}
