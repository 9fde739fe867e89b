import { useTranslation } from 'react-i18next';
import { ProtocolBadge } from '@/components/ProtocolBadge';
import { protocolOf } from '@/eval/protocol';
import { useDataset } from '@/state/dataset';
import styles from './Article.module.css';

const WORDS = ['split', 'filter', 'refit', 'candidates', 'masked', 'users', 'cutoff', 'seed', 'hash'] as const;

/** What stands on the plate, word by word. */
export function ProtocolArticle() {
  const { t } = useTranslation('learn');
  const summary = useDataset((state) => state.summary);
  return (
    <>
      <h2 className={styles.title}>{t('protocol')}</h2>
      <p className={styles.tagline}>{t('protocolIntro')}</p>
      {summary && (
        <section className={styles.section}>
          <h3>{t('protocolNow')}</h3>
          <ProtocolBadge
            className={styles.plate}
            protocol={protocolOf(summary, { candidates: 'full', numUsersSampled: null })}
          />
        </section>
      )}
      <dl className={styles.list}>
        {WORDS.map((word) => (
          <div key={word}>
            <dt>{t(`protocolWords.${word}`)}</dt>
            <dd>{t(`protocolWords.${word}Text`)}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}
