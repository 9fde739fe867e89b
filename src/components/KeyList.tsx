import { useTranslation } from 'react-i18next';
import { KeyCap } from './KeyCap';
import styles from './KeyList.module.css';

/** Every key of the page and what it does. */
export function KeyList() {
  const { t } = useTranslation('shell');
  const rows: [string[], string][] = [
    [['1', '2', '3', '4', '5'], t('keys.places')],
    [[t('keys.space')], t('keys.playPause')],
    [['.'], t('keys.stepBatch')],
    [[t('keys.shift'), '.'], t('keys.stepEpoch')],
    [[t('keys.arrows')], t('keys.crosshair')],
    [['?'], t('keys.help')],
    [[t('keys.esc')], t('keys.escape')],
  ];
  return (
    <dl className={styles.list}>
      {rows.map(([keys, meaning]) => (
        <div key={meaning} className={styles.row}>
          <dt className={styles.keys}>
            {keys.map((key) => (
              <KeyCap key={key}>{key}</KeyCap>
            ))}
          </dt>
          <dd>{meaning}</dd>
        </div>
      ))}
    </dl>
  );
}
